/** What is done in the page stays: over a reload, in a second tab that follows, and as long as a link is only looked at. */
import { complaintsOf, expect, go, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

test('a reload keeps world, clock and place', async ({ page }) => {
  await open(page, '#/namespaces/demo/config');
  await pause(page);
  await new TerminalOf(page).run('kubectl create configmap kept --from-literal=a=b');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const clock = await page.locator('time').getAttribute('datetime');
  await page.reload();
  await expect(page.getByRole('main').getByRole('link', { name: 'kept' })).toBeVisible();
  await expect(page.locator('time')).toHaveAttribute('datetime', clock ?? '');
});

test('a second tab follows, says so, does what is done in it, and takes over', async ({ page, context }) => {
  await open(page, '#/namespaces/demo/config');
  await pause(page);
  const second = await context.newPage();
  const complaints = await complaintsOf(second);
  await open(second, '#/namespaces/demo/config');
  await expect(second.getByText('Another tab writes this workspace.')).toBeVisible();
  await expect(second.getByText('Following', { exact: true })).toBeVisible();
  const terminal = new TerminalOf(second);
  expect(await terminal.run('kubectl create configmap from-second --from-literal=a=b')).toBe(
    'configmap/from-second created',
  );
  await expect(page.getByRole('main').getByRole('link', { name: 'from-second' })).toBeVisible();
  await expect(second.getByRole('main').getByRole('link', { name: 'from-second' })).toBeVisible();
  await second.getByRole('button', { name: 'Take over' }).click();
  await expect(second.getByText('Saved', { exact: true })).toBeVisible();
  await expect(page.getByText('Following', { exact: true })).toBeVisible();
  expect(await terminal.run('kubectl get configmap from-second -o name')).toBe('configmap/from-second');
  expect(complaints).toEqual([]);
});

test('a link that is cut in half is refused in words, and the own world is open instead', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const link = page.getByRole('textbox', { name: 'The link' });
  await expect(link).not.toHaveValue('');
  const fragment = new URL(await link.inputValue()).hash;
  await page.keyboard.press('Escape');
  await go(page, fragment.slice(0, fragment.length / 2));
  await expect(page.getByText('This link could not be opened.')).toBeVisible();
  await expect(page.getByText(/The link is (damaged|cut)/)).toBeVisible();
  await expect(page.getByRole('treeitem', { name: 'demo' })).toBeVisible();

  await go(page, fragment);
  const preview = page.getByRole('dialog', { name: 'A shared world' });
  await expect(preview).toBeVisible();
  await preview.getByRole('button', { name: 'Not now' }).click();
  await expect(preview).toHaveCount(0);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
});
