import type { Action, ActionId, ContextId, Failure } from './engine/action.ts';
import type { StepJudge } from './engine/bellman.ts';
import type { ArmId, CandidateId } from './engine/candidate.ts';
import type { Cost } from './engine/cost.ts';
import type { JudgeName } from './engine/judging/judge.ts';
import type { JudgeReport } from './engine/judging/trust/judgeReport.ts';
import type { Considered, PolicyStop } from './engine/policy.ts';
import type { Diagnostic, Evidence, JudgedStep, Principle, Vote } from './engine/reward.ts';
import type { CodeTask, PromptTask } from './engine/task.ts';
import type { TestReport, TestResult } from './engine/testRunner.ts';
import type { RunConfig, RunStatus, StopKind } from './engine/trace.ts';
import type { Snippet } from './engine/workspaceSearch.ts';

export type {
  CandidateId,
  Cost,
  Diagnostic,
  JudgedStep,
  JudgeName,
  JudgeReport,
  Principle,
  RunConfig,
  StepJudge,
  TestResult,
  Vote,
};

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

/** The tests of one run of them; `output` is kept only where the tests alone do not tell what happened. */
export type TestsView = {
  readonly outcome: TestReport['outcome'];
  readonly tests: readonly TestResult[];
  readonly passed: number;
  readonly failed: number;
  readonly total: number;
  readonly output?: string;
};

export type EvidenceView =
  | (TestsView & { readonly type: 'tests'; readonly reused: boolean })
  | { readonly type: 'agreement'; readonly votes: number; readonly of: number }
  | Extract<Evidence, { type: 'votes' | 'steps' | 'confidence' | 'diagnostics' | 'examples' }>
  | Pick<Extract<Evidence, { type: 'probes' }>, 'type' | 'outputs' | 'written'>
  | Extract<Evidence, { type: 'not-probed' }>;

/** One order of a comparison as the candidate it stands at sees it. */
export type SideView = {
  /** Which was shown to the judge first. */
  readonly first: 'this' | 'other';
  /** Missing where the verdict could not be read; then it is no vote. */
  readonly preferred?: 'this' | 'other' | 'tie';
  readonly critique?: string;
  readonly principles?: readonly Principle[];
};

/** A candidate against another; it stands at both. */
export type ComparisonView = {
  readonly action: ActionId;
  readonly other: CandidateId;
  readonly by?: JudgeName;
  /** On [-1, 1]; above 0 for the candidate it stands at. */
  readonly margin: number;
  readonly sides: readonly SideView[];
  /** Whether both orders gave the same; missing where not both could be read. */
  readonly consistent?: boolean;
};

/** What a candidate added to what was known; a duplicate behaves like an earlier one. */
export type Fate =
  | { readonly type: 'new' }
  | { readonly type: 'duplicate'; readonly of: CandidateId }
  | { readonly type: 'unusable'; readonly error: string };

export type CandidateView = {
  readonly id: CandidateId;
  readonly action: ActionId;
  /** The decision that bought it. */
  readonly decision: number;
  readonly arm: ArmId;
  /** The search whose finds its prompt showed. */
  readonly context?: ContextId;
  readonly fate: Fate;
  /** On [0, 1]; missing when nothing was evaluated. */
  readonly reward?: number;
  /** Calibrated P(correct) on [0, 1]. */
  readonly quality?: number;
  readonly verified: boolean;
  readonly evidence: readonly EvidenceView[];
  readonly comparisons: readonly ComparisonView[];
  readonly code?: string;
  /** What the model wrote, where that is not code in its place. */
  readonly text?: string;
  readonly answer?: string;
  readonly behaviour: string;
  readonly cost: Cost;
  /** What the person said of it. */
  readonly verdict?: 'accepted' | 'rejected';
  /** Steps so far, where it is the beginning of an attempt. */
  readonly steps?: number;
  /** Another candidate goes on from it: it is no attempt of its own any more. */
  readonly continued?: true;
  /** The beginnings that it goes on from, the first first; other attempts may share them. */
  readonly grewFrom?: readonly CandidateId[];
  /** Of those and itself together; missing where there are none. Tokens. */
  readonly tokensInAll?: number;
};

/** Why what an action used was of no use. */
export type Waste = 'failed' | 'cancelled' | 'unusable' | 'duplicate';

