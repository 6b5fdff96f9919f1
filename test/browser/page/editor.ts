/** The page's editor as a person uses it. */
import { type Locator, type Page, expect } from '@playwright/test';

export class EditorOf {
  readonly page: Page;
  readonly dialog: Locator;
  readonly code: Locator;
  /** What applying would do, or what keeps it from being applied. */
  readonly side: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog');
    this.code = this.dialog.getByRole('textbox');
    this.side = this.dialog.getByRole('region', { name: 'What it would do' });
  }

  /** Opens it on a new text for the namespace on screen. */
  async open(): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: 'New from YAML' }).first().click();
    await expect(this.code).toBeFocused();
  }

  /** Puts a text in the place of what is there, at once, as by paste. */
  async set(text: string): Promise<void> {
    await this.code.focus();
    await this.page.keyboard.press('Control+a');
    await this.page.evaluate((pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      let target = document.activeElement;
      while (target?.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
      target?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, text);
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }
}
