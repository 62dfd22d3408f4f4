import { useEffect, useState } from 'preact/hooks';
import { type CandidateId, isHostMessage, type RunView } from '../src/protocol.ts';
import { EmptyState } from './emptyState.tsx';
import type { Host, UiState } from './host.ts';
import { LiveStatus } from './liveStatus.tsx';
import { nothingTold, type PanelState, receive } from './panelState.ts';
import { RunPanel } from './runPanel.tsx';
import type { Ui } from './ui.ts';

/** Sections that start closed: for those who want to know. */
const closedSections: readonly string[] = ['judges'];

/** The whole panel: listens to the host, and keeps only what is open. */
export function Panel({ host }: { readonly host: Host }) {
  const { content, revealed } = usePanelState(host);
  const [saved, setSaved] = useState<UiState>(host.load);
  const [request, setRequest] = useState<{ readonly row: number }>();
  const view = content?.view;

  const save = (change: Partial<UiState>) =>
    setSaved(before => {
      const next = { ...before, ...change };
      host.save(next);
      return next;
    });
  const setOpen = (name: string, isOpen: boolean) => {
    setRequest(undefined);
    save({ open: { ...saved.open, [name]: isOpen } });
  };
  const showWhy = (candidate: CandidateId) => {
    const row = view ? rowOfDecision(view, candidate) : -1;
    const decision = view?.decisions[row];
    if (!view || !decision) return;
    save({ open: { ...saved.open, why: true, [`${view.run} decision ${decision.decision}`]: true } });
    setRequest({ row });
  };
  useEffect(() => {
    if (revealed) showWhy(revealed.candidate);
  }, [revealed]);

  if (!content) return null;
  if (!view) return <EmptyState post={host.post} />;
  const ui: Ui = {
    view,
    readOnly: content.readOnly,
    askable: content.askable ?? [],
    judging: content.judging,
    judgeReports: content.judgeReports ?? [],
    post: host.post,
    isOpen: (name, otherwise) => saved.open[`${view.run} ${name}`] ?? otherwise,
    setOpen: (name, isOpen) => setOpen(`${view.run} ${name}`, isOpen),
    showWhy,
  };
  return (
    <>
      <LiveStatus text={view.headline.text} />
      <RunPanel
        key={view.run}
        ui={ui}
        runs={content.runs}
        request={request}
        isSectionOpen={name => saved.open[name] ?? !closedSections.includes(name)}
        setSectionOpen={setOpen}
        computeAs={saved.computeAs}
        onComputeAs={computeAs => save({ computeAs })}
      />
    </>
  );
}

function rowOfDecision(view: RunView, candidate: CandidateId): number {
  const decision = view.candidates.find(one => one.id === candidate)?.decision;
  return view.decisions.findIndex(one => one.decision === decision);
}

/** What the host told; asks for everything at the start and whenever a message was missed. */
function usePanelState(host: Host): PanelState {
  const [state, setState] = useState(nothingTold);
  useEffect(() => {
    let current = nothingTold;
    const onMessage = ({ data }: MessageEvent<unknown>) => {
      if (!isHostMessage(data)) return;
      const next = receive(current, data);
      if (next.isStale && !current.isStale) host.post({ type: 'ready' });
      current = next;
      setState(next);
    };
    window.addEventListener('message', onMessage);
    host.post({ type: 'ready' });
    return () => window.removeEventListener('message', onMessage);
  }, [host]);
  return state;
}
