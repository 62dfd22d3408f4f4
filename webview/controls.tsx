import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { type ComponentChildren, h } from 'preact';

/** Makes the controls known to the page; once, before the first is drawn. All of the control library is behind this file. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeBadge(),
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeProgressRing(),
  );
}

/**
 * A button; the one main action of a place is `primary`. `label` is for screen readers, where the words alone do not tell.
 * One that is busy keeps the focus and does nothing.
 */
export function Button(props: {
  readonly primary?: boolean;
  readonly label?: string;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}) {
  return h(
    'vscode-button',
    {
      appearance: props.primary ? 'primary' : 'secondary',
      ...(props.label !== undefined && { 'aria-label': props.label }),
      ...(props.isBusy && { 'aria-disabled': 'true' }),
      onClick: () => {
        if (!props.isBusy) props.onClick();
      },
    },
    props.children,
  );
}

export function Badge({ children }: { readonly children: ComponentChildren }) {
  return h('vscode-badge', null, children);
}

/** Something is under way; says nothing to a screen reader, the text beside it does. */
export function ProgressRing() {
  return h('vscode-progress-ring', { 'aria-hidden': 'true' });
}

/** A choice of one; values are unique. */
export function Dropdown(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}) {
  const choose = (event: Event) => props.onChoose((event.currentTarget as HTMLSelectElement).value);
  const options = props.options.map(({ value, label }) =>
    h('vscode-option', { key: value, value, selected: value === props.value }, label),
  );
  return h('vscode-dropdown', { 'aria-label': props.label, value: props.value, onChange: choose }, options);
}

/** Tabs; each has an id that is unique in the page. */
export function Tabs<Id extends string>(props: {
  readonly label: string;
  readonly active: Id;
  readonly tabs: readonly { readonly id: Id; readonly title: string; readonly body: ComponentChildren }[];
  readonly onChoose: (id: Id) => void;
}) {
  const choose = (event: Event) => {
    const id = (event.currentTarget as HTMLElement & { activeid: string }).activeid.replace(/^tab-/, '');
    const tab = props.tabs.find(one => one.id === id);
    if (tab && tab.id !== props.active) props.onChoose(tab.id);
  };
  return h(
    'vscode-panels',
    { 'aria-label': props.label, activeid: `tab-${props.active}`, onChange: choose },
    props.tabs.map(({ id, title }) => h('vscode-panel-tab', { key: id, id: `tab-${id}` }, title)),
    props.tabs.map(({ id, body }) =>
      h('vscode-panel-view', { key: id, id: `view-${id}` }, id === props.active ? body : null),
    ),
  );
}
