/** The page without a mouse: from its load to a running Pod, and back out of everything that opens. */
import type { Page } from '@playwright/test';
import { expect, go, heading, open, test } from './page/site.ts';
import { EditorOf } from './page/editor.ts';
import { TerminalOf } from './page/terminal.ts';

const pod =
  '{apiVersion: v1, kind: Pod, metadata: {name: keyed}, spec: {containers: [{name: main, image: nginx}]}}';

/** Presses a key until an element has the focus; a stop too many fails. */
async function pressUntil(page: Page, key: string, name: string, most = 40): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.trim() ?? '';
    });
    if (focused.startsWith(name) && focused.length < name.length + 40) return;
  }
  throw new Error(`${most} times ${key} did not lead to ${name}`);
}

test('from load to a running Pod', async ({ page }) => {
  await open(page);
  const terminal = new TerminalOf(page);
  await terminal.ready();
  await pressUntil(page, 'F6', 'Height of the panel', 6);
  await pressUntil(page, 'Tab', 'Terminal 1', 6);
  await page.keyboard.type('kubectl get pods\n');
  await expect.poll(() => terminal.screen()).toContain('No resources found in demo namespace.');
  // The terminal takes every key but F6, which leads out of it, region by region.
  await pressUntil(page, 'F6', 'Hosts and Clusters', 6);
  await pressUntil(page, 'Tab', 'demo', 4);
  await page.keyboard.press('Home');
  for (let row = 0; row < 4; row += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('treeitem', { name: 'esxi-02.sandbox.lab' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'esxi-02.sandbox.lab')).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'demo')).toBeVisible();

  await page.keyboard.press('F6');
  await pressUntil(page, 'Tab', 'New from YAML');
  await page.keyboard.press('Enter');
  const editor = new EditorOf(page);
  await expect(editor.code).toBeFocused();
  await page.keyboard.type(pod);
  await page.keyboard.press('Escape');
  await expect(editor.side.getByText('will be created')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(editor.dialog).toHaveCount(0);

  for (const speed of ['10x', '100x', '1000x']) {
    await page.keyboard.press(']');
    await expect(page.getByRole('button', { name: speed, exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  }
  await pressUntil(page, 'Shift+F6', 'demo', 8);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('treeitem', { name: 'keyed' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'keyed')).toBeVisible();
  await expect(page.getByRole('main').getByText('Running', { exact: true }).first()).toBeVisible();

  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'Actions of keyed' })).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete pod/keyed?' });
  await expect(dialog).toBeVisible();
  await pressUntil(page, 'Tab', 'Delete', 6);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('treeitem', { name: 'keyed' })).toHaveCount(0);
});

test('tabs, a grid, its menu, and a dialog, from one to the next by keys alone', async ({ page }) => {
  await open(page);
  await go(page, '#/namespaces/kube-system');
  await expect(heading(page, 'kube-system')).toBeVisible();
  await page.getByRole('main').focus();
  await pressUntil(page, 'Tab', 'Summary');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/kube-system\/compute$/);
  const grid = page.getByRole('grid', { name: 'vSphere Pods' });
  await expect(grid.getByRole('row')).not.toHaveCount(0);
  await pressUntil(page, 'Tab', 'Columns');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'Actions' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/kube-system\/pods\//);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Next event');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(heading(page, 'vcsa01.sandbox.lab')).toBeVisible();
});
