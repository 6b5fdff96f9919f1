/** Workload Management in the page: a world without a Supervisor, its requirements, the wizard, the steps until it runs, and its end. */
import { axeInBothThemes } from './page/axe.ts';
import { advance, beginWorld, expect, go, heading, open, pause, test } from './page/site.ts';

test('enabled on three zones that are made for it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await beginWorld(page, 'three-zones');
  await pause(page);
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  await go(page, '#/hosts/vcenter/vcsa01.sandbox.lab/configure');
  for (const zone of ['zone-a', 'zone-b', 'zone-c']) {
    await main.getByRole('button', { name: 'Add new vSphere Zone' }).click();
    await dialog.getByLabel('Name').fill(zone);
    await dialog.getByRole('button', { name: 'Finish' }).click();
    const row = main.getByRole('row').filter({ hasText: `${zone}-cl01` });
    await expect(row).toContainText('none');
  }
  expect(await axeInBothThemes(page)).toEqual([]);
  await go(page, '#/workload-management');
  await main.getByRole('button', { name: 'Get Started' }).click();
  const next = dialog.getByRole('button', { name: 'Next', exact: true });
  await next.click();
  await dialog.getByRole('radio', { name: 'vSphere Zone Deployment' }).check();
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  for (const zone of ['zone-a', 'zone-b', 'zone-c'])
    await dialog.getByRole('checkbox', { name: `${zone}-cl01` }).check();
  await dialog.getByLabel('Name').fill('stretched');
  expect(await axeInBothThemes(page)).toEqual([]);
  for (let step = 0; step < 4; step++) await next.click();
  await expect(dialog).toContainText('zone-a, zone-b, zone-c');
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await expect(main.getByRole('row').filter({ hasText: 'stretched' })).toContainText('zone-c-cl01');
});

test('enabled by the wizard on hosts that had one thing missing, and deactivated', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await beginWorld(page, 'empty');
  await pause(page);
  // The terminal says it on screen and to screen readers.
  await expect(page.getByText('There is no Supervisor to log in to yet').first()).toBeVisible();
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  // One host short of what is asked: mended in the wizard.
  await go(page, '#/hosts/host/esxi-04.sandbox.lab');
  await main
    .getByRole('button', { name: /^Actions/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Enter Maintenance Mode…' }).click();
  await dialog.getByRole('button', { name: 'Enter', exact: true }).click();
  await advance(page, '1m');
  await go(page, '#/workload-management');
  await expect(heading(page, 'Workload Management')).toBeVisible();
  expect(await axeInBothThemes(page)).toEqual([]);
  await main.getByRole('button', { name: 'Get Started' }).click();
  const next = dialog.getByRole('button', { name: 'Next', exact: true });
  await next.click();
  await expect(dialog).toContainText('in maintenance mode: esxi-04.sandbox.lab.');
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  expect(await axeInBothThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^Fix/ }).click();
  await expect(dialog).not.toContainText('Missing');
  for (const title of ['Storage', 'Management Network', 'Workload Network', 'Review and Confirm']) {
    await next.click();
    await expect(dialog.getByRole('heading', { name: title })).toBeVisible();
  }
  expect(await axeInBothThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await expect(main.getByRole('row').filter({ hasText: 'mgmt-cl01' })).toContainText(
    '0 of 6 conditions reached',
  );
  await advance(page, '5m');
  await go(page, '#/hosts/supervisor/mgmt-cl01');
  await expect(main).toContainText('of 6 conditions reached');
  expect(await axeInBothThemes(page)).toEqual([]);
  await advance(page, '40m');
  await expect(main).toContainText('Leader');
  await expect(main.getByRole('tab', { name: /^Nodes/ })).toContainText('7');
  await main
    .getByRole('button', { name: /^Actions/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await advance(page, '10m');
  await go(page, '#/workload-management');
  await expect(main).toContainText('No Supervisor yet');
});

test('the same hosts under an older release have its words', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  // What a release cannot have is refused, and what was open stays.
  const dialog = page.getByRole('dialog');
  await beginWorld(page, 'vds-four-hosts', '7.0 GA');
  await expect(dialog).toContainText('a Supervisor of release 7.0 GA stands on NSX');
  await expect(page.getByRole('heading', { level: 1, name: 'demo', includeHidden: true })).toBeAttached();
  expect(await axeInBothThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await beginWorld(page, 'empty', '7.0 U3');
  await expect(page.getByRole('banner')).toContainText('7.0 U3');
  await pause(page);
  await go(page, '#/workload-management');
  await page.getByRole('main').getByRole('button', { name: 'Get Started' }).click();
  await expect(dialog).toContainText('release 7.0 U3');
});
