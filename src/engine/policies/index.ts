import type { PolicyFactory } from '../policy.ts';
import { auto } from './auto.ts';
import { uniform } from './uniform.ts';

/** Every policy by its name; a new one is a file here and a line. */
export const policies: Readonly<Record<string, PolicyFactory>> = Object.fromEntries(
  [auto, uniform].map(factory => [factory.name, factory]),
);

export const defaultPolicy = auto.name;
