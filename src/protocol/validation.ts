import type { PanelMessage } from './fromPanel.ts';
import type { HostMessage } from './toPanel.ts';

type PanelField = 'run' | 'candidate' | 'by' | 'call' | 'expected';

const panelFields: Readonly<Record<PanelMessage['type'], readonly PanelField[]>> = {
  ready: [],
  solve: [],
  openPlayground: [],
  chooseModel: [],
  stop: ['run'],
  chooseRun: ['run'],
  openTrace: ['run'],
  showDiff: ['run', 'candidate'],
  accept: ['run', 'candidate'],
  judge: ['run', 'candidate', 'by'],
  expect: ['run', 'call', 'expected'],
  createTest: ['run', 'call'],
};

/** True for a message a panel may send: known type, exactly its fields, all of them text of a sensible length. */
export function isPanelMessage(data: unknown): data is PanelMessage {
  if (!isRecord(data) || typeof data.type !== 'string' || !Object.hasOwn(panelFields, data.type))
    return false;
  const fields: readonly string[] = panelFields[data.type as PanelMessage['type']];
  const isName = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 200;
  return Object.keys(data).length === fields.length + 1 && fields.every(field => isName(data[field]));
}

/** True for a message of the host; checks its frame, as the view inside comes from the same program. */
export function isHostMessage(data: unknown): data is HostMessage {
  if (!isRecord(data) || !Number.isSafeInteger(data.seq)) return false;
  if (data.type === 'reveal') return typeof data.candidate === 'string';
  if (data.type === 'delta') return isRecord(data.patch) && isRecord(data.patch.set) && hasLists(data.patch);
  if (data.type !== 'snapshot' || !Array.isArray(data.runs) || typeof data.readOnly !== 'boolean')
    return false;
  return data.view === undefined || (isRecord(data.view) && hasLists(data.view));
}

function hasLists(data: Record<string, unknown>): boolean {
  return [data.candidates, data.decisions, data.actions].every(Array.isArray);
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null;
}
