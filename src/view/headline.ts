import type { CandidateView, Headline, RunView, TestsView } from '../protocol.ts';
import { isMinority } from './choiceText.ts';
import { chosenId, chosenOf } from './chosenOf.ts';
import { counted } from './counted.ts';
import { examplesText } from './examplesView.ts';
import { attemptsIn } from './growth.ts';
import { agreementOfCandidate } from './probesView.ts';

type Facts = Pick<
  RunView,
  | 'state'
  | 'task'
  | 'config'
  | 'actions'
  | 'candidates'
  | 'leader'
  | 'chosen'
  | 'baseline'
  | 'answers'
  | 'probes'
>;

/** Says what became of a run, never more than was executed. */
export function headlineOf(view: Facts): Headline {
  const { state } = view;
  if (state.type === 'running') return { tone: 'running', text: progress(view) };
  if (state.type === 'interrupted') {
    return { tone: 'interrupted', text: 'Interrupted: the trace has no end', ...detail(bestSoFar(view)) };
  }
  const stopped = state.stop === 'failed' ? state.reason : `Stopped: ${state.reason}`;
  switch (state.status) {
    case 'verified':
      return { tone: 'verified', text: verifiedText(view, state.stop), ...detail(stopped) };
    case 'answered':
      return { tone: 'answered', text: `Answered: ${agreement(view)}`, ...detail(stopped) };
    case 'unverified':
      return {
        tone: 'unverified',
        text: `Not verified: ${examplesText(chosenOf(view)?.evidence ?? []) ?? 'no test could be run'}`,
        ...detail([chosenReason(view), stopped].filter(Boolean).join('. ')),
      };
    case 'cancelled':
      return { tone: 'cancelled', text: 'Stopped by you', ...detail(bestSoFar(view)) };
    case 'failed':
      return { tone: 'failed', text: failedText(view), ...detail(stopped) };
    default:
      return state.status satisfies never;
  }
}

function progress({ actions, candidates }: Facts): string {
  const inFlight = actions.filter(action => !action.ended);
  if (inFlight.some(({ action }) => action.type === 'baseline')) {
    return 'Running the tests on the code as it stands';
  }
  if (candidates.length === 0 && inFlight.length === 0) return 'Starting';
  const tried =
    candidates.length === 0
      ? 'First attempts'
      : `${counted(attemptsIn(candidates).length, 'attempt')} so far`;
  return inFlight.length === 0 ? tried : `${tried}, ${inFlight.length} under way`;
}

function verifiedText(view: Facts, stop: string): string {
  const tests = stop === 'already-passing' ? view.baseline : testsOf(chosenOf(view));
  const where = view.config.isolation === 'none' ? 'executed without isolation' : 'executed in the sandbox';
  const count = tests ? `${tests.passed} of ${tests.total} tests passed` : 'all tests passed';
  return stop === 'already-passing' ? `Nothing to do: ${count}` : `Verified: ${count}, ${where}`;
}

function failedText(view: Facts): string {
  const verb = view.task.type === 'prompt' ? 'Not answered' : 'Not solved';
  const best = bestSoFar(view);
  return best === undefined ? verb : `${verb}: ${best.charAt(0).toLowerCase()}${best.slice(1)}`;
}

/** The best that was found, as a sentence without its full stop. */
function bestSoFar(view: Facts): string | undefined {
  if (view.candidates.length === 0) return 'No attempt was completed';
  if (view.task.type === 'prompt')
    return view.answers.length > 0 ? agreement(view) : 'No attempt gave an answer';
  const best = chosenOf(view);
  if (!best || best.fate.type === 'unusable')
    return `${counted(attemptsIn(view.candidates).length, 'attempt')}, none usable`;
  const tests = testsOf(best);
  if (tests) return `The best attempt passes ${tests.passed} of ${tests.total} tests`;
  const examples = examplesText(best.evidence);
  return examples === undefined ? 'The best attempt was not tested' : `The best attempt ${examples}`;
}

/** Why one candidate was chosen where nothing verifies. */
function chosenReason(view: Facts): string | undefined {
  const chosen = chosenOf(view);
  if (!chosen) return undefined;
  const agreement = view.probes && agreementOfCandidate(view.probes, chosen.id);
  if (agreement !== undefined) return `${chosen.id} ${agreement}`;
  const missing = chosen.evidence.find(evidence => evidence.type === 'not-probed');
  return missing && `${chosen.id} was chosen by its text, as nothing could be run: ${missing.reason}`;
}

function agreement(view: Facts): string {
  const { answers } = view;
  const votes = answers.reduce((sum, group) => sum + group.members.length, 0);
  const [most] = answers;
  if (!most || votes <= 1) return 'one sample, so nothing to agree with';
  const group = answers.find(({ members }) => members.includes(chosenId(view) ?? '')) ?? most;
  const mine = group.members.length;
  if (mine > 1 && !isMinority(group, most)) return `${mine} of ${votes} samples agree`;
  const said = `${mine} of ${votes} samples ${mine === 1 ? 'says' : 'say'} so`;
  return !isMinority(group, most)
    ? said
    : `${said}, chosen over ${most.answer}, which ${most.members.length} say`;
}

function testsOf(candidate: CandidateView | undefined): TestsView | undefined {
  return candidate?.evidence.find(evidence => evidence.type === 'tests');
}

function detail(sentence: string | undefined): { detail?: string } {
  if (sentence === undefined) return {};
  return { detail: /[.!?]$/.test(sentence) ? sentence : `${sentence}.` };
}
