/** The frame round the screens: theme, what was just done, the panel with Recent Tasks, Events and Terminal. */
import { expect, go, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

test('the theme follows the system until one is chosen, which is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page);
  const root = page.locator('html');
  await expect(root).toHaveAttribute('cds-theme', 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(root).toHaveAttribute('cds-theme', 'light');
  await page.getByRole('button', { name: 'Theme: light or dark' }).click();
  await page
    .getByRole('menuitemradio', { name: 'Dark' })
    .or(page.getByRole('menuitem', { name: 'Dark' }))
    .click();
  await expect(root).toHaveAttribute('cds-theme', 'dark');
  await page.reload();
  await expect(root).toHaveAttribute('cds-theme', 'dark');
});

test('the panel: Recent Tasks and Events follow what happens, Terminal keeps what it showed', async ({
  page,
}) => {
  await open(page);
  await pause(page);
  const terminal = new TerminalOf(page);
  expect(await terminal.run('kubectl create deployment web --image=nginx --replicas=2')).toBe(
    'deployment.apps/web created',
  );
  await page.getByRole('tab', { name: 'Events', exact: true }).last().click();
  const events = page.getByRole('region', { name: 'Tasks, events, terminal' }).getByRole('grid');
  await page.getByRole('button', { name: '100x', exact: true }).click();
  // The newest come first, and of many the first few are drawn: what came before it has gone out of sight by then.
  await expect(events.getByText('Started container nginx').first()).toBeVisible();
  await go(page, '#/hosts/host/esxi-03.sandbox.lab');
  await page.getByRole('button', { name: 'Shut down', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Shut down' }).click();
  const did = page.getByRole('region', { name: 'You just did' });
  await expect(did).toContainText('govc host.shutdown -f esxi-03.sandbox.lab');
  await page.getByRole('tab', { name: 'Recent Tasks' }).click();
  const tasks = page.getByRole('region', { name: 'Tasks, events, terminal' }).getByRole('grid');
  await expect(tasks.getByText(/shut ?down/i).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Terminal', exact: true }).click();
  await expect.poll(() => terminal.screen()).toContain('deployment.apps/web created');
  await page.getByRole('button', { name: 'Collapse panel' }).click();
  await expect(page.getByRole('tab', { name: 'Terminal', exact: true })).toHaveAttribute(
    'aria-selected',
    'false',
  );
  await page.getByRole('main').focus();
  await page.keyboard.press("Control+'");
  await expect(terminal.pane).toBeVisible();
});
