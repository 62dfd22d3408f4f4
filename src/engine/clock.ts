/** Time, handed in: the engine has none of its own. */
export interface Clock {
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Calls back once after so many milliseconds; the result cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}
