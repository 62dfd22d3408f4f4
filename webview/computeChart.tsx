import type { RunView } from '../src/protocol.ts';
import { type EndedAction, hasLongNames, whyWasted } from './compute.tsx';
import { actionName, actionWords, count, plural, seconds } from './format.ts';
import { WindowedList } from './windowedList.tsx';

const parts = ['prompt', 'completion', 'sandbox'] as const;

/**
 * A bar for each action, each starting where the one before ended, in tokens as the price counts them. For the eye
 * alone: the table beside it has the figures.
 */
export function ComputeChart(props: {
  readonly actions: readonly EndedAction[];
  readonly price: RunView['config']['price'];
}) {
  const { actions, price } = props;
  const perSecond = price.perToken > 0 ? price.perSandboxSecond / price.perToken : 0;
  const sizes = actions.map(({ ended: { cost } }) => ({
    prompt: cost.promptTokens,
    completion: cost.completionTokens,
    sandbox: cost.sandboxSeconds * perSecond,
  }));
  const starts: number[] = [];
  let all = 0;
  for (const { prompt, completion, sandbox } of sizes) {
    starts.push(all);
    all += prompt + completion + sandbox;
  }
  const share = (value: number) => `${all === 0 ? 0 : (100 * value) / all}%`;
  return (
    <div class={`chart ${hasLongNames(actions) ? 'chart-named' : ''}`} aria-hidden="true">
      <WindowedList
        label="Compute by action"
        rows={actions.length}
        rowHeight={18}
        render={row => {
          const action = actions[row];
          const size = sizes[row];
          if (!action || !size) return null;
          return (
            <div class="chart-row" title={inWords(action)}>
              <span class="chart-name">{actionName(action)}</span>
              <span class="chart-track">
                <span class="chart-gap" style={{ width: share(starts[row] ?? 0) }} />
                {parts.map(part => (
                  <span
                    key={part}
                    class={`chart-part chart-${part} ${action.ended.waste ? 'chart-wasted' : ''}`}
                    style={{ width: share(size[part]) }}
                  />
                ))}
              </span>
            </div>
          );
        }}
      />
      <p class="legend muted">
        {parts.map(part => (
          <span key={part}>
            <span class={`swatch chart-${part}`} /> {part}
          </span>
        ))}
        <span>
          <span class="swatch chart-prompt chart-wasted" /> wasted
        </span>
        {perSecond > 0 && <span>1 s of sandbox counts as {plural(perSecond, 'token')}</span>}
      </p>
    </div>
  );
}

function inWords(action: EndedAction): string {
  const { cost } = action.ended;
  const waste = whyWasted(action);
  const figures = `${count(cost.promptTokens)} prompt, ${count(cost.completionTokens)} completion tokens`;
  const why = waste ? `, wasted: ${waste}` : '';
  const decision = action.decision === 0 ? '' : `, decision ${action.decision}`;
  return `${actionWords(action)}: ${figures}, ${seconds(cost.sandboxSeconds)} sandbox${decision}${why}`;
}
