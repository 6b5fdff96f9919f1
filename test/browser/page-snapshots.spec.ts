/** Snapshots of a VM in the page: taken, reverted to and deleted; its policies and its hardware; and a VM that becomes a template. */
import { axeInBothThemes } from './page/axe.ts';
import { expect, go, heading, open, pause, test } from './page/site.ts';

test('a VM goes back to its snapshot, and becomes a template', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '#/hosts/cluster/mgmt-cl01');
  await pause(page);
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  const act = async (item: string): Promise<void> => {
    await main
      .getByRole('button', { name: /^Actions/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await act('New Virtual Machine…');
  await dialog.getByLabel(/^Name/).fill('billing-01');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await go(page, '#/hosts/cluster/mgmt-cl01/vms');
  await main.getByRole('link', { name: 'billing-01' }).click();
  await expect(heading(page, 'billing-01')).toBeVisible();
  await main.getByRole('tab', { name: /^Snapshots/ }).click();
  await expect(main).toContainText('No snapshots');
  for (const name of ['clean', 'patched']) {
    await main.getByRole('button', { name: 'Take snapshot' }).click();
    await dialog.getByLabel(/^Name/).fill(name);
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(main.getByRole('row').filter({ hasText: name })).toContainText('You are here');
  }
  expect(await axeInBothThemes(page)).toEqual([]);
  const clean = main.getByRole('row').filter({ hasText: 'clean' });
  await clean.getByRole('button').first().click();
  await page.getByRole('menuitem', { name: 'Revert…' }).click();
  await expect(dialog).toContainText('govc snapshot.revert -vm billing-01 clean');
  await dialog.getByRole('button', { name: 'Revert' }).click();
  await expect(clean).toContainText('You are here');
  await main.getByRole('button', { name: 'Delete all' }).click();
  await dialog.getByRole('button', { name: 'Delete All' }).click();
  await expect(main).toContainText('No snapshots');
  await main.getByRole('tab', { name: 'Configure' }).click();
  await main.getByRole('button', { name: 'Edit VM storage policies' }).click();
  await dialog.getByLabel('VM home').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(main.getByRole('row').filter({ hasText: 'VM home' })).toContainText('Compliant');
  await expect(main).toContainText('It is in no rule of its cluster');
  expect(await axeInBothThemes(page)).toEqual([]);
  await main.getByRole('tab', { name: 'Updates' }).click();
  await expect(main).toContainText('Guest managed');
  await expect(main).toContainText('Up to date');
  await expect(main.getByRole('button', { name: 'Upgrade to match host' })).toBeDisabled();
  expect(await axeInBothThemes(page)).toEqual([]);
  await go(page, '#/hosts/cluster/mgmt-cl01/vms');
  await main
    .getByRole('link', { name: /^SupervisorControlPlaneVM/ })
    .first()
    .click();
  await main.getByRole('tab', { name: 'Updates' }).click();
  await expect(main).toContainText('Upgrade available');
  await expect(main).toContainText('ESXi 7.0 and later (VM version 17)');
  await go(page, '#/hosts/cluster/mgmt-cl01/vms');
  await main.getByRole('link', { name: 'billing-01' }).click();
  await act('Convert to Template…');
  await dialog.getByRole('button', { name: 'Convert' }).click();
  await main.getByRole('tab', { name: 'Summary' }).click();
  await expect(main).toContainText('Template');
  expect(await axeInBothThemes(page)).toEqual([]);
});