export type ActionView = {
  readonly id: ActionId;
  /** 0 for the baseline, which no decision bought. */
  readonly decision: number;
  readonly action: Action;
  /** The worst case held while it is in flight. */
  readonly reserved: Cost;
  /** Missing while it is in flight. */
  readonly ended?: {
    readonly cost: Cost;
    readonly candidate?: CandidateId;
    readonly failure?: Failure;
    readonly waste?: Waste;
    /** Change of the leader's quality q* that came with it. */
    readonly gain: number;
  };
};

/** Expected of all actions of a decision together; `gain` is the first action's, further ones add less. */
export type Prediction = { readonly tokens: number; readonly sandboxSeconds: number; readonly gain: number };

/** What the actions of a decision that have ended cost, and how q* changed. */
export type Actual = Prediction & { readonly ended: number };

/** An action that was thought about, with its name and how often the decision bought it. */
export type ConsideredView = Considered & { readonly name: string; readonly bought: number };

export type DecisionView = {
  readonly decision: number;
  /** Seconds since the run started. */
  readonly seconds: number;
  /** The leader's quality q* it was made with. */
  readonly quality: number;
  readonly considered: readonly ConsideredView[];
  /** What the judge of steps was measured to be worth, where steps were judged. */
  readonly stepJudge?: StepJudge;
  /** P(right) of the answers it chose among, by a candidate that gave each. */
  readonly standings?: readonly { readonly candidate: CandidateId; readonly chance: number }[];
  readonly actions: readonly ActionId[];
  readonly stop?: { readonly kind: PolicyStop; readonly reason: string };
  /** Missing for a policy that does not forecast. */
  readonly predicted?: Prediction;
  readonly actual: Actual;
};

export type LedgerRow = {
  readonly name:
    | 'tokens'
    | 'promptTokens'
    | 'completionTokens'
    | 'calls'
    | 'testRuns'
    | 'sandboxSeconds'
    | 'microDollars'
    | 'seconds';
  readonly spent: number;
  /** Reserved for actions in flight. */
  readonly held: number;
  readonly limit?: number;
};

export type LedgerView = {
  /** Sum of what the ended actions used. */
  readonly spent: Cost;
  readonly rows: readonly LedgerRow[];
  /** Tokens among those spent that no provider reported. */
  readonly estimatedTokens: number;
  /** What the person had judged after the run, beside its budget; missing where nothing was. */
  readonly byHand?: Cost;
};

/** `attempts` were of use: they told something new. */
export type SpendPart = {
  readonly purpose: 'baseline' | 'attempts' | 'judging' | Waste;
  readonly actions: number;
  readonly cost: Cost;
};

/** Candidates that give the same answer. */
export type AnswerGroup = {
  readonly answer: string;
  readonly members: readonly CandidateId[];
  /** P(it is right) by votes and judges at the last decision, on [0, 1]; missing where the policy does not reckon it. */
  readonly chance?: number;
  /** What judges said of it in the run, a few words each: "principles: 3 for, 1 against", "pairwise: better than 8". */
  readonly said: readonly string[];
};

/** An input, and who made what of it; what most candidates gave first. */
export type ProbeRow = {
  readonly call: string;
  readonly outputs: readonly { readonly output: string; readonly members: readonly CandidateId[] }[];
};

export type ProbeGroup = {
  readonly members: readonly CandidateId[];
  /** How far the others agree with each of them, as the rest of a sentence: "does the same as ...". */
  readonly text: string;
};

/** What the candidates of a run without tests do on inputs whose right output nobody knows. */
export type ProbesView = {
  /** Candidates that gave more than errors; those that do the same everywhere together, the largest group first. */
  readonly groups: readonly ProbeGroup[];
  /** Candidates that gave nothing but errors. */
  readonly failing: readonly CandidateId[];
  /** The few that tell most: on which the leader and the others differ. */
  readonly rows: readonly ProbeRow[];
};

/** A test that the model wrote: a call and what it should give, as code. */
export type GeneratedTestView = {
  readonly call: string;
  readonly expected: string;
  /** The candidates that were run on it, and those of them that gave what it expects. */
  readonly ran: readonly CandidateId[];
  readonly passes: readonly CandidateId[];
  /** The chance that it is right, if one of the attempts is. */
  readonly valid: number;
};

/** The tests that the model wrote for code without any; evidence that verifies nothing. */
export type GeneratedTestsView = {
  /** Replies that were paid, and those of them without a test that can be run. */
  readonly votes: number;
  readonly unread: number;
  /** The same in words: "3 replies, 1 without a test that can be run". */
  readonly said: string;
  /** The likeliest first. */
  readonly tests: readonly GeneratedTestView[];
};

