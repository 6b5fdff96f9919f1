/** The editor: what is wrong is said at its line before anything is sent, what would happen is shown before it does. */
import { expect, go, open, pause, test } from './page/site.ts';
import { EditorOf } from './page/editor.ts';
import { TerminalOf } from './page/terminal.ts';

const deployment = (name: string, replicas = 1): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: main
          image: nginx:1.25
`;

test.beforeEach(async ({ page }) => {
  await open(page);
  await pause(page);
});

test('broken YAML is marked at its line and column, and nothing can be applied', async ({ page }) => {
  const editor = new EditorOf(page);
  await editor.open();
  await editor.set('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels: {x: [1, 2}\n');
  await expect(editor.side.getByText('Line 5, column 20')).toBeVisible();
  await expect(editor.dialog.locator('.cm-lintRange-error')).toBeVisible();
  await expect(editor.button('Apply')).toHaveAttribute('aria-disabled', 'true');
  await editor.side.getByRole('button').first().click();
  await expect(editor.code).toBeFocused();
  await editor.set('apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\n');
  await expect(editor.side.getByText('Line 4')).toBeVisible();
  await editor.set('a: &a [x]\nkind: Nothing\n');
  await expect(editor.side).toContainText('apiVersion not set');
});

test('unknown fields and kinds, wrong values: in Kubernetes’ words, at their lines', async ({ page }) => {
  const editor = new EditorOf(page);
  await editor.open();
  await editor.set(deployment('web').replace('replicas: 1', 'replicass: 1'));
  await expect(editor.side).toContainText('unknown field "spec.replicass"');
  await expect(editor.side.getByRole('button', { name: 'Line 6' })).toBeVisible();
  await expect(editor.button('Apply')).toHaveAttribute('aria-disabled', 'true');
  await editor.set(deployment('web').replace('image: nginx:1.25', 'image: ""'));
  await expect(editor.side).toContainText('spec.template.spec.containers[0].image: Required value');
  await expect(editor.side.getByRole('button', { name: 'Line 15' })).toBeVisible();
  await editor.set(deployment('Web_1'));
  await expect(editor.side).toContainText('a lowercase RFC 1123');
  await editor.set('apiVersion: v1\nkind: Gadget\nmetadata:\n  name: a\n');
  await expect(editor.side).toContainText('no matches for kind "Gadget" in version "v1"');
});

test('what would be created is shown, then applied; a change shows its lines; Ctrl-S applies', async ({
  page,
}) => {
  const editor = new EditorOf(page);
  await editor.open();
  await editor.set(`${deployment('web')}---\n${deployment('api', 2)}`);
  await expect(editor.side.getByText('will be created')).toHaveCount(2);
  await expect(
    editor.side.getByRole('region', { name: 'What changes in deployment.apps/web' }),
  ).toContainText('revisionHistoryLimit: 10');
  await editor.button('Apply').click();
  await expect(editor.dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'You just did' })).toContainText('Applied 2 objects');
  expect(await new TerminalOf(page).run('kubectl get deployments -o name')).toBe(
    'deployment.apps/api\ndeployment.apps/web',
  );

  await editor.open();
  await editor.set(deployment('web', 3));
  await expect(editor.side.getByText(/lines? will change/)).toBeVisible();
  await expect(editor.side.locator('[data-sign="+"]', { hasText: 'replicas: 3' })).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(editor.dialog).toHaveCount(0);
  await editor.open();
  await editor.set(deployment('web', 3));
  await expect(editor.side.getByText('as it is')).toBeVisible();
  await expect(editor.button('Apply')).toHaveAttribute('title', 'Nothing would change');
  await page.keyboard.press('Escape');
  await expect(editor.dialog.getByText('What you wrote is not applied.')).toBeVisible();
  await editor.button('Put it aside').click();
  await expect(editor.dialog).toHaveCount(0);
});

test('an alias bomb, a mebibyte of brackets and a text too long give an error and hang nothing', async ({
  page,
}) => {
  const editor = new EditorOf(page);
  await editor.open();
  const bomb = Array.from({ length: 9 }, (_, level) =>
    level === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
      : `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  ).join('\n');
  const hostile: readonly (readonly [string, RegExp])[] = [
    [bomb, /document contains excessive aliasing/],
    ['['.repeat(1_048_576), /exceeded max depth of 64/],
    ['x'.repeat(1_048_577), /at most 1048576 are read/],
    [`a: ${'{a: '.repeat(200_000)}`, /exceeded max depth of 64/],
  ];
  for (const [text, says] of hostile) {
    await editor.set(text);
    // A hang would be one whatever the machine: a second where nothing else runs.
    await expect(editor.side).toContainText(says, { timeout: 20_000 });
    await expect(editor.side).toContainText(/Line \d+/);
    await expect(editor.button('Apply')).toHaveAttribute('aria-disabled', 'true');
  }
  await editor.set(deployment('after'));
  await expect(editor.side.getByText('will be created')).toBeVisible();
});

test('an object that somebody else changed meanwhile is not overwritten: the conflict is said at once', async ({
  page,
}) => {
  const terminal = new TerminalOf(page);
  const editor = new EditorOf(page);
  await terminal.run('kubectl create configmap shared --from-literal=colour=red');
  const edit = async (colour: string): Promise<void> => {
    await page
      .getByRole('main')
      .getByRole('button', { name: /actions/i })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Edit YAML…' }).click();
    await expect(editor.code).toContainText(`colour: ${colour}`);
  };
  await go(page, '#/namespaces/demo/configmaps/shared');
  await edit('red');
  const text = (await editor.code.locator('.cm-line').allTextContents()).join('\n');
  expect(text).toContain('resourceVersion');
  await editor.button('Close').last().click();

  await terminal.run('kubectl patch configmap shared -p \'{"data":{"colour":"blue"}}\'');
  await edit('blue');
  await editor.set(text.replace('colour: red', 'colour: green'));
  await expect(editor.side).toContainText(
    'the object has been modified; please apply your changes to the latest version',
  );
  await expect(editor.button('Apply')).toHaveAttribute('aria-disabled', 'true');
  await editor.set(text.replace('colour: red', 'colour: green').replace(/^ *resourceVersion.*\n/m, ''));
  await expect(editor.side.locator('[data-sign="+"]', { hasText: 'colour: green' })).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(editor.dialog).toHaveCount(0);
  expect(await terminal.run('kubectl get configmap shared -o jsonpath={.data.colour}')).toBe('green');
});
