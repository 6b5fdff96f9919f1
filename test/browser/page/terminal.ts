/** The page's terminal as a person uses it: keys in, and what stands on its screen. */
import { type Locator, type Page, expect } from '@playwright/test';

export class TerminalOf {
  readonly page: Page;
  readonly pane: Locator;

  /** @param id the session's number. */
  constructor(page: Page, id = 1) {
    this.page = page;
    this.pane = page.getByRole('group', { name: new RegExp(`^Terminal ${id}, `) });
  }

  /** What stands on the screen now, without what is empty at its end. */
  async screen(): Promise<string> {
    const rows = await this.pane
      .locator('.xterm-rows > div')
      .evaluateAll((divs) => divs.map((div) => div.textContent.replaceAll('\u00a0', ' ').trimEnd()));
    return rows.join('\n').trimEnd();
  }

  /** Waits for the prompt that follows what ran. */
  async ready(): Promise<void> {
    await expect.poll(() => this.screen(), { intervals: [30], timeout: 20_000 }).toMatch(/(^|\n)[^\n]*\$$/);
  }

  async focus(): Promise<void> {
    await this.pane.getByRole('textbox').focus();
  }

  /** Empties the screen; the prompt stays. */
  async clear(): Promise<void> {
    await this.ready();
    await this.focus();
    await this.page.keyboard.press('Control+l');
    await expect.poll(() => this.screen(), { intervals: [30] }).toMatch(/^[^\n]*\$$/);
  }

  /** Types onto an empty screen, without Enter. */
  async type(text: string): Promise<void> {
    await this.clear();
    await this.page.keyboard.type(text);
  }

  /** Runs a command line on an empty screen. @returns what it printed, as far as the screen holds it. */
  async run(command: string): Promise<string> {
    await this.type(command);
    await this.page.keyboard.press('Enter');
    await expect.poll(() => this.screen(), { intervals: [30], timeout: 20_000 }).toMatch(/\n[^\n]*\$$/);
    const rows = (await this.screen()).split('\n');
    return rows.slice(1, -1).join('\n');
  }

  /** Drops a file onto it. */
  async drop(name: string, text: string): Promise<void> {
    const data = await this.page.evaluateHandle(
      ([file, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], file, { type: 'application/yaml' }));
        return transfer;
      },
      [name, text] as const,
    );
    await this.pane.dispatchEvent('dragover', { dataTransfer: data });
    await this.pane.dispatchEvent('drop', { dataTransfer: data });
  }

  /** Makes it as high as the page allows. */
  async grow(): Promise<void> {
    await this.page.getByRole('separator', { name: 'Height of the panel' }).focus();
    await this.page.keyboard.press('End');
  }
}
