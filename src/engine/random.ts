/** Seeded chance. */
export interface Random {
  /** Uniform on [0, 1). */
  next(): number;
  /** Uniform on 0 .. bound - 1. */
  below(bound: number): number;
  /** An independent generator for a named purpose; the same name gives the same one. */
  fork(name: string): Random;
}

/** A generator that is a function of its seed alone (sfc32 by Chris Doty-Humphrey, seeded through a 32-bit mix). */
export function seededRandom(seed: number | string): Random {
  let state = hash(String(seed));
  const word = () => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state);
  };
  let [a, b, c, counter] = [word(), word(), word(), 1];
  const next32 = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next32();
  return {
    next: () => next32() / 4_294_967_296,
    below: bound => Math.floor((next32() / 4_294_967_296) * bound),
    fork: name => seededRandom(`${seed}/${name}`),
  };
}

function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) | 0;
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}
