import type { ActionId, ContextId } from '../engine/action.ts';
import type { CandidateId } from '../engine/candidate.ts';
import type { CodeTask, PromptTask } from '../engine/task.ts';
import type { RunConfig, RunStatus, StopKind } from '../engine/trace.ts';
import type { Snippet } from '../engine/workspaceSearch.ts';
import type {
  ApartCall,
  ExpectationView,
  GeneratedTestsView,
  ProbesView,
  QuestionView,
} from './behaviourView.ts';
import type { CandidateView, TestsView } from './candidateView.ts';
import type { DecisionView } from './decisionView.ts';
import type { AnswerGroup, JudgeView } from './judgesView.ts';
import type { ActionView, LedgerView, SpendPart } from './spendView.ts';

/** What a run was asked to do, as far as it is drawn. */
export type TaskView =
  | Pick<CodeTask, 'type' | 'language' | 'file' | 'functionName' | 'instruction' | 'tests'>
  | PromptTask;

/** interrupted: the trace has no end, and nobody is writing it any more. */
export type RunState =
  | { readonly type: 'running' }
  | { readonly type: 'interrupted' }
  | { readonly type: 'ended'; readonly status: RunStatus; readonly stop: StopKind; readonly reason: string };

/** The state in a sentence a newcomer understands, and the reason below it. */
export type Headline = {
  readonly tone: 'running' | 'interrupted' | RunStatus;
  readonly text: string;
  readonly detail?: string;
};

/** A search of the workspace, and where what it found stands. */
export type SearchView = {
  readonly action: ActionId;
  /** The decision that bought it. */
  readonly decision: number;
  /** The failed candidate whose failure it was about. */
  readonly about?: CandidateId;
  /** By which candidates speak of it; missing where it found nothing new. */
  readonly context?: ContextId;
  readonly snippets: readonly Pick<Snippet, 'file' | 'line' | 'because'>[];
};

/** All that is drawn of a run; a function of its trace. Lists only grow, and their items keep their places. */
export type RunView = {
  readonly run: string;
  /** ISO 8601. */
  readonly date: string;
  readonly task: TaskView;
  readonly config: RunConfig;
  readonly state: RunState;
  /** What earlier runs taught it, in a sentence; missing when there was nothing. */
  readonly taught?: string;
  readonly headline: Headline;
  /** Wall time up to the last event. */
  readonly seconds: number;
  /** The leader's quality q*. */
  readonly quality: number;
  readonly leader?: CandidateId;
  readonly chosen?: CandidateId;
  /** The tests on the code as it stood. */
  readonly baseline?: TestsView;
  readonly candidates: readonly CandidateView[];
  readonly decisions: readonly DecisionView[];
  readonly actions: readonly ActionView[];
  readonly ledger: LedgerView;
  /** Adds up to what the ledger says is spent. */
  readonly spend: readonly SpendPart[];
  /** The largest first; empty for code. */
  readonly answers: readonly AnswerGroup[];
  /** How samples and judges together chose among them, in a sentence; missing before the end and without judges. */
  readonly choice?: string;
  /** In the order they ended. */
  readonly searches: readonly SearchView[];
  /** Missing where no candidate was run on probes. */
  readonly probes?: ProbesView;
  /** Examples of the documentation that attempts of several behaviours fail and none passes: they may be wrong. Calls. */
  readonly doubtfulExamples?: readonly string[];
  /** Missing until the model was asked for tests. */
  readonly generatedTests?: GeneratedTestsView;
  readonly apart: readonly ApartCall[];
  /** In the order of the run's configuration, then as they were asked by hand. */
  readonly judges: readonly JudgeView[];
  /** In the order they were said. */
  readonly expectations: readonly ExpectationView[];
  /** The most telling first; empty while the run goes on, and where nothing is to be asked. */
  readonly questions: readonly QuestionView[];
  /** The candidates that meet all that the person expects, the best first; empty before they said anything. */
  readonly meeting: readonly CandidateId[];
  /** What is wrong with the trace, for the person to see. */
  readonly warnings: readonly string[];
  /** The `seq` that the next event must have. */
  readonly nextSeq: number;
};
