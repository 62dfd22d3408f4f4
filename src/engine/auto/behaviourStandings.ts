import type { Agreement } from '../agreement.ts';
import type { Sampled } from '../behaviours.ts';
import type { Candidate } from '../candidate.ts';
import type { Standing } from './answerBelief.ts';
import type { StandsFor } from './judgeOffers.ts';

/** The behaviours of a run, before judges were heard. */
export type BehaviourStandings = {
  /** One for each behaviour that gave a value; the chosen one first. */
  readonly standings: readonly Standing[];
  readonly standsFor: StandsFor;
};

type Top = { readonly place: number; readonly score: number };

/** A rival weighs less by its score, as tests trust it. */
const sharpness = 2;

/**
 * P(right) of each behaviour: the chosen one has the quality of the choice, the others less by how far their scores are
 * behind, together at most what is left. The candidate that stands for one is its best, without type errors where one is.
 */
export function standingsOf(
  { live, scores, chosen, quality }: Agreement,
  sampled: readonly Sampled[],
  candidates: readonly Candidate[],
): BehaviourStandings {
  const behaviourAt = (place: number) => sampled[place]?.behaviour ?? '';
  const tops = new Map<string, Top>();
  for (const [row, place] of live.entries()) {
    const score = scores[row] ?? 0;
    const top = tops.get(behaviourAt(place));
    if (place === chosen || !top || (top.place !== chosen && score > top.score))
      tops.set(behaviourAt(place), { place, score });
  }
  const best = chosen === undefined ? undefined : tops.get(behaviourAt(chosen));
  if (!best) return { standings: [], standsFor: id => id };
  const standing = ({ place, score }: Top, scale: number): Standing => ({
    candidate: soundest(place, candidates, other => behaviourAt(other) === behaviourAt(place)),
    chance: quality * scale * Math.exp(-sharpness * Math.max(0, best.score - score)),
  });
  const rivals = [...tops.values()].filter(top => top !== best);
  const mass = rivals.reduce((sum, top) => sum + standing(top, 1).chance, 0);
  const scale = mass > 1 - quality ? (1 - quality) / mass : 1;
  const standings = [standing(best, 1), ...rivals.map(top => standing(top, scale))];
  const ids = new Map(
    [best, ...rivals].map(({ place }, at) => [behaviourAt(place), standings[at]?.candidate]),
  );
  const behaviours = new Map(candidates.map(({ id }, place) => [id, behaviourAt(place)]));
  return { standings, standsFor: id => ids.get(behaviours.get(id) ?? '') ?? id };
}

/** The candidate at a place, or the first that behaves like it where it alone has type errors. */
function soundest(
  place: number,
  candidates: readonly Candidate[],
  behavesAlike: (place: number) => boolean,
): string {
  const at = candidates[place];
  if (!at || !hasErrors(at)) return at?.id ?? '';
  return (candidates.find((one, other) => !hasErrors(one) && behavesAlike(other)) ?? at).id;
}

function hasErrors({ reward }: Candidate): boolean {
  return (reward?.evidence ?? []).some(
    each => each.type === 'diagnostics' && each.problems.some(({ severity }) => severity === 'error'),
  );
}
