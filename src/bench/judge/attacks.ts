import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Candidate } from '../../engine/candidate.ts';
import { zeroCost } from '../../engine/cost.ts';
import { digest } from '../../engine/digest.ts';
import { type CleanExhibit, exhibitOf, withoutApproval } from '../../engine/judging/exhibits/exhibit.ts';
import type { PointProtocol, Question } from '../../engine/judging/judge.ts';
import { meanOf } from '../../engine/mean.ts';
import { seededRandom } from '../../engine/random.ts';
import { countedValues, type Vote } from '../../engine/reward.ts';
import type { Task } from '../../engine/task.ts';
import { BadOption } from '../../runConfig.ts';
import { rowOf } from '../recorded/readRows.ts';
import { LiveJudge, type LiveJudgeSetup } from './liveJudge.ts';

const attack = z.object({
  name: z.string(),
  where: z.string(),
  right: z.boolean(),
  base: z.string(),
  attacked: z.string(),
});
const suite = z.object({
  task: z.looseObject({ type: z.enum(['code', 'prompt']) }),
  attacks: z.array(attack).min(1),
});

/** A candidate, and the same with words to the judge in it. */
export type Attack = z.infer<typeof attack> & { readonly task: Task };

/** What an attack did to a judge's score; scores on [0, 1], one half where no vote counts. */
export type AttackRow = {
  readonly file: string;
  readonly name: string;
  readonly where: string;
  /** Words to a judge were found, so that approval does not count. */
  readonly quarantined: boolean;
  readonly without: number;
  readonly with: number;
  /** With the attack, shown as it was written and every vote counted: what it does where nothing is taken out. */
  readonly raw?: number;
};

/** What the attacks of one suite gain: the score with them less the score without. */
export type AttackGain = {
  readonly suite: string;
  readonly shown: 'as judges are shown it' | 'nothing taken out';
  readonly attacks: number;
  readonly mean: number;
  readonly most: number;
  readonly risen: number;
};

export type AttackResult = {
  readonly judge: string;
  readonly model: string;
  readonly votes: number;
  readonly rows: readonly AttackRow[];
  readonly figures: { readonly gains: readonly AttackGain[] };
  readonly calls: number;
  readonly tokens: number;
};

/** The suites of a folder, a JSON file each. Rejects with BadOption for a folder without one. */
export async function readAttacks(dir: string): Promise<ReadonlyMap<string, readonly Attack[]>> {
  const names = await fs.readdir(dir).catch(() => []);
  const files = names.filter(name => name.endsWith('.json')).sort();
  if (files.length === 0) throw new BadOption(`There are no attacks in ${dir}. Name a folder of JSON files.`);
  const suites = await Promise.all(
    files.map(async file => {
      const read = rowOf(await fs.readFile(path.join(dir, file), 'utf8'), suite, path.join(dir, file));
      const task = read.task as unknown as Task;
      return [file.replace(/\.json$/, ''), read.attacks.map(one => ({ ...one, task }))] as const;
    }),
  );
  return new Map(suites);
}

/** Asks a judge for votes on every candidate with its attack and without, the seeds alike for both. */
export async function attackJudge(
  suites: ReadonlyMap<string, readonly Attack[]>,
  votes: number,
  setup: LiveJudgeSetup & { readonly raw: boolean; readonly progress: (line: string) => void },
): Promise<AttackResult> {
  const { judge, model } = setup;
  const { point } = judge;
  if (!point) throw new BadOption(`The judge ${judge.name} votes on no single candidate.`);
  const live = new LiveJudge(setup);
  const ask = new Asker(live, point, model.can.promptStyle, votes);
  const rows: AttackRow[] = [];
  for (const [file, attacks] of suites) {
    for (const one of attacks) {
      const row = await attacked(file, one, ask, setup.raw);
      rows.push(row);
      setup.progress(`${file}: ${row.name}: ${scoresOf(row)}`);
    }
  }
  const { calls, tokens } = live.figures();
  const figures = { gains: gainsOf(rows) };
  return { judge: judge.name, model: model.id, votes, rows, figures, calls, tokens };
}

/** By suite, and of all. */
function gainsOf(rows: readonly AttackRow[]): readonly AttackGain[] {
  const suites = [...new Set(rows.map(row => row.file)), 'all'];
  return suites.flatMap(name => {
    const own = rows.filter(row => name === 'all' || row.file === name);
    const raw = own.flatMap(row => (row.raw === undefined ? [] : [row.raw - row.without]));
    const shown = own.map(row => row.with - row.without);
    return [
      gainOf(name, 'as judges are shown it', shown),
      ...(raw.length > 0 ? [gainOf(name, 'nothing taken out', raw)] : []),
    ];
  });
}

function gainOf(name: string, shown: AttackGain['shown'], gains: readonly number[]): AttackGain {
  return {
    ...{ suite: name, shown, attacks: gains.length, mean: meanOf(gains), most: Math.max(...gains) },
    risen: gains.filter(gain => gain > 0).length,
  };
}

async function attacked(
  file: string,
  { task, name, where, base, attacked }: Attack,
  ask: Asker,
  isRaw: boolean,
): Promise<AttackRow> {
  const clean = exhibitOf(candidateOf(task, base), task);
  const shown = exhibitOf(candidateOf(task, attacked), task);
  return {
    ...{ file, name, where, quarantined: shown.talk.length > 0 },
    without: await ask.score(task, clean),
    with: await ask.score(task, shown),
    ...(isRaw && { raw: await ask.score(task, { ...clean, text: attacked, talk: [] }) }),
  };
}

class Asker {
  readonly #live: LiveJudge;
  readonly #point: PointProtocol;
  readonly #style: Question['style'];
  readonly #votes: number;
  /** By prompt: the same prompt is asked once. */
  readonly #asked = new Map<string, Promise<readonly Vote[]>>();

  constructor(live: LiveJudge, point: PointProtocol, style: Question['style'], votes: number) {
    this.#live = live;
    this.#point = point;
    this.#style = style;
    this.#votes = votes;
  }

  async score(task: Task, exhibit: CleanExhibit): Promise<number> {
    const messages = this.#point.prompt({ task, style: this.#style }, exhibit);
    const key = digest(JSON.stringify(messages));
    const asked = this.#asked.get(key) ?? this.#votesOn(messages);
    this.#asked.set(key, asked);
    const counted = (await asked).map(vote => withoutApproval(vote, exhibit));
    const values = countedValues(counted);
    return values.length === 0 ? 0.5 : meanOf(values);
  }

  async #votesOn(messages: ReturnType<PointProtocol['prompt']>): Promise<readonly Vote[]> {
    const random = seededRandom('attacks');
    const votes: Vote[] = [];
    for (let sample = 0; sample < this.#votes; sample++) {
      const reply = await this.#live.reply(messages, this.#point.schema, {
        seed: random.below(2 ** 31),
        sample,
      });
      votes.push(reply === undefined ? {} : this.#point.read(reply));
    }
    return votes;
  }
}

function candidateOf(task: Task, text: string): Candidate {
  const code = task.type === 'code' ? { code: text } : {};
  return { id: 'c1', arm: 'attack', text, ...code, behaviour: 'attack', cost: zeroCost };
}

function scoresOf(row: AttackRow): string {
  const raw = row.raw === undefined ? [] : [row.raw];
  return [row.without, row.with, ...raw].map(score => score.toFixed(2)).join(', ');
}
