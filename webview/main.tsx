import { render } from 'preact';
import { registerControls } from './controls.tsx';
import { connectHost } from './host.ts';
import { Panel } from './panel.tsx';

const root = document.getElementById('panel');
if (root) {
  registerControls();
  render(<Panel host={connectHost()} />, root);
}
