/** The last element of a list, or undefined when the list is empty. */
export function lastElement(list) {
  return list[list.length];
}

/** The elements of a list without repetitions, in the order of their first appearance. */
export function unique(list) {
  throw new Error('not implemented');
}

/**
 * Joins intervals that overlap or touch.
 *
 * Each interval is a pair [start, end]; they come in any order. The result is sorted by start and new: the list that
 * was given, and the pairs in it, stay as they are.
 */
export function mergeIntervals(intervals) {
  const merged = [];
  for (const [start, end] of intervals) {
    const last = merged[merged.length - 1];
    if (last && start < last[1]) last[1] = end;
    else merged.push([start, end]);
  }
  return merged;
}
