/** "1 attempt", "3 attempts"; with a plural of its own "2 replies". */
export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}
