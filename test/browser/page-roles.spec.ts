/** Two roles: the developer sees and may what is theirs, beside the administrator in a window of the same world. */
import type { Page } from '@playwright/test';
import { axeInBothThemes } from './page/axe.ts';
import { advance, expect, go, heading, open, pause, test } from './page/site.ts';

const user = (page: Page) => page.getByRole('banner').getByRole('button', { name: /@vsphere\.local/ });

test('the developer sees their namespace and nothing of vCenter, and is told what is missing', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  const found: string[] = [];
  const look = async (what: string): Promise<void> => {
    found.push(...(await axeInBothThemes(page)).map((finding) => `${what} ${finding}`));
  };
  const main = page.getByRole('main');
  const navigator = page.getByRole('navigation', { name: 'Navigator' });

  await user(page).click();
  await page.getByRole('menuitemradio', { name: 'dev-anna@vsphere.local' }).click();
  await expect(user(page)).toHaveText('dev-anna@vsphere.local');
  await expect(page).toHaveURL(/\?user=dev-anna%40vsphere\.local#/);
  await expect(navigator.getByRole('treeitem')).toHaveText([/Workload Management/, /demo/]);
  await go(page, '#/namespaces/demo');
  await expect(heading(page, 'demo')).toBeVisible();
  await main.getByRole('button', { name: 'Actions' }).click();
  const remove = page.getByRole('menuitem', { name: /^Remove/ });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await expect(remove).toContainText('needs Namespaces.Configure');
  await look('actions');
  await page.keyboard.press('Escape');
  await look('namespace');

  await go(page, '#/hosts');
  await expect(heading(page, 'No permission in Hosts and Clusters')).toBeVisible();
  await look('hosts');
  await go(page, '#/hosts/host/esxi-01.sandbox.lab');
  await expect(main).toContainText('not found');
  await go(page, '#/workload-management');
  await expect(main.getByRole('grid', { name: 'Namespaces' })).toContainText('demo');
  await expect(main.getByRole('button', { name: 'New namespace' })).toHaveAttribute('aria-disabled', 'true');
  await look('workload management');
  await go(page, '#/administration');
  await expect(main).toContainText('has no permission in Users and Groups');

  // Days pass, the session runs out, and the page goes on with another.
  await advance(page, '2d');
  await go(page, '#/namespaces/demo');
  await expect(heading(page, 'demo')).toBeVisible();

  await page.reload();
  await expect(user(page)).toHaveText('dev-anna@vsphere.local');
  await user(page).click();
  await page.getByRole('menuitemradio', { name: 'administrator@vsphere.local' }).click();
  await expect(page).not.toHaveURL(/user=/);
  await go(page, '#/hosts');
  await expect(navigator.getByRole('treeitem', { name: /esxi-01/ })).toBeVisible();
  expect(found).toEqual([]);
});

test('side by side: what the administrator gives, the developer has', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  await user(page).click();
  const opened = page.waitForEvent('popup');
  await page
    .getByRole('menuitem', { name: /dev-anna@vsphere\.local/ })
    .last()
    .click();
  const beside = await opened;
  // As wide as half of a screen of today.
  await beside.setViewportSize({ width: 1200, height: 720 });
  await expect(user(beside)).toHaveText('dev-anna@vsphere.local');
  await expect(heading(beside, 'demo')).toBeVisible();
  await expect(beside.getByRole('main')).not.toContainText('demo-two');

  await go(page, '#/workload-management');
  await page.getByRole('main').getByRole('button', { name: 'New namespace' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Name/).fill('demo-two');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await advance(page, '1m');
  await go(page, '#/namespaces/demo-two/permissions');
  await page.getByRole('main').getByRole('button', { name: 'Add permission' }).click();
  await dialog.getByLabel(/^User or group/).fill('dev-anna');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await advance(page, '1m');
  const tree = beside.getByRole('navigation', { name: 'Navigator' });
  await expect(tree.getByRole('treeitem', { name: /demo-two/ })).toBeVisible();
});

test('whom the world does not know the page is not', async ({ page }) => {
  await page.goto('?user=nobody%40vsphere.local');
  await expect(page.getByRole('main')).toContainText('nobody@vsphere.local is no user of this world');
  await expect(user(page)).toHaveText('administrator@vsphere.local');
});

test('on a phone too', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await user(page).click();
  await page.getByRole('menuitemradio', { name: 'dev-anna@vsphere.local' }).click();
  await go(page, '#/storage');
  await expect(heading(page, 'No permission in Storage')).toBeVisible();
  expect(await axeInBothThemes(page)).toEqual([]);
});
