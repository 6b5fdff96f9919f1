/** Links that people pass on, opened by somebody who has never seen the page: each shows on its first screen what it tells. */
import type { Page } from '@playwright/test';
import { makeLink } from '../../src/runtime/browser/link.ts';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import type { World } from '../../src/world.ts';
import {
  deployment,
  get,
  list,
  pass,
  paths,
  podSpec,
  send,
  service,
  setPower,
  worldOf,
} from '../worlds/setup.ts';
import { axeInBothThemes } from './page/axe.ts';
import { advance, expect, go, test } from './page/site.ts';

const consolidated = presetNamed('vcf-consolidated') as Scenario;
const supervisor = '/scopes/fabric/apis/vsphere.sandbox/v1/supervisors/vcf-m01-cl01';

/** Opens it as a person does: the preview first, then beside what is there. */
async function follow(page: Page, world: World, title: string, view: string): Promise<void> {
  const made = await makeLink(world, world.journal, { title, text: '', view });
  if ('error' in made) throw new Error(made.error);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`./#${made.link.fragment.replace(/^#/, '')}`);
  const preview = page.getByRole('dialog', { name: title });
  await preview.getByRole('button', { name: 'Open beside' }).click();
  await expect(preview).toHaveCount(0);
}

/** The control plane VM that holds the floating address, and its host. */
function leaderOf(world: World): { readonly name: string; readonly host: string } {
  const leader = get(world, supervisor).status?.['leader'];
  const vm = list(world, paths.vms).find(({ metadata }) => metadata.name === leader);
  return { name: String(vm?.spec['displayName']), host: String(vm?.status?.['host']) };
}

test('stop WCP first, told by somebody who did not', async ({ page }) => {
  const world = worldOf(consolidated);
  send(world, 'POST', paths.deployments, deployment('web', 3));
  pass(world, 120);
  const first = leaderOf(world);
  setPower(world, first.host, 'Off');
  pass(world, 30);
  const hosts = list(world, paths.hosts).map(({ metadata }) => metadata.name);
  setPower(world, hosts.filter((host) => host !== first.host)[2] ?? '', 'Off');
  pass(world, 600);
  setPower(world, leaderOf(world).host, 'Off');
  pass(world, 300);
  await follow(page, world, 'Stop WCP first', '#/hosts/supervisor/vcf-m01-cl01');
  const card = (name: string) => page.getByRole('region', { name, exact: true });
  const last = leaderOf(world).name;
  expect(last).not.toBe(first.name);
  await expect(card('Management network')).toContainText(last);
  await expect(card('Status')).toContainText('etcdserver: request timed out');
  await expect(card('Status')).toContainText('Node is not healthy and is not accepting pods.');
  await expect(card('Control plane')).toContainText('SupervisorControlPlaneVM (4)');
  await expect(card('Nodes')).toContainText('Could not be read');
  await expect(page.getByRole('main')).toContainText('Cannot place SupervisorControlPlaneVM (4)');
  expect(await axeInBothThemes(page)).toEqual([]);
});

test('two hundred /32s on your leaf', async ({ page }) => {
  const world = worldOf(consolidated);
  const teams = Array.from({ length: 100 }, (_, index) => `team-${index + 1}`);
  for (const namespace of teams)
    send(world, 'POST', '/api/vcenter/namespaces/instances', { cluster: 'domain-c8', namespace });
  pass(world, 120);
  for (const namespace of teams)
    send(world, 'POST', `/api/v1/namespaces/${namespace}/services`, service('web', 'web', 'LoadBalancer'));
  pass(world, 120);
  await follow(page, world, 'Two hundred /32s', '#/networking/leaf/leaf-a/routes');
  const main = page.getByRole('main');
  await expect(main).toContainText('203 routes');
  const before = page.getByRole('grid', { name: 'Routes before summaries' });
  // An address that is cut is none: the whole of it is read.
  const cell = before.getByText('192.168.104.16/32');
  expect(await cell.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await expect(main).toContainText('114 more routes would go to the leaf');
  await main.getByLabel('Boundary', { exact: true }).check();
  await advance(page, '1m');
  await expect(page.getByRole('grid', { name: 'Advertised' }).getByRole('row')).toHaveCount(3);
});

test('0/7 nodes, plenty of free memory', async ({ page }) => {
  const world = worldOf();
  const big = (name: string, memory: string) => ({ metadata: { name }, spec: podSpec({ memory }) });
  for (let host = 1; host <= 4; host++) send(world, 'POST', paths.pods, big(`fills-${host}`, '180Gi'));
  pass(world, 60);
  for (const [name, memory] of Object.entries({ wide: '96Gi', first: '70Gi', second: '70Gi' })) {
    send(world, 'POST', paths.pods, big(name, memory));
    pass(world, 30);
  }
  await follow(page, world, '0/7 nodes', '#/namespaces/demo/pods/wide/placement');
  const main = page.getByRole('main');
  await expect(main).toContainText('0/7 nodes are available');
  await expect(main.getByRole('row').filter({ hasText: 'Filtered out' })).toHaveCount(5);
  await main.getByRole('link', { name: 'Open its court' }).click();
  await expect(main.getByRole('row').filter({ hasText: 'Declined by DRS' })).toHaveCount(3);
  await main.getByRole('button', { name: 'Try it in a fork' }).first().click();
  await expect(main).toContainText(/Ready on esxi-0\d\.sandbox\.lab after \d+ s/);
  // Limits that what is there is above already: told before they are set.
  await go(page, '#/namespaces/demo');
  await main
    .getByRole('button', { name: /^Actions/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Resource limits…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Memory, MB', { exact: true }).fill('1024');
  await expect(dialog).toContainText(/Below what is used now\. *Memory, MB: 1024 of \d+ in use/);
  expect(await axeInBothThemes(page)).toEqual([]);
});
