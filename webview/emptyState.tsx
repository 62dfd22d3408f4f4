import type { PanelMessage } from '../src/protocol.ts';
import { Button } from './controls.tsx';

/** What Ponder is, before the first run. */
export function EmptyState({ post }: { readonly post: (message: PanelMessage) => void }) {
  return (
    <div class="empty">
      <p>
        Ponder asks a language model for one attempt after another at a failing function, proves each by
        running your tests in a sandbox, and stops when the next attempt is not worth its price. Without tests
        it says so and chooses by what attempts agree on and what judges say. Here you see every attempt with
        its evidence, and where the compute went.
      </p>
      <Button primary={true} onClick={() => post({ type: 'solve' })}>
        Solve Function at Cursor
      </Button>
      <p>New here? The playground has failing functions to try it on.</p>
      <Button onClick={() => post({ type: 'openPlayground' })}>Open Playground</Button>
      <p>
        The model that comes with Ponder is small and shows how it works: it writes beginner's functions and
        fails at most others. For real work choose a coding model.
      </p>
      <Button onClick={() => post({ type: 'chooseModel' })}>Choose Model</Button>
    </div>
  );
}
