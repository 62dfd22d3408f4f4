import type { CandidateId, JudgeChoice, JudgeReport, PanelMessage, RunView } from '../src/protocol.ts';

/** What the parts of the panel share: the run that is drawn and what a person can do. */
export type Ui = {
  readonly view: RunView;
  readonly readOnly: boolean;
  /** The judges that can be asked by hand, and the candidate that is being judged. */
  readonly askable: readonly JudgeChoice[];
  readonly judging: CandidateId | undefined;
  readonly judgeReports: readonly JudgeReport[];
  readonly post: (message: PanelMessage) => void;
  /** Whether a row or section is open; `otherwise` until the person opened or closed it. */
  readonly isOpen: (name: string, otherwise: boolean) => boolean;
  readonly setOpen: (name: string, isOpen: boolean) => void;
  /** Shows the decision that bought a candidate. */
  readonly showWhy: (candidate: CandidateId) => void;
};