/**
 * A judge of the run: what it was asked, what that cost, and how it votes by the labels it was compared with. Inputs that the
 * model wrote to tell candidates apart stand among them under a name of their own.
 */
export type JudgeView = {
  readonly name: JudgeName;
  /** Its mean chance to approve of a right candidate, and of a wrong one; missing where the run did not plan with it. */
  readonly approves?: { readonly right: number; readonly wrong: number };
  /** Votes on candidates, and those of them that do not count. */
  readonly votes: number;
  readonly dropped: number;
  readonly comparisons: number;
  /** Votes, and orders of comparisons, that could not be read. */
  readonly unread: number;
  readonly tokens: number;
  /** Why it was not asked, once the run has ended without it. */
  readonly unasked?: string;
};

/** What the person said a call gives, and the candidates that were run on it and gave that. */
export type ExpectationView = {
  readonly call: string;
  readonly expected: string;
  readonly ran: readonly CandidateId[];
  readonly passes: readonly CandidateId[];
};

/** A call that the model wrote to tell candidates apart, and what they gave, as numbers to compare by and as texts. */
export type ApartCall = {
  readonly call: string;
  readonly outputs: Readonly<Record<CandidateId, number>>;
  readonly written: Readonly<Record<CandidateId, string>>;
};

/** A call on which the leaders of a run without tests differ; the person may know which output is right. */
export type QuestionView = { readonly call: string; readonly outputs: readonly string[] };

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

/** To the host: what a person did, and `ready` for "send me everything". */
export type PanelMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'solve' }
  | { readonly type: 'openPlayground' }
  | { readonly type: 'chooseModel' }
  | { readonly type: 'stop'; readonly run: string }
  | { readonly type: 'chooseRun'; readonly run: string }
  | { readonly type: 'openTrace'; readonly run: string }
  | { readonly type: 'showDiff'; readonly run: string; readonly candidate: CandidateId }
  | { readonly type: 'accept'; readonly run: string; readonly candidate: CandidateId }
  /** Has a judge vote on a candidate, after the run. */
  | {
      readonly type: 'judge';
      readonly run: string;
      readonly candidate: CandidateId;
      readonly by: JudgeName;
    }
  /** The person says what a call gives. */
  | { readonly type: 'expect'; readonly run: string; readonly call: string; readonly expected: string }
  /** Opens a test of a call that the person said something about. */
  | { readonly type: 'createTest'; readonly run: string; readonly call: string };

type PanelField = 'run' | 'candidate' | 'by' | 'call' | 'expected';

const panelFields: Readonly<Record<PanelMessage['type'], readonly PanelField[]>> = {
  ready: [],
  solve: [],
  openPlayground: [],
  chooseModel: [],
  stop: ['run'],
  chooseRun: ['run'],
  openTrace: ['run'],
  showDiff: ['run', 'candidate'],
  accept: ['run', 'candidate'],
  judge: ['run', 'candidate', 'by'],
  expect: ['run', 'call', 'expected'],
  createTest: ['run', 'call'],
};

/** True for a message a panel may send: known type, exactly its fields, all of them text of a sensible length. */
export function isPanelMessage(data: unknown): data is PanelMessage {
  if (!isRecord(data) || typeof data.type !== 'string' || !Object.hasOwn(panelFields, data.type))
    return false;
  const fields: readonly string[] = panelFields[data.type as PanelMessage['type']];
  const isName = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 200;
  return Object.keys(data).length === fields.length + 1 && fields.every(field => isName(data[field]));
}

/** True for a message of the host; checks its frame, as the view inside comes from the same program. */
export function isHostMessage(data: unknown): data is HostMessage {
  if (!isRecord(data) || !Number.isSafeInteger(data.seq)) return false;
  if (data.type === 'reveal') return typeof data.candidate === 'string';
  if (data.type === 'delta') return isRecord(data.patch) && isRecord(data.patch.set) && hasLists(data.patch);
  if (data.type !== 'snapshot' || !Array.isArray(data.runs) || typeof data.readOnly !== 'boolean')
    return false;
  return data.view === undefined || (isRecord(data.view) && hasLists(data.view));
}

function hasLists(data: Record<string, unknown>): boolean {
  return [data.candidates, data.decisions, data.actions].every(Array.isArray);
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null;
}
