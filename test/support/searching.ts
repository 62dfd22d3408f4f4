import type { Action, ContextId } from '../../src/engine/action.ts';
import type { CandidateId } from '../../src/engine/candidate.ts';
import type { Decision, PolicyFactory } from '../../src/engine/policy.ts';

/** Draws so many samples; when none is verified it searches, and draws as many that are shown what was found. */
export function searching(samples: number): PolicyFactory {
  return {
    name: 'searching',
    summary: 'Samples, then searches the workspace, then samples with what was found.',
    create({ arms: [first] }) {
      const arm = first?.id ?? '';
      let drawn = 0;
      let searched = false;
      let context: ContextId | undefined;
      let best: { readonly id: CandidateId; readonly quality: number } | undefined;
      const why = () => ({ quality: best?.quality ?? 0, considered: [] });
      const act = (action: Action): Decision => ({ type: 'act', actions: [action], why: why() });
      const stop = (kind: 'verified' | 'completed', reason: string): Decision => ({
        type: 'stop',
        kind,
        reason,
        why: why(),
      });
      return {
        ask() {
          if (best?.quality === 1) return stop('verified', 'a candidate passes every test');
          if (drawn < samples) return act({ type: 'sample', arm });
          if (!searched) return act({ type: 'search', ...(best && { candidate: best.id }) });
          if (context === undefined) return stop('completed', 'the search found nothing new');
          if (drawn < 2 * samples) return act({ type: 'sample', arm, context });
          return stop('completed', 'every sample was drawn');
        },
        started() {},
        tell({ action, result }) {
          if (action.type === 'sample') drawn += 1;
          if (action.type === 'search') searched = true;
          if (result.type === 'searched') context = result.context;
          if (result.type !== 'candidate') return;
          const { id, reward } = result.candidate;
          if (!best || (reward?.quality ?? 0) > best.quality) best = { id, quality: reward?.quality ?? 0 };
        },
        best: () => best,
      };
    },
  };
}
