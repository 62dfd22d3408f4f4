import { withMetaReward } from '../judging/asking/metaReward.ts';
import {
  ownLines,
  readJson,
  readScore,
  reasonsOf,
  scoreOf,
  scoreSchema,
} from '../judging/asking/readVerdict.ts';
import type { Exhibit, Judge, Preference, Question } from '../judging/judge.ts';
import type { Principle, Vote } from '../reward.ts';
import { examplesFor, turns } from './examples.ts';
import { guarded, messagesOf, shownExhibits, shownTask } from './shown.ts';

const scale = { lowest: 1, highest: 10 } as const;

/** A principle as it was written, with what each answer scored by it. */
type Scored = {
  readonly name: string;
  readonly weight: number;
  readonly scores: readonly number[];
  readonly critique?: string;
};

/**
 * Principles with weights written for this task, a critique by each, whole scores from 1 to 10 (DeepSeek-GRM by SPCT, Liu
 * et al. 2025). A vote is the weighted mean of its scores, so that many votes tell finer differences than one.
 */
export const principles: Judge = {
  name: 'principles',
  summary:
    'Writes weighted principles for the task, criticises by each, and scores 1 to 10; a meta reward filters votes.',
  temperature: 0.5,
  maxTokens: { small: 200, large: 3072 },
  metaReward: withMetaReward,
  point: {
    schema: schemaOf(['score']),
    prompt(question, exhibit) {
      const answer = shownExhibits(question, [['the answer', exhibit]]);
      return messagesOf(question, {
        system: `You judge an answer to a task by principles that you write for this task. ${guarded.before}`,
        user: [
          `Task:\n${shownTask(question)}`,
          answer,
          writing,
          guarded.biases,
          'End with one line for each principle and nothing after them, where weights are whole numbers and scores whole numbers from 1 (fails it) to 10 (meets it fully):\n- NAME (weight 3): 4/10 - why',
        ],
        small: smallPoint(question, exhibit),
        examples: pointExamples(question),
      });
    },
    read: readPoint,
  },
  pair: {
    schema: schemaOf(['scoreA', 'scoreB']),
    prompt(question, first, second) {
      const answers = shownExhibits(question, [
        ['Answer A', first],
        ['Answer B', second],
      ]);
      return messagesOf(question, {
        system: `You judge two answers to a task by principles that you write for this task. ${guarded.before}`,
        user: [
          `Task:\n${shownTask(question)}`,
          answers,
          writing,
          `Which answer stands first says nothing about it. ${guarded.biases}`,
          'End with one line for each principle and nothing after them, where weights are whole numbers and scores whole numbers from 1 (fails it) to 10 (meets it fully):\n- NAME (weight 3): A 4, B 6 - why',
        ],
        small: smallPair(question, first, second),
        examples: pairExamples(question),
      });
    },
    read: readPair,
  },
};

const writing =
  'First write two to five principles that decide what a good answer to this very task is, each with a weight; being right weighs most where there is a right answer. Then criticise by each of them in turn, with what the text says and what it should say.';

function smallPoint(question: Question, exhibit: Exhibit): readonly string[] {
  return [
    `Question: ${shownTask(question)}`,
    shownExhibits(question, [['the answer', exhibit]]),
    'Judge the answer by two principles, one a line: its name, its weight, a number from 1 (bad) to 10 (good), and a short reason.',
  ];
}

function pointExamples(question: Question) {
  const [first, second] = examplesFor(question);
  return turns([
    {
      asked: smallPoint(second.question, second.right),
      replied: `- Correct (weight 3): 10/10 - ${second.whyRight}\n- Short (weight 1): 9/10 - It says nothing else.`,
    },
    {
      asked: smallPoint(first.question, first.wrong),
      replied: `- Correct (weight 3): 1/10 - ${first.whyWrong}\n- Clear (weight 1): 8/10 - It is one plain sentence.`,
    },
  ]);
}

function smallPair(question: Question, first: Exhibit, second: Exhibit): readonly string[] {
  return [
    `Question: ${shownTask(question)}`,
    shownExhibits(question, [
      ['Answer A', first],
      ['Answer B', second],
    ]),
    'Judge both answers by two principles, one a line: its name, its weight, a number from 1 (bad) to 10 (good) for each, and a short reason.',
  ];
}

function pairExamples(question: Question) {
  const [first, second] = examplesFor(question);
  return turns([
    {
      asked: smallPair(second.question, second.wrong, second.right),
      replied: `- Correct (weight 3): A 1, B 10 - ${second.fact}\n- Short (weight 1): A 9, B 9 - Both say nothing else.`,
    },
    {
      asked: smallPair(first.question, first.right, first.wrong),
      replied: `- Correct (weight 3): A 10, B 1 - ${first.fact}\n- Clear (weight 1): A 8, B 8 - Both are one plain sentence.`,
    },
  ]);
}

function schemaOf(scores: readonly string[]) {
  const score = scoreSchema(scale);
  const principle = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      weight: score,
      critique: { type: 'string' },
      ...Object.fromEntries(scores.map(name => [name, score])),
    },
    required: ['name', 'weight', 'critique', ...scores],
    additionalProperties: false,
  };
  const properties = { principles: { type: 'array', minItems: 2, maxItems: 5, items: principle } };
  const schema = { type: 'object', properties, required: ['principles'], additionalProperties: false };
  return { name: 'principles', schema };
}

