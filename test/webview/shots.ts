import fs from 'node:fs';
import type { TraceEvent } from '../../src/engine/trace.ts';
import type { HostMessage } from '../../src/protocol.ts';
import { viewOf } from '../../src/view/runView.ts';
import { keptTrace, type ScenarioName, scenarios } from '../support/scenarios.ts';
import { byHand, judgedTrace, untestedTrace, withAfterwards } from '../view/judgedRuns.ts';
import { startPanelBrowser, type Theme } from './panelBrowser.ts';

/** What a person can meet in the panel, as messages of the host. */
export async function shownStates(): Promise<Readonly<Record<string, HostMessage>>> {
  const traces = Object.fromEntries(
    await Promise.all(
      Object.keys(scenarios).map(async name => [name, await keptTrace(name as ScenarioName)] as const),
    ),
  );
  const empty: HostMessage = { type: 'snapshot', seq: 0, runs: [], readOnly: false };
  return {
    ...Object.fromEntries(Object.entries(traces).map(([name, events]) => [name, snapshotOf(events)])),
    judged: snapshotOf(await judgedTrace()),
    'judged-by-hand': snapshotOf(withAfterwards(await untestedTrace(), byHand('c2'))),
    running: snapshotOf(untilInFlight(traces.verified ?? [])),
    empty,
  };
}

/** A snapshot of a run's view after these events. */
export function snapshotOf(events: readonly TraceEvent[], seq = 0): HostMessage {
  const view = viewOf(events);
  if (!view) throw new RangeError('A snapshot needs events.');
  const label = view.task.type === 'code' ? view.task.functionName : 'prompt';
  return { type: 'snapshot', seq, view, runs: [{ run: view.run, label }], readOnly: false };
}

/** The events up to the moment after the fourth decision's action has started. */
function untilInFlight(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const end = events.findIndex(event => event.type === 'action-started' && event.decision === 4);
  return events.slice(0, end + 1);
}

/** Pictures of every state in every theme at two widths, into a folder. */
async function takeShots(folder: string): Promise<void> {
  const browser = await startPanelBrowser();
  fs.mkdirSync(folder, { recursive: true });
  for (const [state, snapshot] of Object.entries(await shownStates())) {
    for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] satisfies Theme[]) {
      for (const width of [340, 1000]) {
        const panel = await browser.open({ theme, width, height: 700 });
        await panel.post(snapshot);
        await panel.page.locator('h1, .empty').first().waitFor();
        await panel.page.screenshot({
          path: `${folder}/panel-${state}-${theme}-${width}.png`,
          fullPage: true,
        });
        await panel.close();
      }
    }
  }
  await browser.close();
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined)
    throw new Error('Name the folder for the pictures: node test/webview/shots.ts FOLDER');
  await takeShots(folder);
}
