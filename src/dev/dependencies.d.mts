/** Runs npm in a folder with its output shown; rejects with what it said and what to do. */
export function npm(args: readonly string[], folder: string): Promise<void>;
/** Why node_modules does not hold what package-lock.json asks for, or undefined when it does. */
export function missingDependency(folder?: string): string | undefined;
