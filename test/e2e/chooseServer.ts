import type { Workbench } from '../../src/dev/vscode/workbench.ts';

/** Chooses a server as a person does; its model is called `played`. */
export async function chooseServer(workbench: Workbench, baseUrl: string): Promise<void> {
  await workbench.runCommand('Ponder: Choose Model...');
  await workbench.page
    .locator('.quick-input-list .monaco-list-row', { hasText: 'OpenAI-compatible' })
    .click();
  await workbench.answerInput(baseUrl);
  await workbench.page.locator('.quick-input-title', { hasText: 'Name of the model' }).waitFor();
  await workbench.answerInput('played');
  await workbench.notification(/Ponder uses played at/);
  await workbench.runCommand('Notifications: Clear All Notifications');
}