function readPoint(text: string): Vote {
  const scored = scoredIn(text, 1);
  const overall = readScore(text, scale);
  const value = meanOf(scored, 0) ?? (overall === undefined ? undefined : onUnit(overall));
  const critique = reasonsOf(text);
  const kept = scored.map(({ name, weight, scores: [score], critique: why }): Principle => {
    return {
      name,
      weight,
      ...(score !== undefined && { value: onUnit(score) }),
      ...(why && { critique: why }),
    };
  });
  return {
    ...(value !== undefined && { value }),
    ...(critique !== undefined && { critique }),
    ...(kept.length > 0 && { principles: kept }),
  };
}

/** The value of a principle is how far it puts the first ahead: the middle where it finds both alike. */
function readPair(text: string): Preference {
  const scored = scoredIn(text, 2);
  const critique = reasonsOf(text);
  const said = critique === undefined ? {} : { critique };
  const [first, second] = [meanOf(scored, 0), meanOf(scored, 1)];
  if (first === undefined || second === undefined) return said;
  const kept = scored.map(({ name, weight, scores: [a = 0, b = 0], critique: why }): Principle => {
    return { name, weight, value: (1 + onUnit(a) - onUnit(b)) / 2, ...(why && { critique: why }) };
  });
  const preferred = first === second ? 'tie' : first > second ? 'first' : 'second';
  return { ...said, preferred, principles: kept };
}

const onUnit = (score: number) => (score - scale.lowest) / (scale.highest - scale.lowest);

/** The weighted mean of the scores of one answer, on [0, 1]; undefined without any. */
function meanOf(scored: readonly Scored[], which: number): number | undefined {
  const weights = scored.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return undefined;
  return scored.reduce((sum, { weight, scores }) => sum + (weight / weights) * onUnit(scores[which] ?? 0), 0);
}

/**
 * The principles with as many scores as there are answers, each as it was written last; none at all where one of them has
 * no scores or one off the scale.
 */
function scoredIn(text: string, answers: 1 | 2): readonly Scored[] {
  const json = readJson(text);
  const items: readonly unknown[] = Array.isArray(json?.principles) ? json.principles : [];
  const entries = json ? items.map(ofJson(answers)) : ownLines(text).flatMap(ofLine(answers));
  const scored = [...new Map(entries).values()].filter(one => one !== undefined);
  const isWhole = scored.length === new Map(entries).size;
  return isWhole && scored.every(({ scores }) => scores.every(score => scoreOf(score, scale) !== undefined))
    ? scored
    : [];
}

/** A principle under its name; without what it scored where that cannot be read. */
type Entry = readonly [name: string, scored: Scored | undefined];

const ofJson =
  (answers: 1 | 2) =>
  (value: unknown): Entry => {
    const fields: Readonly<Record<string, unknown>> =
      typeof value === 'object' && value !== null ? { ...value } : {};
    const { name, weight, critique, score, scoreA, scoreB } = fields;
    const scores = (answers === 1 ? [score] : [scoreA, scoreB]).filter(one => typeof one === 'number');
    if (typeof name !== 'string' || scores.length < answers) return ['', undefined];
    const scored: Scored = {
      name,
      weight: typeof weight === 'number' && weight > 0 ? weight : 1,
      scores,
      ...(typeof critique === 'string' && { critique }),
    };
    return [name.toLowerCase(), scored];
  };

const head =
  /^\s*(?:[-*•]|\d+[.)])?\s*([\p{L}][^:(\n]{0,80}?)\s*\(\s*(?:weight\s*[:=]?\s*)?(\d+(?:\.\d+)?)\s*%?\s*\)\s*:\s*/iu;
/** A whole number that is no part of a longer one and no end of a range. */
const whole = String.raw`(-?\d+)(?![\d.]*\d|[-–]\d|\s*(?:to|or)\s*\d)(?:\s*\/\s*10)?`;
const tail = String.raw`[\s.:;,–—-]*(.*)$`;
const bodies = {
  1: new RegExp(`^(?:score\\s*[:=]?\\s*)?${whole}${tail}`, 'i'),
  2: new RegExp(
    `^(?:answer\\s*)?A\\s*[:=]?\\s*${whole}\\s*[,;]?\\s*(?:and\\s*)?(?:answer\\s*)?B\\s*[:=]?\\s*${whole}${tail}`,
    'i',
  ),
} as const;

const ofLine =
  (answers: 1 | 2) =>
  (line: string): readonly Entry[] => {
    const plain = line.replaceAll('**', '');
    const [written = '', name = '', weight] = head.exec(plain) ?? [];
    if (name === '') return [];
    const [, ...rest] = bodies[answers].exec(plain.slice(written.length)) ?? [];
    const key = name.toLowerCase();
    if (rest.length === 0 || Number(weight) <= 0) return [[key, undefined]];
    const critique = rest.at(-1)?.trim() ?? '';
    const scores = rest.slice(0, -1).map(Number);
    return [[key, { name, weight: Number(weight), scores, ...(critique !== '' && { critique }) }]];
  };
