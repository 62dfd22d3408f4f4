import type { Recorded, RecordedRequest } from './recordingFile.ts';

/** The recorded draw that is most like what was asked for: the prompt first, then the settings, then the sample. */
export function nearestOf(
  all: readonly Recorded[],
  asked: RecordedRequest,
  sample: number,
): Recorded | undefined {
  let nearest: Recorded | undefined;
  let best = -1;
  for (const recorded of all) {
    const likeness = likenessOf(recorded, asked, sample);
    if (likeness > best) [nearest, best] = [recorded, likeness];
  }
  return nearest;
}

function likenessOf({ request, sample }: Recorded, asked: RecordedRequest, askedSample: number): number {
  const [left, right] = [promptText(request), promptText(asked)];
  const longer = Math.max(left.length, right.length, 1);
  const shared = Math.min(commonPrefix(left, right) + commonSuffix(left, right), longer);
  const settings = settingNames.filter(name => settingOf(request, name) === settingOf(asked, name)).length;
  return 1000 * (shared / longer) + 10 * settings + 1 / (1 + Math.abs(sample - askedSample));
}

const settingNames = ['maxTokens', 'temperature', 'stopAtFence', 'stop', 'continues'] as const;

function settingOf(request: RecordedRequest, name: (typeof settingNames)[number]): string {
  const value = request[name];
  return value === undefined ? 'none' : JSON.stringify(value);
}

/** What differs between a recorded draw and what was asked for, in words for a person. */
export function differenceOf(recorded: Recorded, asked: RecordedRequest, sample: number): string {
  const parts = settingNames
    .map(name => ({ name, left: settingOf(recorded.request, name), right: settingOf(asked, name) }))
    .filter(({ left, right }) => left !== right)
    .map(({ name, left, right }) => `${name} ${left} is recorded, ${right} was asked for`);
  if (recorded.sample !== sample)
    parts.push(`sample ${recorded.sample} is recorded, ${sample} was asked for`);
  const [left, right] = [promptText(recorded.request), promptText(asked)];
  if (left !== right) parts.unshift(promptDifference(left, right));
  return `${parts.join('; ')}.`;
}

function promptDifference(left: string, right: string): string {
  const at = commonPrefix(left, right);
  const line = right.slice(0, at).split('\n').length;
  return `the prompt from its line ${line}, "${excerpt(left, at)}" is recorded, "${excerpt(right, at)}" was asked for`;
}

function excerpt(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 30);
  return text
    .slice(start, at + 50)
    .replace(/\s+/g, ' ')
    .trim();
}

function promptText({ messages }: RecordedRequest): string {
  return messages.map(({ role, content }) => `${role}: ${content}`).join('\n');
}

function commonPrefix(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

function commonSuffix(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left.at(-1 - length) === right.at(-1 - length)) length += 1;
  return length;
}
