import type { Call } from '../../call.ts';
import { type Cost, zeroCost } from '../../cost.ts';
import type { Allowance, Generator } from '../../generator.ts';
import type { Message } from '../../languageModel.ts';
import type { Cap } from '../../ledger.ts';
import { countedValues, type Vote } from '../../reward.ts';
import type { ScriptRunner } from '../../scriptRunner.ts';
import type { Task } from '../../task.ts';
import { saidBy } from '../asking/judgingPrompt.ts';
import { JudgingReserve } from '../asking/judgingReserve.ts';
import { withoutApproval } from '../exhibits/exhibit.ts';
import type { Judge, StepProtocol } from '../judge.ts';
import { shownStep } from './shownStep.ts';
import { codeOutput, equationVerdict, runCheck, type StepVerdict, scriptIn } from './stepChecks.ts';

/** A judge that votes on steps. */
export type JudgeOfSteps = Judge & { readonly step: StepProtocol };

export function judgesSteps(judge: Judge): judge is JudgeOfSteps {
  return judge.step !== undefined;
}

/** Who judges steps, of what, and with what at hand. */
export type StepJudging = {
  readonly judge: JudgeOfSteps;
  readonly task: Task;
  /** Of the model that judges. */
  readonly generator: Generator;
  /** Where the judge's programs are run; without it none are asked for. */
  readonly scripts?: ScriptRunner | undefined;
};

/** One step to judge, after those before it. */
export type StepQuestion = {
  readonly before: readonly string[];
  readonly step: string;
  readonly votes: number;
  /** The same name gives the same seeds; another for each step of a run. */
  readonly name: string;
};

/** A judge is asked at most so often before one verdict: twice it may run a program first (GenPRM). */
const mostRounds = 3;

/** What the first vote on a step may cost at most, programs left out; or the cap that is in the way. */
export function allowStep(
  judging: StepJudging,
  steps: readonly string[],
  available: (cap: Cap) => number,
): Allowance | Cap {
  return generatorOf(judging, promptOf(judging, steps), 'allowance', false).allow(available);
}

/**
 * Judges each of these steps after those before it. `held` is what the call has reserved for it; whatever else it takes is
 * reserved bit by bit, and what the budget has no room for is no vote.
 */
export async function judgeSteps(
  judging: StepJudging,
  steps: readonly string[],
  votes: number,
  call: Call,
  { name, held = zeroCost }: { readonly name: string; readonly held?: Cost },
): Promise<readonly StepVerdict[]> {
  const reserve = new JudgingReserve(call, held);
  const verdicts: StepVerdict[] = [];
  for (const [at, step] of steps.entries()) {
    const question = { before: steps.slice(0, at), step, votes, name: `${name} step ${at + 1}` };
    verdicts.push(await judgeStep(judging, question, reserve));
  }
  return verdicts;
}

/**
 * The verdict on one step: false equations first, which cost nothing; else the mean of the votes with one more vote on
 * either side, so that no number of votes is certain. Without a vote that can be read it has no value.
 */
export async function judgeStep(
  judging: StepJudging,
  { before, step, votes, name }: StepQuestion,
  reserve: JudgingReserve,
): Promise<StepVerdict> {
  const wrong = equationVerdict(before, step);
  if (wrong) return wrong;
  const shown = shownStep(step, judging.task);
  if (shown.text === '') return {};
  const messages = promptOf(judging, [...before, step]);
  const first = generatorOf(judging, messages, name, scriptsOf(judging) !== undefined);
  const given: Given[] = [];
  for (let vote = 0; vote < votes; vote++) {
    const next = await voteOn(judging, { first, messages, name: `${name} vote ${vote + 1}` }, reserve);
    if (!next) break;
    given.push({ ...next, ...withoutApproval(next, shown) });
  }
  return verdictOf(given);
}

type Given = Vote & Pick<StepVerdict, 'check'>;

type Asked = {
  readonly first: Generator;
  readonly messages: readonly Message[];
  /** Of this vote. */
  readonly name: string;
};

/** One vote in at most three rounds; undefined where the budget has no room for it. */
async function voteOn(
  judging: StepJudging,
  asked: Asked,
  reserve: JudgingReserve,
): Promise<Given | undefined> {
  const { judge } = judging;
  const scripts = scriptsOf(judging);
  let { messages, first: generator } = asked;
  let check: StepVerdict['check'];
  for (let round = 1; ; round++) {
    const text = await written(generator, judge, reserve);
    if (text === undefined) return check && { check };
    const script = scripts && round < mostRounds ? scriptIn(text) : undefined;
    const result = script && scripts && (await runCheck(script, scripts, reserve));
    if (!script || !result) return { ...judge.step.read(text), ...(check && { check }) };
    check = { code: script.source, output: result.output };
    messages = [
      ...messages,
      { role: 'assistant', content: text },
      { role: 'user', content: codeOutput(result) },
    ];
    generator = generatorOf(judging, messages, `${asked.name} round ${round + 1}`, round + 1 < mostRounds);
  }
}

/** What the judge wrote; undefined where the budget has no room, empty where the prompt is longer than it takes. */
async function written(
  generator: Generator,
  judge: Judge,
  reserve: JudgingReserve,
): Promise<string | undefined> {
  await generator.prepare(reserve.call.signal);
  const allowance = generator.allow(() => Number.POSITIVE_INFINITY);
  if (typeof allowance === 'string' || !reserve.makeRoom(allowance.worst)) return undefined;
  const said = await saidBy(generator, judge, allowance.maxTokens, reserve.call);
  return 'text' in said ? said.text : '';
}

/** Small models are asked for no programs, and what they write unasked is not run. */
function scriptsOf({ scripts, generator }: StepJudging): ScriptRunner | undefined {
  return generator.promptStyle === 'large' ? scripts : undefined;
}

function promptOf(judging: StepJudging, steps: readonly string[]) {
  const { judge, task, generator } = judging;
  const shown = steps.map(step => shownStep(step, task).text).filter(text => text !== '');
  return judge.step.prompt({ task, style: generator.promptStyle }, shown, scriptsOf(judging) !== undefined);
}

function generatorOf(
  { judge, generator }: StepJudging,
  messages: readonly Message[],
  name: string,
  stopAtFence: boolean,
): Generator {
  const maxTokens = judge.maxTokens[generator.promptStyle];
  return generator.forPrompt(messages, name, { maxTokens, stopAtFence, laws: false });
}

function verdictOf(given: readonly Given[]): StepVerdict {
  const values = countedValues(given);
  const check = given.find(vote => vote.check !== undefined)?.check;
  if (values.length === 0) {
    const critique = given[0]?.dropped ?? given[0]?.critique;
    return { ...(critique !== undefined && { critique }), ...(check && { check }) };
  }
  const value = (values.reduce((sum, one) => sum + one, 0) + 1) / (values.length + 2);
  const approves = value > 0.5;
  const speaker = given.find(vote => vote.value !== undefined && vote.value > 0.5 === approves);
  const critique = (speaker ?? given[0])?.critique;
  return { value, ...(critique !== undefined && { critique }), ...(check && { check }) };
}
