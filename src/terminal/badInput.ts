/** What the person gave cannot be worked with: printed as it is, exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

export const exitCodes = { verified: 0, notVerified: 1, badInput: 2, cancelled: 130 } as const;
