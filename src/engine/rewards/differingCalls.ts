import { failedOutput } from '../behaviours.ts';
import type { Candidate, CandidateId } from '../candidate.ts';
import { readLiteral } from '../probes/readLiteral.ts';
import { plainText } from '../probes/writtenProbe.ts';
import type { Evidence, GeneratedTest } from '../reward.ts';
import type { Language } from '../task.ts';
import { canonicalText } from './canonicalText.ts';

/** A call as code, and what came of it in each candidate that was run on it, as a person reads it. */
export type DifferingCall = {
  readonly call: string;
  readonly outputs: Readonly<Record<CandidateId, string>>;
};

/** What a candidate gave on the calls that it was run on. */
export type CallOutputs = {
  readonly id: CandidateId;
  readonly probes?: Pick<Extract<Evidence, { type: 'probes' }>, 'outputs' | 'written'> | undefined;
  readonly tests: readonly Pick<GeneratedTest, 'call' | 'outputs' | 'written'>[];
};

/** As the evidence of a candidate tells. */
export function outputsOf({ id, reward }: Candidate): CallOutputs {
  const evidence = reward?.evidence ?? [];
  return {
    id,
    probes: evidence.find(one => one.type === 'probes'),
    tests: evidence.flatMap(one => (one.type === 'generated-tests' ? one.tests : [])),
  };
}

/** What a call gave in a candidate: a number to compare by, and a text to show. */
type Given = { readonly number: number; readonly text: string };

/**
 * The calls on which two candidates gave different values, the shortest first.
 * Calls or outputs that are too long to be shown whole are left out, and so is what failed in either.
 */
export function differingCalls(left: CallOutputs, right: CallOutputs): readonly DifferingCall[] {
  const [ofLeft, ofRight] = [givenBy(left), givenBy(right)];
  return [...ofLeft]
    .flatMap(([call, one]): readonly DifferingCall[] => {
      const other = ofRight.get(call);
      if (!other || one.number === other.number) return [];
      if ([call, one.text, other.text].some(isShortened)) return [];
      if (one.number === failedOutput || other.number === failedOutput) return [];
      return [{ call, outputs: { [left.id]: one.text, [right.id]: other.text } }];
    })
    .toSorted((one, other) => one.call.length - other.call.length);
}

/**
 * Which candidates were run on a call, and which of them gave what is expected of it: a literal of the language, or the
 * text that a person is shown for an output.
 */
export function meets(
  { call, expected }: { readonly call: string; readonly expected: string },
  candidates: readonly CallOutputs[],
  language: Language,
): { readonly ran: readonly CandidateId[]; readonly passes: readonly CandidateId[] } {
  const wanted = wantedTexts(expected, language);
  const given = candidates.flatMap(candidate => {
    const output = givenBy(candidate).get(call);
    return output ? [{ id: candidate.id, text: output.text }] : [];
  });
  const passes = given.filter(({ text }) => wanted.has(text));
  return { ran: given.map(({ id }) => id), passes: passes.map(({ id }) => id) };
}

const nothings: ReadonlySet<string> = new Set(['None', 'null', 'undefined']);

function wantedTexts(expected: string, language: Language): ReadonlySet<string> {
  const written = expected.trim();
  if (nothings.has(written)) return nothings;
  const value = readLiteral(written);
  const canonical = value && canonicalText(value, language);
  return new Set(canonical === undefined ? [written] : [written, plainText(canonical)]);
}

function givenBy({ id, probes, tests }: CallOutputs): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const [at, { call, output }] of (probes?.written ?? []).entries()) {
    given.set(call, { number: probes?.outputs[at] ?? failedOutput, text: output });
  }
  for (const { call, outputs, written } of tests) {
    const [number, text] = [outputs[id], written?.[id]];
    if (number !== undefined && text !== undefined) given.set(call, { number, text });
  }
  return given;
}

function isShortened(text: string): boolean {
  return text.endsWith('...');
}
