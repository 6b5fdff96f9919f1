/** A Supervisor on a distributed switch in the page: enabled by the wizard with HAProxy, and what its screens say. */
import { axeInBothThemes } from './page/axe.ts';
import { advance, beginWorld, expect, go, open, pause, test } from './page/site.ts';

test('enabled by the wizard on a distributed switch with HAProxy', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await beginWorld(page, 'empty');
  await pause(page);
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  await go(page, '#/workload-management');
  await main.getByRole('button', { name: 'Get Started' }).click();
  await dialog.getByLabel(/vSphere Distributed Switch/).check();
  const next = dialog.getByRole('button', { name: 'Next', exact: true });
  await next.click();
  await expect(dialog).toContainText(
    'A distributed port group for the workload network: DVPG-Management, DVPG-Workload',
  );
  for (const title of ['Storage', 'Load Balancer']) {
    await next.click();
    await expect(dialog.getByRole('heading', { name: title })).toBeVisible();
  }
  await dialog.getByRole('button', { name: /^Use HAProxy/ }).click();
  await expect(dialog.getByLabel('Virtual IP Ranges')).toHaveValue('10.0.30.1-10.0.30.254');
  expect(await axeInBothThemes(page)).toEqual([]);
  await next.click();
  await next.click();
  await expect(dialog.getByLabel('Port Group')).toContainText('DVPG-Workload');
  await dialog.getByLabel('IP Address Range(s)').fill('10.0.20.10-10.0.20.12');
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('IP Address Range(s)').fill('10.0.20.10-10.0.20.60');
  expect(await axeInBothThemes(page)).toEqual([]);
  await next.click();
  await expect(dialog).toContainText('HAProxy at 10.0.10.6:5556');
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await advance(page, '45m');
  await go(page, '#/hosts/supervisor/mgmt-cl01');
  await expect(main).toContainText('vSphere Distributed Switch');
  await expect(main).toContainText('Workload network primary');
  await expect(main).toContainText('10.0.20.10-10.0.20.60');
  await expect(main).toContainText('Leader');
  expect(await axeInBothThemes(page)).toEqual([]);
  await go(page, '#/networking/load-balancer/haproxy01');
  await expect(main).toContainText('kube-system/kube-apiserver-lb-svc');
  expect(await axeInBothThemes(page)).toEqual([]);
});

test('a switch from its creation to its end, by the menus of the tree', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  await go(page, '#/networking/port-group/dvportgroup-14');
  const tree = page.getByRole('tree');
  const dialog = page.getByRole('dialog');
  const choose = async (node: string, item: string): Promise<void> => {
    await tree.getByRole('treeitem', { name: node, exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: item }).click();
  };
  const finish = async (verb: string): Promise<void> => {
    await dialog.getByRole('button', { name: verb, exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  await choose('dc01', 'New Distributed Switch…');
  await dialog.getByLabel('Name').fill('DSwitch-Edge');
  await dialog.getByLabel('Number of uplinks').fill('2');
  await expect(dialog).toContainText('CreateDVS_Task');
  expect(await axeInBothThemes(page)).toEqual([]);
  await finish('Create');
  await choose('DSwitch-Edge', 'Add Host…');
  await dialog.getByLabel('Physical adapter').selectOption('vmnic3');
  expect(await axeInBothThemes(page)).toEqual([]);
  await finish('Add');
  await choose('DSwitch-Edge', 'New Distributed Port Group…');
  await dialog.getByLabel('Name').fill('DVPG-Edge');
  await dialog.getByLabel('VLAN ID').fill('4095');
  await expect(dialog.getByRole('button', { name: 'Create', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await dialog.getByLabel('VLAN ID').fill('99');
  await finish('Create');
  await tree.getByRole('treeitem', { name: 'DSwitch-Edge', exact: true }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('1500 Bytes');
  await choose('DSwitch-Edge', 'Edit Settings…');
  await dialog.getByLabel('MTU (Bytes)').fill('9000');
  await finish('Save');
  await expect(main).toContainText('9000 Bytes');
  await choose('DVPG-Edge', 'Rename…');
  await dialog.getByLabel('Name').fill('DVPG-Far');
  await finish('Rename');
  await expect(tree.getByRole('treeitem', { name: 'DVPG-Far', exact: true })).toBeVisible();
  await choose('DSwitch-Edge', 'Delete…');
  await finish('Delete');
  await expect(tree.getByRole('treeitem', { name: 'DSwitch-Edge', exact: true })).toBeHidden();
});
