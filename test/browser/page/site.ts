/**
 * The built page in Chromium, for its specs: opened with its world running, and after every test without a word in the console that
 * warns, without an error, without a violation of its policy.
 */
import { type ConsoleMessage, type Page, expect, test as base } from '@playwright/test';

declare global {
  var violated: string[];
}

/** Everything that the page complains of. */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  await page.addInitScript(() => {
    globalThis.violated = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      globalThis.violated.push(`${violatedDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  return complaints;
}

export const test = base.extend<{ readonly quiet: void }>({
  quiet: [
    async ({ page }, use) => {
      const complaints = await complaintsOf(page);
      await use();
      expect(complaints, 'what the page complained of').toEqual([]);
      expect(await page.evaluate(() => globalThis.violated), 'violations of the policy').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';

/** Opens an address of the page and waits until its world is there. */
export async function open(page: Page, address = ''): Promise<void> {
  await page.goto(`./${address}`);
  await expect(page.getByRole('button', { name: 'Advance', exact: true })).toBeVisible();
  await expect(page.getByRole('treeitem').first()).toBeVisible();
}

/** Goes to an address within the page that is open. */
export async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), address);
}

export const heading = (page: Page, name: string) =>
  page.getByRole('main').getByRole('heading', { level: 1, name, exact: true });

/** Runs simulated time on, and waits until it has arrived. */
export async function advance(page: Page, span: string): Promise<void> {
  const button = page.getByRole('button', { name: 'Advance', exact: true });
  await expect(button).not.toHaveAttribute('aria-disabled');
  await button.click();
  await page.getByRole('textbox', { name: 'Advance by' }).fill(span);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Advanced time by/)).toBeVisible();
  await expect(button).not.toHaveAttribute('aria-disabled', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Dismiss' }).click();
}

export async function pause(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Pause', exact: true });
  if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
}

/** From the page that is open to a new world of a preset, of another release where one is named. */
export async function beginWorld(page: Page, preset: string, release?: string): Promise<void> {
  await page.getByRole('button', { name: /administrator@/ }).click();
  await page.getByRole('menuitem', { name: 'Workspaces…' }).click();
  await page.getByLabel('What a new world begins with').selectOption(preset);
  if (release !== undefined) await page.getByLabel('Which release it is of').selectOption(release);
  await page.getByRole('button', { name: 'New world' }).click();
}
