import { judges } from '../../engine/judges/index.ts';
import { shuffled } from '../../engine/probes/shuffled.ts';
import { seededRandom } from '../../engine/random.ts';
import { BadOption } from '../../runConfig.ts';
import { type JudgeRequest, type JudgeResult, type JudgeSuite, missingNotes } from './judgeSuite.ts';
import { liveNote } from './liveMeter.ts';
import { livePairs } from './livePairs.ts';
import { type Measured, measuredSet } from './measuredPairs.ts';
import { notesOf, pairNotes } from './pairNotes.ts';
import type { PairSet } from './pairSet.ts';
import { readPairSets } from './readPairs.ts';
import { readPairTexts } from './readPairTexts.ts';

/** Which of two answers is better, by recorded verdicts of real judges in both orders, or by a live judge. */
export const pairs: JudgeSuite = {
  name: 'pairs',
  summary: 'Which of two is better: verdicts in both orders, votes, ensembles, learnt weights.',
  run: runPairs,
};

async function runPairs(request: JudgeRequest): Promise<JudgeResult> {
  const { data, judge } = request;
  const sets = named(await readPairSets(data));
  const known = [...sets.flatMap(set => set.judges.map(({ name }) => name)), 'inverted', 'constant'];
  if (judge === undefined || known.includes(judge)) return await resultOf(sets, request);
  const live = Object.values(judges).find(({ name, pair, point }) => name === judge && (pair ?? point));
  if (live) return await runLive(request, live);
  throw new BadOption(
    `There is no judge "${judge}" in ${data}. Choose among: ${known.join(', ')}; or live among: ${liveNames().join(', ')}.`,
  );
}

function liveNames(): readonly string[] {
  return Object.values(judges).flatMap(({ name, pair, point }) => ((pair ?? point) ? [name] : []));
}

type LiveJudge = (typeof judges)[string];

async function runLive(request: JudgeRequest, judge: LiveJudge): Promise<JudgeResult> {
  const { data, items, signal, progress } = request;
  const texts = shuffled(seededRandom('live'), await readPairTexts(data)).slice(0, items);
  const { model, dispose } = await request.open();
  try {
    const { set, figures } = await livePairs(texts, { judge, model, signal, progress });
    const result = await resultOf([set], request);
    return {
      ...result,
      figures: { ...result.figures, live: figures },
      notes: [...result.notes, liveNote(figures)],
    };
  } finally {
    await dispose();
  }
}

async function resultOf(
  sets: readonly PairSet[],
  { data, judge, seeds, signal }: JudgeRequest,
): Promise<JudgeResult> {
  const measured: Measured[] = [];
  for (const set of sets) {
    measured.push(await measuredSet(set, judge, seeds, signal, sets.length > 1 ? `${set.name}/` : ''));
  }
  const rows = measured.flatMap(one => one.rows);
  const bySet = <Figure>(of: (one: Measured) => Figure) =>
    Object.fromEntries(measured.map(one => [one.name, of(one)]));
  return {
    suite: 'pairs',
    data,
    items: sets.reduce((sum, { labels }) => sum + labels.length, 0),
    rows,
    figures: {
      pairs: bySet(one => one.pairs),
      asked: measured.flatMap(one => one.asked),
      inverted: bySet(one => one.best),
      malformed: bySet(one => one.malformed),
      comparisons: measured.flatMap(one => one.comparisons),
      product: measured.flatMap(one => one.product),
      ece: measured.flatMap(one => one.eces),
      eceMeans: measured.flatMap(one => one.eceMeans),
    },
    notes: [...pairNotes, ...measured.flatMap(notesOf), ...missingNotes(rows)],
  };
}

/** Where there are several sets, judges carry the name of theirs. */
function named(sets: readonly PairSet[]): readonly PairSet[] {
  if (sets.length < 2) return sets;
  return sets.map(set => ({
    ...set,
    judges: set.judges.map(one => ({ ...one, name: `${set.name}/${one.name}` })),
  }));
}
