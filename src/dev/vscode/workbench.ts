import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Milliseconds for something to appear: this machine may be busy with a model. */
const patience = 60_000;
/** Milliseconds until a row or a box that is not there is asked for again. */
const again = 4000;

/** A window of VS Code as a person uses it: what is on the screen, and keys and clicks. */
export class Workbench {
  readonly page: Page;
  readonly #input: Locator;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(patience);
    this.#input = page.locator('.quick-input-widget:visible input.input').first();
  }

  /** Resolves when the window answers. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
  }

  /** Runs a command by its title, `Ponder: Stop`, through the palette. */
  async runCommand(title: string): Promise<void> {
    await this.#pick(`>${title}`, title, () => this.#openQuickInput('F1'));
  }

  /** Opens a file by its path in the workspace. */
  async openFile(file: string): Promise<void> {
    const name = file.split('/').at(-1) ?? file;
    await this.#pick(file, name, () => this.#openQuickInput('Control+P'));
    await this.tab(name).waitFor();
    await this.#lines().first().waitFor();
  }

  /** Puts the cursor at a line of the editor in front, from 1. */
  async goToLine(line: number): Promise<void> {
    await this.#pick(`:${line}`, `line ${line}`, () => this.#openQuickInput('Control+G'));
    await this.page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line},` }).waitFor();
    await this.page.locator('.monaco-editor.focused').first().waitFor();
  }

  /** Answers the input box or quick pick in front. */
  async answerInput(text: string): Promise<void> {
    await this.#input.waitFor();
    await this.#input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  /** The link of a CodeLens that holds this text. */
  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text }).first();
  }

  /** A button of a notification. */
  notificationButton(text: string): Locator {
    return this.page.locator('.notification-list-item .monaco-button', { hasText: text }).first();
  }

  /** The texts of the notifications on the screen. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notification-list-item-message').allInnerTexts();
  }

  /** The texts of the error notifications on the screen. */
  async errors(): Promise<readonly string[]> {
    const failed = this.page.locator('.notification-list-item', { has: this.page.locator('.codicon-error') });
    return failed.locator('.notification-list-item-message').allInnerTexts();
  }

  /** Resolves with the first notification that matches. */
  async notification(text: RegExp): Promise<string> {
    const item = this.page.locator('.notification-list-item-message', { hasText: text }).first();
    await item.waitFor();
    return (await item.allInnerTexts()).join('');
  }

  /** A button of the dialog in front. */
  dialogButton(text: string): Locator {
    return this.page.locator('.monaco-dialog-box .monaco-button', { hasText: text }).first();
  }

  async statusBarText(): Promise<string> {
    return (await this.page.locator('.part.statusbar').allInnerTexts()).join('');
  }

  /** The lines of the editor in front that are on the screen, top down; spaces as spaces. */
  async editorText(): Promise<string> {
    const shown = await this.#lines().evaluateAll(all =>
      all.map(line => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' })),
    );
    const ordered = shown.toSorted((a, b) => a.top - b.top);
    return ordered.map(line => line.text.replaceAll('\u00a0', ' ')).join('\n');
  }

  /** The inside of the n-th webview on the screen. */
  webview(index = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready:visible')
      .nth(index)
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /** Shows a view container by its name in the activity bar. */
  async openView(name: string): Promise<void> {
    const icon = this.page
      .locator(`.activitybar .action-item:has(.action-label[aria-label^="${name}"])`)
      .first();
    await icon.waitFor();
    if (!(await icon.getAttribute('class'))?.includes('checked')) await icon.click();
  }

  /** Changes the colour theme: `Dark Modern`, `Light Modern`, `Dark High Contrast`, ... */
  async useTheme(name: string): Promise<void> {
    await this.#pick(name, name, async () => {
      await this.runCommand('Preferences: Color Theme');
      await appears(this.#input, again);
    });
  }

  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  #lines(): Locator {
    return this.page.locator('.editor-group-container.active .view-lines .view-line');
  }

  /**
   * Types into the box in front, which `open` shows where there is none, and takes the first row that holds a text;
   * pressing Enter may come too early. Begun again while the row is missing: the commands of an extension come some
   * seconds after the window, and an editor that opens meanwhile closes the box.
   */
  async #pick(typed: string, rowText: string, open: () => Promise<void>): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: rowText }).first();
    const deadline = Date.now() + patience;
    for (;;) {
      try {
        if (!(await this.#input.isVisible())) await open();
        await this.#input.fill('', { timeout: again });
        await this.#input.fill(typed, { timeout: again });
        await row.click({ timeout: again });
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** Keys are lost while the focus is nowhere or in a frame, so they are pressed again until the box shows. */
  async #openQuickInput(key: string): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.keyboard.press(key);
      if (await appears(this.#input, again)) return;
      await this.page.locator('.part.statusbar').click({ position: { x: 500, y: 8 } });
    }
    throw new Error(`VS Code did not answer the key ${key}.`);
  }
}

function appears(element: Locator, milliseconds: number): Promise<boolean> {
  return element.waitFor({ timeout: milliseconds }).then(
    () => true,
    () => false,
  );
}
