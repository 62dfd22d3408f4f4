import { openEditor } from './openEditor.ts';
