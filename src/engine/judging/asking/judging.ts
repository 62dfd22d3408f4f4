import type { Action, Result } from '../../action.ts';
import type { Call } from '../../call.ts';
import { digest } from '../../digest.ts';
import type { Offer } from '../../executor.ts';
import type { Allowance, Generator } from '../../generator.ts';
import type { Cap } from '../../ledger.ts';
import { type Random, seededRandom } from '../../random.ts';
import type { Reward, Vote } from '../../reward.ts';
import type { ScriptRunner } from '../../scriptRunner.ts';
import type { Task } from '../../task.ts';
import { type CleanExhibit, exhibitOf, withoutApproval } from '../exhibits/exhibit.ts';
import type { Judge, JudgeName, PointProtocol, Question } from '../judge.ts';
import { judgesSteps } from '../steps/judgedSteps.ts';
import { offerSteps } from '../steps/offerSteps.ts';
import { type CompareAction, offerComparison } from './judgingComparison.ts';
import { type JudgingPrompt, saidBy, schemaFor } from './judgingPrompt.ts';
import { JudgingReserve } from './judgingReserve.ts';
import { type Judged, type JudgeModels, votesBy, withVotes } from './judgingReward.ts';

/** What a run needs to ask judges. */
export type JudgingParts = {
  /** All that can be asked, by the run or by the person afterwards. */
  readonly judges: Readonly<Record<JudgeName, Judge>>;
  readonly models: JudgeModels;
  /** For what is shown first. */
  readonly random: Random;
  /** Where programs of judges are run; without it none are asked for. */
  readonly scripts?: ScriptRunner | undefined;
};

export type JudgingSetup = JudgingParts & {
  readonly task: Task;
  /** Judges are asked with draws of other prompts of it. */
  readonly generator: Generator;
  readonly candidates: Judged;
};

export const noJudges: JudgingParts = { judges: {}, models: {}, random: seededRandom('no judges') };

export type JudgeAction = Extract<Action, { type: 'judge' }>;
type JudgeOfPoints = Judge & { readonly point: PointProtocol };

/**
 * Performs votes and comparisons of judges. Votes are drawn one after the other and read as they come; one that cannot be
 * read is kept and is no vote. What was read before a failure or a stop stays with the candidate, for the next that asks.
 */
export class Judging {
  readonly #setup: JudgingSetup;
  readonly #question: Question;
  /** By prompt, so that asking the same again draws the next sample of it. */
  readonly #generators = new Map<string, Generator>();
  readonly #compared = new Map<string, number>();

  constructor(setup: JudgingSetup) {
    this.#setup = setup;
    this.#question = { task: setup.task, style: setup.generator.promptStyle };
  }

  /** Reserves the worst case of the first vote; each further one asks for its own. */
  offerVotes(action: JudgeAction, available: (cap: Cap) => number): Offer {
    const judge = this.#judgeOf(action);
    if (judgesSteps(judge)) return withoutTests(offerSteps({ ...this.#setup, judge }, action, available));
    if (!votesOnPoints(judge)) throw new Error(`The judge ${judge.name} votes on no single candidate.`);
    const { candidates, task } = this.#setup;
    const exhibit = exhibitOf(candidates.candidate(action.candidate), task);
    const generator = this.#generatorOf(judge, {
      messages: judge.point.prompt(this.#question, exhibit),
      name: `judge ${action.candidate}`,
      schema: judge.point.schema,
    });
    const allowance = generator.allow(available);
    if (typeof allowance === 'string') return { type: 'refused', cap: allowance };
    return withoutTests({
      type: 'offer',
      worst: allowance.worst,
      perform: (_id, call) => this.#vote(action, { judge, exhibit, generator, allowance }, call),
    });
  }

  offerComparison(action: CompareAction, available: (cap: Cap) => number): Offer {
    const judge = this.#judgeOf(action);
    const { pair } = judge;
    if (!pair) throw new Error(`The judge ${judge.name} compares no candidates.`);
    const comparing = {
      judge: { ...judge, pair },
      question: this.#question,
      candidates: this.#setup.candidates,
      generatorOf: (by: Judge, prompt: JudgingPrompt) => this.#generatorOf(by, prompt),
      first: this.#isTurned(action, judge) ? 'right' : 'left',
    } as const;
    return offerComparison(comparing, action, available);
  }

  async #vote(
    { candidate: id, votes }: JudgeAction,
    { judge, exhibit, generator, allowance: { worst, maxTokens } }: Voting,
    call: Call,
  ): Promise<Result> {
    const { candidates } = this.#setup;
    const reserve = new JudgingReserve(call, worst);
    for (let vote = 0; vote < votes; vote++) {
      if (vote > 0 && !reserve.makeRoom(worst)) break;
      const said = await saidBy(generator, judge, maxTokens, reserve.call);
      const read = 'text' in said ? judge.point.read(said.text) : { critique: said.refused };
      candidates.judged(id, this.#withVote(candidates.candidate(id).reward, judge, exhibit, read));
    }
    const { reward } = candidates.candidate(id);
    if (!reward) throw new RangeError(`A judge was asked for ${votes} votes; ask for at least one.`);
    return { type: 'judged', candidate: id, reward };
  }

  #withVote(reward: Reward | undefined, judge: Judge, exhibit: CleanExhibit, vote: Vote): Reward {
    const { metaReward = all => all } = judge;
    const votes = metaReward([...votesBy(reward, judge.name), vote]);
    const counted = votes.map(one => withoutApproval(one, exhibit));
    return withVotes(reward, judge.name, counted, this.#setup.models);
  }

  #judgeOf({ by }: JudgeAction | CompareAction): Judge {
    const judge = by === undefined ? undefined : this.#setup.judges[by];
    if (!judge)
      throw new Error(`There is no judge "${by}"; there are ${Object.keys(this.#setup.judges).join(', ')}.`);
    return judge;
  }

  #generatorOf(judge: Judge, { messages, name, schema }: JudgingPrompt): Generator {
    const key = `${name} by ${judge.name} ${digest(JSON.stringify(messages))}`;
    const known = this.#generators.get(key);
    if (known) return known;
    const { generator } = this.#setup;
    const held = schemaFor(generator.can, schema);
    const made = generator.forPrompt(messages, key, {
      maxTokens: judge.maxTokens[this.#question.style],
      stopAtFence: false,
      laws: false,
      ...(held && { schema: held }),
    });
    this.#generators.set(key, made);
    return made;
  }

  /** By chance, anew for each comparison of a pair. */
  #isTurned({ left, right }: CompareAction, { name }: Judge): boolean {
    const pair = `${[left, right].sort().join(' ')} by ${name}`;
    const before = this.#compared.get(pair) ?? 0;
    this.#compared.set(pair, before + 1);
    return this.#setup.random.fork(`${pair} ${before}`).below(2) === 1;
  }
}

type Voting = {
  readonly judge: JudgeOfPoints;
  readonly exhibit: CleanExhibit;
  readonly generator: Generator;
  readonly allowance: Allowance;
};

function votesOnPoints(judge: Judge): judge is JudgeOfPoints {
  return judge.point !== undefined;
}

/** Generated tests are told once, by the votes that wrote them: what judges say of a candidate leaves them out. */
function withoutTests(offer: Offer): Offer {
  if (offer.type === 'refused') return offer;
  const perform: typeof offer.perform = async (id, call) => {
    const result = await offer.perform(id, call);
    if (result.type !== 'judged') return result;
    const evidence = result.reward.evidence.filter(({ type }) => type !== 'generated-tests');
    return { ...result, reward: { ...result.reward, evidence } };
  };
  return { ...offer, perform };
}
