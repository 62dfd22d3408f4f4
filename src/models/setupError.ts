export type SetupProblem =
  /** A file or an id that does not exist. */
  | 'missing'
  | 'not-a-model'
  | 'unreachable'
  /** A download that is not what it should be. */
  | 'wrong-hash'
  | 'no-space'
  /** A program that is needed is not installed. */
  | 'no-tool'
  | 'failed';

/** Why a model file or the embedded runtime could not be made ready. `action` says what the person can do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly problem: SetupProblem;
  readonly action: string;

  constructor(problem: SetupProblem, message: string, action: string, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
    this.action = action;
  }
}

/** What a failed write means to a person: a full disk, or a folder that cannot be written. */
export function writeFailure(error: NodeJS.ErrnoException, dir: string): SetupError {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    const action = 'Free some space, or set PONDER_MODELS_DIR to a folder on another disk.';
    return new SetupError('no-space', `There is no space left on the disk of ${dir}.`, action, error);
  }
  const action = 'Make the folder writable, or set PONDER_MODELS_DIR to another one.';
  return new SetupError('failed', `${dir} cannot be written: ${error.message}.`, action, error);
}
