/** Two roles: the developer sees and may what is theirs, beside the administrator in a window of the same world. */
import type { Page } from '@playwright/test';
import { axeInBothThemes } from './page/axe.ts';
import { advance, expect, go, heading, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

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
  // The page of the CLI tools is theirs as well, who may not see the Supervisor.
  await main.getByRole('link', { name: 'Open CLI Tools' }).click();
  await expect(main).toContainText('kubectl vsphere login --server=sv1-az1.sandbox.lab');
  await look('CLI tools');

  await go(page, '#/hosts');
  await expect(heading(page, 'No permission in Hosts and Clusters')).toBeVisible();
  await look('hosts');
  await go(page, '#/hosts/host/esxi-01.sandbox.lab');
  await expect(main).toContainText('You do not have permission to view the object');
  await go(page, '#/workload-management');
  await expect(main.getByRole('grid', { name: 'Namespaces' })).toContainText('demo');
  await expect(main.getByRole('button', { name: 'New namespace' })).toHaveAttribute('aria-disabled', 'true');
  await look('workload management');
  await go(page, '#/administration');
  await expect(main).toContainText('has no permission in Users and Groups');
  await go(page, '#/administration/roles');
  await expect(main).toContainText('No permission');
  await expect(main).toContainText("Required privilege 'System.View' on 'Datacenters'.");

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

  // They sign in to it, and find what is theirs; what is not they do not.
  const terminal = new TerminalOf(page);
  await terminal.run(
    `export KUBECTL_VSPHERE_PASSWORD='VMware1!'; kubectl vsphere login --server=sv1-az1.sandbox.lab -u dev-anna@vsphere.local --insecure-skip-tls-verify`,
  );
  await terminal.run(
    'kubectl config use-context demo-two; kubectl create deployment shop --image=nginx:1.25',
  );
  expect(await terminal.run('kubectl get pods -n kube-system')).toContain('cannot list resource "pods"');
  await advance(page, '1m');
  const search = beside.getByRole('combobox', { name: 'Search in all environments' });
  await search.fill('shop');
  await expect(beside.getByRole('option', { name: /^shop-\S+ Pod in demo-two$/ })).toBeVisible();
  await search.fill('SupervisorControl');
  await expect(beside.getByText('Nothing is named like SupervisorControl')).toBeVisible();
});

test('whoever may only read is told at each action what it needs', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  const terminal = new TerminalOf(page);
  const vcenter = 'https://vcsa01.sandbox.lab';
  await terminal.run(
    `T=$(curl -sk -H "Authorization: Basic $(printf administrator@vsphere.local:VMware1! | base64)" -X POST ${vcenter}/api/session | tr -d '"'); echo ok`,
  );
  const readAll =
    '{"entity":{"type":"Folder","value":"group-d1"},"permission":[{"principal":"VSPHERE.LOCAL\\\\dev-anna","group":false,"roleId":-2,"propagate":true}]}';
  const ask = (path: string, body: string) =>
    terminal.run(
      `curl -sk -o /dev/null -w '%{http_code}' -X POST -H "vmware-api-session-id: $T" -H 'content-type: application/json' ${vcenter}${path} -d '${body}'; echo`,
    );
  const manager = '/sdk/vim25/8.0.1.0/AuthorizationManager/AuthorizationManager';
  expect(await ask(`${manager}/SetEntityPermissions`, readAll)).toMatch(/^204/m);
  const library =
    '{"name":"images","type":"LOCAL","storage_backings":[{"type":"DATASTORE","datastore_id":"datastore-22"}]}';
  expect(await ask('/api/content/local-library', library)).toMatch(/^20/m);

  await user(page).click();
  await page.getByRole('menuitemradio', { name: 'dev-anna@vsphere.local' }).click();
  const main = page.getByRole('main');
  const navigator = page.getByRole('navigation', { name: 'Navigator' });
  const rowActions = (name: RegExp) =>
    main.getByRole('row', { name }).getByRole('button', { name: /^Actions of/ });
  await go(page, '#/networking');
  await expect(navigator.getByRole('tab', { name: 'Networking' })).toHaveAttribute('aria-selected', 'true');
  const remove = main.getByRole('button', { name: /^Remove route map/ });
  await expect(remove).toHaveAttribute('title', 'needs the NSX role Network Admin');
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await expect(main.getByRole('radio', { name: 'Exact' })).toBeDisabled();
  await expect(main.getByRole('slider', { name: 'Boundary length' })).toBeDisabled();
  expect(await axeInBothThemes(page)).toEqual([]);

  await go(page, '#/libraries');
  await expect(main.getByRole('button', { name: 'Create' })).toHaveAttribute('aria-disabled', 'true');
  await rowActions(/images/).click();
  const item = (name: string) => page.getByRole('menuitem', { name });
  await expect(item('Delete…')).toHaveAttribute('aria-disabled', 'true');
  await expect(item('Delete…')).toContainText('needs ContentLibrary.DeleteLocalLibrary');
  await page.keyboard.press('Escape');

  await go(page, '#/administration/roles');
  await rowActions(/Virtual machine user/i).click();
  await expect(item('Edit…')).toContainText('needs Authorization.ModifyRoles');
  await page.keyboard.press('Escape');
  await go(page, '#/administration');
  await expect(main).toContainText('has no permission in Users and Groups');
  await expect(main.getByRole('button', { name: 'Add user' })).toHaveCount(0);
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
