import type { CandidateView, EvidenceView } from '../../src/protocol.ts';
import { TestList } from '../testList.tsx';
import type { Ui } from '../ui.ts';
import { WhatItDoes } from '../whatItDoes.tsx';
import { Confidence } from './confidence.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { Examples } from './examples.tsx';
import { Steps } from './steps.tsx';
import { Votes } from './votes.tsx';

/** One piece of what a candidate's reward rests on. */
export function EvidenceOf(props: {
  readonly ui: Ui;
  readonly candidate: CandidateView;
  readonly evidence: EvidenceView;
}) {
  const { ui, candidate, evidence } = props;
  switch (evidence.type) {
    case 'tests':
      return <TestList tests={evidence} reused={evidence.reused} />;
    case 'agreement':
      return (
        <p>
          {evidence.votes} of {evidence.of} samples agree
        </p>
      );
    case 'votes':
      return <Votes votes={evidence.votes} by={evidence.by} />;
    case 'steps':
      return <Steps evidence={evidence} />;
    case 'confidence':
      return <Confidence evidence={evidence} />;
    case 'diagnostics':
      return <Diagnostics problems={evidence.problems} />;
    case 'examples':
      return <Examples examples={evidence.examples} doubtful={ui.view.doubtfulExamples ?? []} />;
    case 'probes':
      return ui.view.probes ? <WhatItDoes probes={ui.view.probes} id={candidate.id} /> : null;
    case 'not-probed':
      return <p class="detail-words muted">It was not run: {evidence.reason}.</p>;
    default:
      return evidence satisfies never;
  }
}
