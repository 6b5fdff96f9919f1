/** The built page opens on its world, and every place in it is reached by click, by address and by search. */
import type { Page } from '@playwright/test';
import { expect, go, heading, open, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

const tree = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Navigator' }).getByRole('tree', { name });
const inventory = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Navigator' }).getByRole('tab', { name, exact: true });
const viewTab = (page: Page, name: string) =>
  page.getByRole('main').getByRole('tab', { name: new RegExp(`^${name}\\b`) });

test('a first visit: four hosts, a Supervisor, the namespace demo, a worker, everything kept', async ({
  page,
}) => {
  await open(page);
  await expect(page).toHaveTitle('demo · Summary · Supervisor Sandbox');
  await expect(page).toHaveURL(/#\/namespaces\/demo$/);
  for (const name of [1, 2, 3, 4].map((number) => `esxi-0${number}.sandbox.lab`))
    await expect(tree(page, 'Hosts and Clusters').getByRole('treeitem', { name })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /^SupervisorControlPlaneVM/ })).toHaveCount(3);
  await expect(page.getByRole('treeitem', { name: 'demo' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('banner').getByText('8.0 U1')).toBeVisible();
  await expect(page.getByRole('banner').getByText('Scenario: Four hosts · seed 42')).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect
    .poll(() => new TerminalOf(page).screen())
    .toMatch(/^Logged in to sv1-az1\.sandbox\.lab as dev-anna@vsphere\.local[^]*\ndemo \$$/);
  expect(page.workers()).toHaveLength(1);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:/);
});

test('every place of the three inventories opens by click', async ({ page }) => {
  await open(page);
  const choose = async (label: string, node: string, address: string, fact: string): Promise<void> => {
    const item = tree(page, label).getByRole('treeitem', { name: node });
    await item.click();
    await expect(item).toHaveAttribute('aria-selected', 'true');
    await expect(page).toHaveURL((url) => url.hash === `#/${address}`);
    await expect(page.getByRole('main').getByText(fact).first()).toBeVisible();
  };
  const hosts = 'Hosts and Clusters';
  await choose(hosts, 'vcsa01', 'hosts/vcenter/vcsa01.sandbox.lab', 'vsphere.local');
  await choose(hosts, 'dc01', 'hosts/datacenter/dc01', 'mgmt-cl01');
  await choose(hosts, 'mgmt-cl01', 'hosts/cluster/mgmt-cl01', 'Fully automated');
  await choose(hosts, 'esxi-02', 'hosts/host/esxi-02.sandbox.lab', 'Intel(R) Xeon(R) Gold 6346');
  await tree(page, hosts).getByRole('treeitem', { name: 'SupervisorControlPlaneVM (1)' }).click();
  await expect(heading(page, 'SupervisorControlPlaneVM (1)')).toBeVisible();
  await choose(hosts, 'demo', 'namespaces/demo', 'Capacity and Usage');

  await inventory(page, 'Namespaces').click();
  await choose('Namespaces', 'sv1-az1', 'hosts/supervisor/sv1-az1', '10.15.8.0/24');
  const system = tree(page, 'Namespaces').getByRole('treeitem', { name: 'System namespaces' });
  await system.click();
  await expect(system).toHaveAttribute('aria-expanded', 'true');
  await choose('Namespaces', 'kube-system', 'namespaces/kube-system', 'Active');

  await inventory(page, 'Networking').click();
  const networking = 'Networking';
  await choose(networking, 'leaf-a', 'networking/leaf/leaf-a', '10.15.9.0/24');
  await choose(networking, 'Tier-0 t0-edge', 'networking/tier0/t0-edge', 'Boundary');
  await choose(networking, 'Tier-1 demo', 'networking/tier1/t1-supervisor-demo', 'Source NAT');
  await choose(networking, 'demo-0', 'networking/segment/supervisor-demo-0', '10.244.1.48/28');
  await choose(networking, 'Ingress', 'networking/pool/ingress', '10.15.8.0/24');
  await page.goBack();
  await expect(heading(page, 'demo-0')).toBeVisible();
  await page.goForward();
  await expect(heading(page, 'Ingress pool')).toBeVisible();
});

test('every place and every view of it opens by address, and what is nowhere says so', async ({ page }) => {
  const places: readonly (readonly [string, string, readonly string[]])[] = [
    ['#/hosts/vcenter/vcsa01.sandbox.lab', 'vcsa01.sandbox.lab', ['hosts', 'namespaces', 'yaml']],
    ['#/hosts/cluster/mgmt-cl01', 'mgmt-cl01', ['hosts', 'vms', 'namespaces', 'yaml']],
    ['#/hosts/host/esxi-01.sandbox.lab', 'esxi-01.sandbox.lab', ['pods', 'vms', 'events', 'yaml']],
    ['#/namespaces/demo', 'demo', ['compute', 'network', 'config', 'permissions', 'events', 'yaml']],
    ['#/namespaces/kube-system', 'kube-system', ['compute', 'network', 'config', 'events', 'yaml']],
    ['#/networking/leaf/leaf-b', 'leaf-b', ['yaml']],
  ];
  await open(page, '#/hosts/host/esxi-04.sandbox.lab');
  await expect(heading(page, 'esxi-04.sandbox.lab')).toBeVisible();
  for (const [address, title, views] of places) {
    await go(page, address);
    await expect(heading(page, title)).toBeVisible();
    for (const view of views) {
      await go(page, `${address}/${view}`);
      const selected = page.getByRole('main').getByRole('tab', { selected: true }).first();
      await expect(selected).toHaveAttribute('id', new RegExp(`-${view}$`));
      await expect(page.getByRole('main').getByRole('tabpanel').first()).not.toBeEmpty();
    }
  }
  for (const nowhere of ['#/nowhere', '#/hosts/host/esxi-99', '#/namespaces/demo/pods/none']) {
    await go(page, nowhere);
    await expect(page.getByRole('main')).toContainText(/not found/i);
  }
  await page.reload();
  await expect(page.getByRole('main')).toContainText('pods "none" not found');
});

test('tabs of a screen, and the categories in them, open by click', async ({ page }) => {
  await open(page, '#/namespaces/kube-system');
  await viewTab(page, 'Compute').click();
  await expect(page).toHaveURL(/kube-system\/compute$/);
  await expect(page.getByRole('grid', { name: 'vSphere Pods' })).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Deployments/ })
    .click();
  await expect(page.getByRole('grid', { name: 'Deployments' }).getByText('coredns').first()).toBeVisible();
  await page.getByRole('grid', { name: 'Deployments' }).getByRole('link', { name: 'coredns' }).click();
  await expect(heading(page, 'coredns')).toBeVisible();
  await go(page, '#/kinds');
  await page.getByRole('grid').getByRole('link', { name: 'Node', exact: true }).click();
  await expect(page.getByRole('grid').getByRole('link', { name: /^esxi-/ })).toHaveCount(4);
});

test('search finds every kind of object by its name', async ({ page }) => {
  await open(page);
  const search = page.getByRole('combobox', { name: 'Search in all environments' });
  await page.getByRole('main').focus();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('esxi-03');
  await expect(page.getByRole('option', { name: /^esxi-03.*Host/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'esxi-03.sandbox.lab')).toBeVisible();
  await search.fill('leaf');
  await page.getByRole('option', { name: /^leaf-a/ }).click();
  await expect(heading(page, 'leaf-a')).toBeVisible();
  await search.fill('no-such-thing');
  await expect(page.getByText('Nothing is named like no-such-thing')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
});
