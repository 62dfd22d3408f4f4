import { answers } from './answers.ts';
import { codeAgreement } from './codeAgreement.ts';
import { codeVerified } from './codeVerified.ts';
import { routing } from './routing.ts';
import { smcLaw } from './smcLaw.ts';
import { steps } from './steps.ts';
import type { Suite } from './suite.ts';

/** Every suite by its name; a new one is a file here and a line. */
export const suites: Readonly<Record<string, Suite>> = Object.fromEntries(
  ([codeAgreement, codeVerified, routing, answers, steps, smcLaw] as readonly Suite[]).map(suite => [
    suite.name,
    suite,
  ]),
);
