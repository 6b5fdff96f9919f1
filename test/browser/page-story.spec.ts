/**
 * One real input from end to end in the page: three Deployments and Services as people have them, applied, placed, scaled, through the
 * loss of a host, rolled, reached from outside through a summary, and shared as a link that leads to the same state.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import { ask, keepWorkers } from './page/door.ts';
import { EditorOf } from './page/editor.ts';
import { advance, complaintsOf, expect, go, heading, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

interface Body {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec: { readonly containers: readonly { readonly name: string }[] } };
  };
}

const own = new URL('../clients/manifests/guestbook.yaml', import.meta.url).pathname;
const folder = process.env['SUPERVISOR_SANDBOX_DATA'];
const published = folder === undefined ? undefined : join(folder, 'manifests/guestbook-all-in-one.yaml');
const files = [own, ...(published !== undefined && existsSync(published) ? [published] : [])];

const main = (page: Page) => page.getByRole('main');
const confirm = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true });

/** The Deployments and the Pods of demo as their lists show them. */
async function expectReady(page: Page, deployments: readonly Body[]): Promise<void> {
  await go(page, '#/namespaces/demo/compute/deployments.apps');
  for (const { metadata, spec } of deployments) {
    const row = main(page)
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: metadata.name, exact: true }) });
    await expect(row).toContainText(`${spec.replicas ?? 1}/${spec.replicas ?? 1}`);
  }
}

async function expectReplicas(page: Page, name: string, replicas: number): Promise<void> {
  await go(page, '#/namespaces/demo/compute/deployments.apps');
  const row = main(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(row).toContainText(`${replicas}/${replicas}`);
}

async function tell(page: Page, file: string, apply: (text: string) => Promise<void>): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const bodies = parseAllDocuments(text)
    .map((document) => document.toJS() as Body | null)
    .filter((body) => body !== null);
  const deployments = bodies.filter(({ kind }) => kind === 'Deployment');
  expect(deployments).toHaveLength(3);
  const front = [...deployments].sort((a, b) => (b.spec.replicas ?? 1) - (a.spec.replicas ?? 1))[0] as Body;
  const { name } = front.metadata;
  const container = front.spec.template?.spec.containers[0]?.name ?? '';

  await pause(page);
  await apply(text);
  await advance(page, '2m');
  await expectReady(page, deployments);

  // On hosts that DRS chose: the Pod's page says which and why.
  await go(page, '#/namespaces/demo/compute/pods');
  const pods = main(page).getByRole('grid', { name: 'vSphere Pods' });
  await expect(pods.getByText('Running')).toHaveCount(6);
  await pods
    .getByRole('link', { name: new RegExp(`^${name}-`) })
    .first()
    .click();
  const host = await main(page)
    .getByRole('link', { name: /^esxi-0\d\.sandbox\.lab$/ })
    .first()
    .textContent();
  await page.getByRole('tab', { name: 'Placement' }).click();
  await expect(main(page).getByRole('row').filter({ hasText: 'Placed here' })).toContainText(
    host?.split('.')[0] ?? 'a host',
  );

  await go(page, `#/namespaces/demo/deployments.apps/${name}`);
  await main(page)
    .getByRole('button', { name: /^actions/i })
    .click();
  await page.getByRole('menuitem', { name: 'Scale…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Replicas' }).fill('200');
  await confirm(page, 'Scale').click();
  await advance(page, '3m');
  await expectReplicas(page, name, 200);

  await go(page, '#/hosts/host/esxi-04.sandbox.lab');
  await main(page).getByRole('button', { name: 'Shut down', exact: true }).click();
  await confirm(page, 'Shut down').click();
  await advance(page, '10m');
  await expect(main(page).getByText('This host has no power', { exact: false })).toBeVisible();
  await expect(main(page).getByText('NotReady')).toBeVisible();
  await expectReplicas(page, name, 200);
  await go(page, '#/hosts/host/esxi-04.sandbox.lab');
  await main(page).getByRole('button', { name: 'Power on', exact: true }).first().click();
  await confirm(page, 'Power on').click();
  await advance(page, '10m');
  await expect(main(page).getByText('Ready', { exact: true }).first()).toBeVisible();

  const terminal = new TerminalOf(page);
  expect(
    await terminal.run(
      `kubectl set image deployment/${name} ${container}=registry.example/guestbook/page:v6`,
    ),
  ).toBe(`deployment.apps/${name} image updated`);
  await advance(page, '15m');
  expect(await terminal.run(`kubectl rollout status deployment/${name}`)).toBe(
    `deployment "${name}" successfully rolled out`,
  );
  await expectReplicas(page, name, 200);

  await go(page, `#/namespaces/demo/services/${name}`);
  await main(page).getByRole('button', { name: 'Change to LoadBalancer', exact: true }).click();
  await confirm(page, 'Change to LoadBalancer').click();
  await advance(page, '1m');
  const inside = main(page).getByText(/^10\.15\.8\.\d+ in 10\.15\.8\.0\/24$/);
  await expect(inside).toHaveCount(2);
  const address = (await inside.first().textContent())?.split(' ')[0] ?? '';
  // The address stands outside, and nobody comes in by it until a policy says so.
  const ways = main(page).getByRole('grid', { name: 'Who reaches it' });
  const outside = ways.getByRole('row').filter({ hasText: 'Clients outside' });
  await expect(outside).toContainText('Denied');
  await main(page).getByRole('button', { name: 'Write the policy…' }).click();
  const editor = new EditorOf(page);
  await expect(editor.side.getByText('will be created')).toHaveCount(1);
  await editor.button('Apply').click();
  await expect(outside).toContainText('Allowed');
  await main(page).getByRole('link', { name: 'leaf-a' }).click();
  await expect(heading(page, 'leaf-a')).toBeVisible();
  await expect(
    page.getByRole('grid', { name: 'Routes before summaries' }).getByText(`${address}/32`),
  ).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Advertised' }).getByText('10.15.8.0/24')).toBeVisible();
  await go(page, '#/networking/leaf/leaf-a');
  await expect(
    page.getByRole('grid', { name: 'Routes learned by BGP' }).getByText('10.15.8.0/24'),
  ).toBeVisible();
}

