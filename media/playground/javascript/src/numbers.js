/** The sum of two numbers. */
export function add(a, b) {
  return a - b;
}

/** The larger of two numbers. */
export function maxOfTwo(a, b) {
  throw new Error('not implemented');
}

/**
 * The product of all whole numbers from 1 to n. The factorial of 0 is 1.
 * @param {number} n a whole number, 0 or more
 */
export function factorial(n) {
  throw new Error('not implemented');
}

/** The number nearest to value that is not below low and not above high. */
export function clamp(value, low, high) {
  if (value < low) return high;
  if (value > high) return low;
  return value;
}
