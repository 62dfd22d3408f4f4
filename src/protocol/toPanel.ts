import type { CandidateId } from '../engine/candidate.ts';
import type { JudgeName } from '../engine/judging/judge.ts';
import type { JudgeReport } from '../engine/judging/trust/judgeReport.ts';
import type { CandidateView } from './candidateView.ts';
import type { DecisionView } from './decisionView.ts';
import type { RunView } from './runView.ts';
import type { ActionView } from './spendView.ts';

type Lists = 'candidates' | 'decisions' | 'actions';

/** Items of a list that are new or changed, with their places. */
export type Changes<Item> = readonly (readonly [place: number, item: Item])[];

/** What turns one view of a run into a later one. */
export type RunPatch = {
  readonly set: Partial<Omit<RunView, Lists>>;
  readonly candidates: Changes<CandidateView>;
  readonly decisions: Changes<DecisionView>;
  readonly actions: Changes<ActionView>;
};

/** A line of the list of runs. */
export type RunItem = { readonly run: string; readonly label: string };

/** A judge that can be asked by hand. */
export type JudgeChoice = { readonly name: JudgeName; readonly summary: string };

/** What a panel shows. */
export type PanelContent = {
  /** Missing before the first run. */
  readonly view?: RunView;
  /** The runs to choose from, the latest first. */
  readonly runs: readonly RunItem[];
  /** A trace that is only looked at: nothing can be applied or stopped. */
  readonly readOnly: boolean;
  /** The judges that a person can ask about a candidate; missing where nothing can be asked. */
  readonly askable?: readonly JudgeChoice[];
  /** The candidate of the shown run that is being judged by hand. */
  readonly judging?: CandidateId;
  /** What judges turned out to be worth in the workspace of the shown run; missing until that was read. */
  readonly judgeReports?: readonly JudgeReport[];
};

/** To the webview. `seq` counts the messages; whoever misses one asks for a snapshot with `ready`. */
export type HostMessage =
  | ({ readonly type: 'snapshot'; readonly seq: number } & PanelContent)
  | { readonly type: 'delta'; readonly seq: number; readonly patch: RunPatch }
  /** Shows why a candidate was bought. */
  | { readonly type: 'reveal'; readonly seq: number; readonly candidate: CandidateId };
