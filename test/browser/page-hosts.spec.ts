/** A host in the page: it goes into maintenance mode and out of it, what is on it is told until it is empty; its services are started. */
import { axeInBothThemes } from './page/axe.ts';
import { advance, expect, go, heading, open, pause, test } from './page/site.ts';

test('maintenance mode of a host', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  await go(page, '#/hosts/host/esxi-01.sandbox.lab');
  await expect(heading(page, 'esxi-01.sandbox.lab')).toBeVisible();
  const main = page.getByRole('main');
  const choose = async (item: string): Promise<void> => {
    await main
      .getByRole('button', { name: /^Actions/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const answer = (verb: string) => page.getByRole('dialog').getByRole('button', { name: verb, exact: true });
  await choose('Enter Maintenance Mode…');
  await expect(page.getByRole('dialog')).toContainText('A Pod without a controller is lost.');
  expect(await axeInBothThemes(page)).toEqual([]);
  await answer('Enter').click();
  await expect(main).toContainText('This host is entering maintenance mode.');
  await expect(main).toContainText('1 VM are still on it');
  await advance(page, '2m');
  await expect(main).toContainText('This host is in maintenance mode.');
  await expect(main.getByRole('tab', { name: /^VMs/ })).toContainText('0');
  await go(page, '#/hosts/cluster/mgmt-cl01/hosts');
  await expect(main.getByRole('row').filter({ hasText: 'esxi-01' })).toContainText('Maintenance Mode');
  await go(page, '#/hosts/host/esxi-01.sandbox.lab');
  await main.getByRole('button', { name: 'Exit maintenance mode' }).click();
  await answer('Exit').click();
  await advance(page, '10s');
  await expect(main).not.toContainText('maintenance mode');
  await expect(main).toContainText('Connected');
  await go(page, '#/hosts/host/esxi-01.sandbox.lab/configure');
  const ssh = main.getByRole('grid', { name: 'Services' }).getByRole('row').filter({ hasText: 'SSH' });
  await expect(ssh).toContainText('Stopped');
  await expect(main.getByRole('grid', { name: 'VMkernel adapters' })).toContainText('Management, vMotion');
  expect(await axeInBothThemes(page)).toEqual([]);
  await ssh.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Start…' }).click();
  await answer('Start').click();
  await expect(ssh).toContainText('Running');
  await go(page, '#/hosts/host/esxi-01.sandbox.lab/updates');
  await expect(main).toContainText('Compliant');
});
