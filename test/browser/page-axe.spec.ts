/** axe finds nothing on any screen or dialog of the page, light and dark, over a world with something in it. */
import type { Page } from '@playwright/test';
import { axeInBothThemes } from './page/axe.ts';
import { EditorOf } from './page/editor.ts';
import { advance, expect, go, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

const screens = [
  '#/hosts/vcenter/vcsa01.sandbox.lab',
  '#/hosts/datacenter/dc01',
  '#/hosts/cluster/mgmt-cl01',
  '#/hosts/cluster/mgmt-cl01/vms',
  '#/hosts/host/esxi-01.sandbox.lab',
  '#/hosts/supervisor/sv1-az1',
  '#/hosts/supervisor/sv1-az1/cli-tools',
  '#/namespaces/demo',
  '#/namespaces/demo/compute',
  '#/namespaces/demo/network',
  '#/namespaces/demo/permissions',
  '#/namespaces/demo/events',
  '#/namespaces/demo/yaml',
  '#/namespaces/demo/deployments.apps/web',
  '#/namespaces/demo/services/web',
  '#/networking/distributed-switch/dvs-11',
  '#/networking/leaf/leaf-a',
  '#/networking/leaf/leaf-a/routes',
  '#/networking/tier0/t0-edge',
  '#/networking/tier1/t1-supervisor-demo',
  '#/networking/segment/supervisor-demo-0',
  '#/networking/pool/ingress',
  '#/kinds',
  '#/nowhere',
];

async function prepare(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('cds-theme', 'light');
  await pause(page);
  const terminal = new TerminalOf(page);
  await terminal.run('kubectl apply -f web.yaml');
  await terminal.run('kubectl create deployment huge --image=nginx --replicas=1');
  await advance(page, '1m');
}

/** What is loaded when it is first shown stands there. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
}

test('screens', async ({ page }) => {
  await prepare(page);
  const found: string[] = [];
  for (const screen of screens) {
    await go(page, screen);
    await settled(page);
    found.push(...(await axeInBothThemes(page)).map((finding) => `${screen} ${finding}`));
  }
  await go(page, '#/namespaces/demo/compute/pods');
  await page.getByRole('grid', { name: 'vSphere Pods' }).getByRole('link', { name: /^web-/ }).first().click();
  for (const view of ['Summary', 'Placement', 'Timeline', 'Events', 'Logs', 'YAML']) {
    await page.getByRole('main').getByRole('tab', { name: view }).click();
    await settled(page);
    found.push(...(await axeInBothThemes(page)).map((finding) => `Pod ${view} ${finding}`));
  }
  expect(found).toEqual([]);
});

test('dialogs, menus and the panel', async ({ page }) => {
  await prepare(page);
  const found: string[] = [];
  const check = async (what: string): Promise<void> => {
    found.push(...(await axeInBothThemes(page)).map((finding) => `${what} ${finding}`));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('menu')).toHaveCount(0);
  };
  await go(page, '#/namespaces/demo/deployments.apps/web');
  const actions = page.getByRole('main').getByRole('button', { name: /^actions/i });
  await actions.click();
  await check('menu');
  for (const item of ['Scale…', 'Restart rollout', 'Delete…']) {
    await actions.click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check(item);
  }
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('textbox', { name: 'The link' })).toBeVisible();
  await check('Share');
  await page.getByRole('button', { name: 'administrator@vsphere.local' }).click();
  await page.getByRole('menuitem', { name: 'Workspaces…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('Workspaces');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('Keyboard shortcuts');
  await page.getByRole('button', { name: 'Advance', exact: true }).click();
  await check('Advance');
  await go(page, '#/namespaces/demo');
  const editor = new EditorOf(page);
  await editor.open();
  found.push(...(await axeInBothThemes(page)).map((finding) => `empty editor ${finding}`));
  await editor.set('apiVersion: v1\nkind: [}\n');
  await expect(editor.side).toContainText(/Line \d/);
  found.push(...(await axeInBothThemes(page)).map((finding) => `editor with an error ${finding}`));
  await editor.set('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n');
  await expect(editor.side.getByText('will be created')).toBeVisible();
  found.push(...(await axeInBothThemes(page)).map((finding) => `editor ${finding}`));
  await page.keyboard.press('Escape');
  await editor.button('Put it aside').click();
  const search = page.getByRole('combobox', { name: 'Search in all environments' });
  await search.fill('esxi');
  await expect(page.getByRole('option').first()).toBeVisible();
  await check('search');
  for (const tab of ['Recent Tasks', 'Events']) {
    await page.getByRole('tablist', { name: 'Bottom panel' }).getByRole('tab', { name: tab }).click();
    await settled(page);
    await check(tab);
  }
  expect(found).toEqual([]);
});
