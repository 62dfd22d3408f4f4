import type { Call } from './call.ts';
import { addCosts, type Cost, zeroCost } from './cost.ts';

/** A call that also remembers what was charged through it. */
export function meter(call: Call): { readonly call: Call; spent(): Cost } {
  let sum = zeroCost;
  const charge = (used: Cost) => {
    sum = addCosts(sum, used);
    call.charge(used);
  };
  return { call: { signal: call.signal, charge, extend: more => call.extend(more) }, spent: () => sum };
}
