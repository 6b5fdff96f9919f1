/** An administrator in the page: a VM made from the cluster's menu, powered on, found in its trees; storage and networks; what is refused is said. */
import { axeInBothThemes } from './page/axe.ts';
import { expect, go, heading, open, pause, test } from './page/site.ts';

test('a VM from its creation to its power on, and the trees of vCenter', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  await go(page, '#/hosts/cluster/mgmt-cl01');
  await expect(heading(page, 'mgmt-cl01')).toBeVisible();
  const tree = page.getByRole('tree');
  const choose = async (node: string, item: string): Promise<void> => {
    await tree.getByRole('treeitem', { name: node }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('mgmt-cl01', 'New Virtual Machine…');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('web 01');
  await expect(dialog).toContainText('POST /api/vcenter/vm');
  expect(await axeInBothThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(tree.getByRole('treeitem', { name: 'web 01, Powered off' })).toBeVisible();
  await choose('web 01', 'Power On');
  await expect(tree.getByRole('treeitem', { name: 'web 01', exact: true })).toBeVisible();
  await tree.getByRole('treeitem', { name: 'web 01', exact: true }).click();
  await expect(heading(page, 'web 01')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Powered on');
  await expect(page.getByRole('main')).toContainText('ESXi 8.0 and later (VM version 20)');
  expect(await axeInBothThemes(page)).toEqual([]);

  const inventory = (name: string) => page.getByRole('navigation').getByRole('tab', { name });
  await inventory('VMs and Templates').click();
  await expect(tree.getByRole('treeitem', { name: 'web 01', exact: true })).toBeVisible();
  await inventory('Storage').click();
  await tree.getByRole('treeitem', { name: 'vsanDatastore' }).click();
  await expect(heading(page, 'vsanDatastore')).toBeVisible();
  await expect(page.getByRole('main').getByRole('tab', { name: /^VMs/ })).toContainText('4');
  expect(await axeInBothThemes(page)).toEqual([]);
  // Its files stay where it is taken out of the inventory, and it is registered by them again.
  await go(page, '#/hosts/datastore/vsanDatastore/files');
  const files = page.getByRole('grid', { name: 'Files' });
  await files.getByRole('row').filter({ hasText: 'web 01' }).dblclick();
  await expect(files.getByRole('row').filter({ hasText: 'web 01.vmdk' })).toContainText('Virtual Disk');
  expect(await axeInBothThemes(page)).toEqual([]);
  await inventory('VMs and Templates').click();
  await choose('web 01', 'Power Off');
  await tree.getByRole('treeitem', { name: 'web 01, Powered off' }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Actions/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Remove from Inventory…' }).click();
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(tree.getByRole('treeitem', { name: /^web 01/ })).toHaveCount(0);
  await go(page, '#/hosts/datastore/vsanDatastore/files');
  await files.getByRole('row').filter({ hasText: 'web 01' }).dblclick();
  await files.getByRole('button', { name: 'Actions of web 01.vmx' }).click();
  await page.getByRole('menuitem', { name: 'Register VM…' }).click();
  await dialog.getByRole('button', { name: 'Register', exact: true }).click();
  await inventory('VMs and Templates').click();
  await expect(tree.getByRole('treeitem', { name: 'web 01, Powered off' })).toBeVisible();
  // A share of an NFS server, on all hosts of the cluster, and off them again.
  await inventory('Hosts and Clusters').click();
  await choose('mgmt-cl01', 'New Datastore…');
  for (const [label, text] of Object.entries({ Name: 'nfs-gold', Folder: '/gold', Server: 'nas01' }))
    await dialog.getByLabel(label).fill(text);
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await inventory('Storage').click();
  await tree.getByRole('treeitem', { name: 'nfs-gold' }).click();
  await expect(page.getByRole('main').getByRole('tab', { name: /^Hosts/ })).toContainText('4');
  await go(page, '#/hosts/datastore/nfs-gold/configure');
  await expect(page.getByRole('main')).toContainText('nas01');
  const mounts = page.getByRole('grid', { name: 'Connectivity with Hosts' });
  await expect(mounts.getByRole('row').filter({ hasText: 'Connected' })).toHaveCount(4);
  expect(await axeInBothThemes(page)).toEqual([]);
  await choose('nfs-gold', 'Unmount Datastore…');
  await dialog.getByRole('button', { name: 'Unmount' }).click();
  await expect(tree.getByRole('treeitem', { name: 'nfs-gold' })).toHaveCount(0);
  await inventory('Networking').click();
  await tree.getByRole('treeitem', { name: 'DVPG-Workload' }).click();
  await expect(heading(page, 'DVPG-Workload')).toBeVisible();

  await inventory('Hosts and Clusters').click();
  await choose('esxi-01.sandbox.lab', 'Remove from Inventory…');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(dialog).toContainText("The resource 'esxi-01.sandbox.lab' is in use.");
});