/** Shares what the page shows, by its dialog. @returns the link. */
async function share(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('A guestbook that lost a host');
  await page.getByRole('textbox', { name: 'Text' }).fill('Look at **leaf-a** first.');
  const state = (await ask(page, 'hash')).slice(0, 12);
  const link = page.getByRole('textbox', { name: 'The link' });
  await expect(page.getByText(`state ${state}`)).toBeVisible();
  let before = '';
  await expect
    .poll(
      async () => {
        const [last, now] = [before, await link.inputValue()];
        before = now;
        return now !== '' && last === now;
      },
      { intervals: [500] },
    )
    .toBe(true);
  await page.keyboard.press('Escape');
  return before;
}

for (const [index, file] of files.entries()) {
  const which = index === 0 ? 'a guestbook' : 'the guestbook as it was published';

  test(`${which}, applied in the terminal, and its link in a fresh browser`, async ({ page, browser }) => {
    await keepWorkers(page);
    await open(page);
    await tell(page, file, async (text) => {
      const terminal = new TerminalOf(page);
      await terminal.ready();
      await terminal.drop('guestbook.yaml', text);
      await expect.poll(() => terminal.screen()).toContain('guestbook.yaml: in ~ now');
      expect(await terminal.run('kubectl apply -f guestbook.yaml | grep -c created')).toBe('6');
    });
    const link = await share(page);
    const hash = await ask(page, 'hash');

    const context = await browser.newContext();
    const other = await context.newPage();
    const complaints = await complaintsOf(other);
    await keepWorkers(other);
    await other.goto(link);
    const preview = other.getByRole('dialog', { name: 'A guestbook that lost a host' });
    await expect(preview).toBeVisible({ timeout: 30_000 });
    await expect(preview.getByText('leaf-a', { exact: true })).toBeVisible();
    await expect(preview).toContainText('#/networking/leaf/leaf-a');
    await expect(preview.getByText('It does not replay to the same state here.')).toHaveCount(0);
    expect(await ask(other, 'hash')).toBe(hash);
    await preview.getByRole('button', { name: 'Open beside' }).click();
    await expect(preview).toHaveCount(0);
    await expect(heading(other, 'leaf-a')).toBeVisible();
    const deployments = await new TerminalOf(other).run('kubectl get deployments --no-headers | wc -l');
    expect(deployments.trim()).toBe('3');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test(`${which}, applied in the editor`, async ({ page }) => {
    await open(page);
    await tell(page, file, async (text) => {
      const editor = new EditorOf(page);
      await editor.open();
      await editor.set(text);
      await expect(editor.side.getByText('will be created')).toHaveCount(6);
      await editor.button('Apply').click();
      await expect(editor.dialog).toHaveCount(0);
    });
  });
}
