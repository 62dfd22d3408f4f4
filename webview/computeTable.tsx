import { type EndedAction, hasLongNames, whyWasted } from './compute.tsx';
import { actionName, count } from './format.ts';
import { WindowedList } from './windowedList.tsx';

/** The chart's figures. */
export function ComputeTable({ actions }: { readonly actions: readonly EndedAction[] }) {
  return (
    <div class={`figures ${hasLongNames(actions) ? 'figures-named' : ''}`}>
      <div class="figures-row figures-head muted" aria-hidden="true">
        <span>action</span>
        <span>prompt</span>
        <span>completion</span>
        <span>sandbox</span>
      </div>
      <WindowedList
        label="Figures by action"
        rows={actions.length}
        rowHeight={20}
        render={row => {
          const action = actions[row];
          return action && <Figures action={action} />;
        }}
      />
    </div>
  );
}

function Figures({ action }: { readonly action: EndedAction }) {
  const { cost } = action.ended;
  const waste = whyWasted(action);
  return (
    <div class="figures-row">
      <span>{actionName(action)}</span>
      <span class="figure">
        {count(cost.promptTokens)} <span class="hidden">prompt tokens</span>
      </span>
      <span class="figure">
        {count(cost.completionTokens)} <span class="hidden">completion tokens</span>
      </span>
      <span class="figure">
        {cost.sandboxSeconds.toFixed(2)} s <span class="hidden">sandbox</span>
      </span>
      <span>{waste && `wasted: ${waste}`}</span>
    </div>
  );
}
