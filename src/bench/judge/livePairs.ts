import type { Candidate } from '../../engine/candidate.ts';
import { zeroCost } from '../../engine/cost.ts';
import {
  type CleanExhibit,
  exhibitOf,
  withoutAdvantage,
  withoutApproval,
} from '../../engine/judging/exhibits/exhibit.ts';
import type { Judge, Preference, Question } from '../../engine/judging/judge.ts';
import type { LanguageModel } from '../../engine/languageModel.ts';
import { type Random, seededRandom } from '../../engine/random.ts';
import type { Task } from '../../engine/task.ts';
import { LiveJudge } from './liveJudge.ts';
import type { LiveFigures } from './liveMeter.ts';
import { type BothOrders, type PairRecord, type PairSet, pairSetOf } from './pairSet.ts';
import { type PairVerdict, turned } from './pairVerdict.ts';
import type { PairText } from './readPairTexts.ts';

export type LiveSetup = {
  readonly judge: Judge;
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
  /** A line for whoever waits. */
  readonly progress: (line: string) => void;
};

/** Verdicts of a live judge, and what they cost. */
export type LiveVerdicts = {
  readonly set: PairSet;
  readonly figures: LiveFigures & { readonly pairs: number };
};

/** Asks about every pair in both orders; a judge of single answers votes on both, once for each order. */
export async function livePairs(texts: readonly PairText[], setup: LiveSetup): Promise<LiveVerdicts> {
  const asker = new Asker(setup);
  const records: PairRecord[] = [];
  for (const [place, { pair, label, ...text }] of texts.entries()) {
    const verdicts = await asker.verdicts(text, seededRandom(`live/${pair}`));
    records.push({ pair, judge: setup.judge.name, prompt: 'live', label, verdicts });
    setup.progress(`pair ${place + 1} of ${texts.length}: ${verdicts.join(', ')}; right is ${label}`);
  }
  const figures = { ...asker.live.figures(), pairs: texts.length };
  return { set: pairSetOf('live', records), figures };
}

class Asker {
  readonly #setup: LiveSetup;
  readonly live: LiveJudge;

  constructor(setup: LiveSetup) {
    this.#setup = setup;
    this.live = new LiveJudge(setup);
  }

  async verdicts(text: Omit<PairText, 'pair' | 'label'>, random: Random): Promise<BothOrders> {
    const { judge, model } = this.#setup;
    const task: Task = { type: 'prompt', text: text.question };
    const question: Question = { task, style: model.can.promptStyle };
    const [A, B] = [exhibitOf(candidateOf('A', text.A), task), exhibitOf(candidateOf('B', text.B), task)];
    const { pair, point } = judge;
    if (pair) {
      const asked = async (first: CleanExhibit, second: CleanExhibit) => {
        const reply = await this.live.reply(pair.prompt(question, first, second), pair.schema, {
          seed: random.below(2 ** 31),
        });
        return reply === undefined ? 'none' : verdictOf(withoutAdvantage(pair.read(reply), first, second));
      };
      return [await asked(A, B), turned(await asked(B, A))];
    }
    if (!point) throw new RangeError(`The judge ${judge.name} compares no answers.`);
    const scored = async (exhibit: CleanExhibit) => {
      const reply = await this.live.reply(point.prompt(question, exhibit), point.schema, {
        seed: random.below(2 ** 31),
      });
      if (reply === undefined) return undefined;
      const { value, dropped } = withoutApproval(point.read(reply), exhibit);
      return dropped === undefined ? value : undefined;
    };
    return [higher(await scored(A), await scored(B)), higher(await scored(A), await scored(B))];
  }
}

function candidateOf(id: string, text: string): Candidate {
  return { id, arm: 'recorded', text, behaviour: id, cost: zeroCost };
}

function verdictOf({ preferred }: Preference): PairVerdict {
  return preferred === undefined ? 'none' : preferred === 'tie' ? 'tie' : preferred === 'first' ? 'A' : 'B';
}

function higher(A: number | undefined, B: number | undefined): PairVerdict {
  if (A === undefined || B === undefined) return 'none';
  return A > B ? 'A' : A < B ? 'B' : 'tie';
}
