/** The terminal of the page with its keys, its files and its programs: what a person does there all day. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

const guestbook = readFileSync(new URL('../clients/manifests/guestbook.yaml', import.meta.url), 'utf8');

async function terminalOf(page: Page): Promise<TerminalOf> {
  await open(page);
  await pause(page);
  const terminal = new TerminalOf(page);
  await terminal.ready();
  await terminal.grow();
  return terminal;
}

test('kubectl get nodes shows three control plane nodes and four hosts; history and its keys', async ({
  page,
}) => {
  const terminal = await terminalOf(page);
  const nodes = (await terminal.run('kubectl get nodes')).split('\n');
  expect(nodes[0]).toMatch(/^NAME +STATUS +ROLES +AGE +VERSION$/);
  expect(nodes).toHaveLength(8);
  expect(nodes.filter((line) => / +Ready +control-plane,master +/.test(line))).toHaveLength(3);
  expect(nodes.filter((line) => /^esxi-0\d\.sandbox\.lab +Ready +agent +.*-sph-/.test(line))).toHaveLength(4);
  // A screen reader has it too, row by row.
  await expect(terminal.pane.getByRole('listitem').filter({ hasText: /^esxi-01\.sandbox\.lab/ })).toHaveCount(
    1,
  );
  expect(await terminal.run('k get ns demo -o name')).toBe('namespace/demo');

  await terminal.clear();
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  const line = (): Promise<string> => terminal.screen();
  await press('ArrowUp');
  await expect.poll(line).toBe('demo $ k get ns demo -o name');
  await press('ArrowUp');
  await expect.poll(line).toBe('demo $ kubectl get nodes');
  await press('ArrowDown');
  await press('Control+w');
  await press('Control+a');
  await press('Delete');
  await page.keyboard.type('kubectl');
  await press('End');
  await page.keyboard.type('wide | wc -l');
  await expect.poll(line).toBe('demo $ kubectl get ns demo -o wide | wc -l');
  await press('Enter');
  await expect.poll(line).toMatch(/\n2\n/);
  await page.reload();
  await terminal.clear();
  await press('ArrowUp');
  await expect.poll(line).toBe('demo $ kubectl get ns demo -o wide | wc -l');
});

test('Tab completes commands, kinds, names and files, and lists what is open', async ({ page }) => {
  const terminal = await terminalOf(page);
  await terminal.type('kubectl des');
  await page.keyboard.press('Tab');
  await page.keyboard.type('node esxi-03');
  await page.keyboard.press('Tab');
  await expect.poll(() => terminal.screen()).toBe('demo $ kubectl describe node esxi-03.sandbox.lab');
  await page.keyboard.press('Control+c');
  await terminal.type('cat w');
  await page.keyboard.press('Tab');
  await expect.poll(() => terminal.screen()).toBe('demo $ cat web.yaml');
  await page.keyboard.press('Control+u');
  await page.keyboard.type('kubectl get node esxi-0');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect.poll(() => terminal.screen()).toMatch(/esxi-01\.sandbox\.lab +esxi-02\.sandbox\.lab/);
});

test('Ctrl-C ends a watch and a command that waits; the line goes on', async ({ page }) => {
  const terminal = await terminalOf(page);
  await terminal.type('kubectl get pods -w');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '100x', exact: true }).click();
  await page.getByRole('button', { name: 'New session' }).click();
  await page.getByRole('menuitem', { name: 'As dev-anna' }).click();
  const other = new TerminalOf(page, 2);
  await other.run('kubectl create deployment web --image=nginx');
  await expect.poll(() => terminal.screen()).toMatch(/web-\S+ +0\/1 +Pending[^]*web-\S+ +1\/1 +Running/);
  await terminal.focus();
  await page.keyboard.press('Control+c');
  await expect.poll(() => terminal.screen()).toMatch(/\^C\n[^\n]*\$$/);
  // kubectl ends a watch by itself, with 1; what has no answer to Ctrl-C ends with 130.
  expect(await terminal.run('echo $?')).toBe('1');
  await terminal.type('kubectl delete deployment web && echo gone');
  await page.keyboard.press('Enter');
  await expect.poll(() => terminal.screen()).toContain('gone');
  await other.focus();
  await page.keyboard.type('exit');
  await page.keyboard.press('Enter');
  await expect(other.pane).toHaveCount(0);
  await terminal.focus();
  await page.keyboard.press('Control+d');
  await expect.poll(() => terminal.screen()).toMatch(/the only one: it stays open\.\n[^\n]*\$$/);
  expect(await terminal.run('exit')).toContain('the only one');
});

test('copy and paste, and a line longer than the terminal is wide', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const terminal = await terminalOf(page);
  await terminal.run('kubectl get ns demo -o name');
  await terminal.pane.locator('.xterm-rows').getByText('namespace/demo').dblclick({ force: true });
  await page.keyboard.press('Control+c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('demo');
  await page.evaluate(() => navigator.clipboard.writeText('echo one\necho two\n'));
  await terminal.clear();
  await page.keyboard.press('Control+v');
  await expect.poll(() => terminal.screen()).toMatch(/echo one\none\n[^\n]*echo two\ntwo\n/);

  const long = `echo ${'0123456789'.repeat(25)}`;
  await terminal.type(long);
  await page.keyboard.press('Home');
  await page.keyboard.type('x');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await terminal.screen()).replaceAll('\n', '')).toBe(`demo $ ${long}`);
  await page.setViewportSize({ width: 900, height: 700 });
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await terminal.screen()).replaceAll('\n', ''))
    .toContain(`${'0123456789'.repeat(25)}demo $`);
});

test('it takes the room that the panel gives it', async ({ page }) => {
  await open(page);
  const terminal = new TerminalOf(page);
  await terminal.ready();
  const rows = terminal.pane.locator('.xterm-rows > div');
  const before = await rows.count();
  await terminal.grow();
  await expect.poll(() => rows.count()).toBeGreaterThan(before + 5);
});

test('files: a here-document, ls, cat, a dropped file, apply and delete', async ({ page }) => {
  const terminal = await terminalOf(page);
  await terminal.clear();
  await page.keyboard.type(
    "cat <<'EOF' > map.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: typed\nEOF\n",
  );
  await terminal.ready();
  expect(await terminal.run('ls')).toMatch(/map\.yaml\s+web\.yaml/);
  expect(await terminal.run('cat map.yaml | grep name')).toBe('  name: typed');
  expect(await terminal.run('kubectl apply -f map.yaml')).toBe('configmap/typed created');
  expect(await terminal.run('kubectl apply -f map.yaml')).toBe('configmap/typed unchanged');

  await terminal.clear();
  await terminal.drop('guestbook.yaml', guestbook);
  await expect.poll(() => terminal.screen()).toContain('guestbook.yaml: in ~ now');
  const applied = await terminal.run('kubectl apply -f guestbook.yaml');
  expect(applied.split('\n')).toHaveLength(6);
  expect(applied).toContain('deployment.apps/page created');
  expect(await terminal.run('kubectl delete -f guestbook.yaml --wait=false | wc -l')).toMatch(/6$/);
  await page.reload();
  await terminal.ready();
  expect(await terminal.run('ls')).toMatch(/guestbook\.yaml\s+map\.yaml\s+web\.yaml/);
});

test('kubectl edit opens the editor of the page, and takes its text', async ({ page }) => {
  const terminal = await terminalOf(page);
  await terminal.run('kubectl create deployment web --image=nginx');
  await terminal.type('kubectl edit deployment web');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  const code = dialog.getByRole('textbox');
  await expect(code).toContainText('replicas: 1');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await terminal.ready();
  expect(await terminal.screen()).toContain('Edit cancelled, no changes made.');

  await terminal.type('kubectl edit deployment web');
  await page.keyboard.press('Enter');
  await expect(code).toContainText('replicas: 1');
  await code.getByText('replicas: 1', { exact: false }).last().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('3');
  await page.keyboard.press('Control+s');
  await expect(dialog).toHaveCount(0);
  await terminal.ready();
  expect(await terminal.screen()).toContain('deployment.apps/web edited');
  expect(await terminal.run('kubectl get deployment web -o jsonpath={.spec.replicas}')).toBe('3');
});

test('kubectl vsphere login asks for the password and hides it; the certificate is not trusted without the flag', async ({
  page,
}) => {
  const terminal = await terminalOf(page);
  const login =
    'kubectl vsphere login --server=sv1-az1.sandbox.lab --vsphere-username administrator@vsphere.local';
  expect(await terminal.run('kubectl vsphere logout')).toContain('Logged out');
  expect(await terminal.run('kubectl get pods')).toMatch(
    /refused|not.*(logged|Unauthorized|provide credentials)/i,
  );
  const logIn = async (flags: string, password: string, answer: RegExp): Promise<void> => {
    await terminal.clear();
    await page.keyboard.type(`${login}${flags}\n`);
    await expect.poll(() => terminal.screen()).toMatch(/Password: *$/);
    await page.keyboard.type(`${password}\n`);
    await terminal.ready();
    expect(await terminal.screen()).toMatch(answer);
    expect(await terminal.screen()).not.toContain(password);
  };
  await logIn('', 'VMware1!', /x509: certificate signed by unknown authority/);
  await logIn(' --insecure-skip-tls-verify', 'wrong', /invalid|credentials/i);
  await logIn(' --insecure-skip-tls-verify', 'VMware1!', /Logged in successfully\./);
  expect(await terminal.run('kubectl config get-contexts')).toMatch(/demo/);
});

test('the developer of demo is refused what a Supervisor refuses, in its words', async ({ page }) => {
  const terminal = await terminalOf(page);
  const user = 'User "sso:dev-anna@vsphere.local"';
  expect(await terminal.run('kubectl create namespace other')).toContain(
    `Error from server (Forbidden): namespaces is forbidden: ${user} cannot create resource "namespaces" in API group "" at the cluster scope`,
  );
  expect(await terminal.run('kubectl get pods -n kube-system')).toContain(
    `Error from server (Forbidden): pods is forbidden: ${user} cannot list resource "pods" in API group "" in the namespace "kube-system"`,
  );
  expect(await terminal.run('kubectl delete node esxi-01.sandbox.lab')).toContain(
    `nodes "esxi-01.sandbox.lab" is forbidden: ${user} cannot delete resource "nodes"`,
  );
  expect(await terminal.run('kubectl frobnicate')).toContain('unknown command "frobnicate"');
  expect(await terminal.run('vim web.yaml')).toContain('command not found');
});

test('an administrator goes by the appliance to a control plane VM, and is root there', async ({ page }) => {
  const terminal = await terminalOf(page);
  const line = (): Promise<string> => terminal.screen();
  const enter = async (text: string, then: RegExp): Promise<string> => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect.poll(line).toMatch(then);
    return await line();
  };
  await terminal.clear();
  await enter('ssh root@vcsa01.sandbox.lab', /continue connecting .*\?$/);
  await enter('yes', /password:$/);
  await enter('VMware1!', /Command>$/);
  await enter('shell', /root@vcsa01 \[ ~ \]#$/);
  const told = await enter('/usr/lib/vmware-wcp/decryptK8Pwd.py', /-{60}\n\nroot@vcsa01 \[ ~ \]#$/);
  const secret = /^PWD: (\S{44})$/m.exec(told)?.[1] ?? '';
  await enter('ssh root@10.0.10.50', /continue connecting .*\?$/);
  await enter('yes', /password:$/);
  expect(await enter(secret, /root@42[0-9a-f]{30} \[ ~ \]#$/)).toContain('control plane VM of a Supervisor');
  expect(await enter('kubectl auth whoami', /system:authenticated\]\n+root@\S+ \[ ~ \]#$/)).toContain(
    'kubernetes-admin',
  );
  await page.keyboard.press('ArrowUp');
  await expect.poll(line).toMatch(/# kubectl auth whoami$/);
  await page.keyboard.press('Control+u');
  await enter('exit', /closed\.\n+root@vcsa01 \[ ~ \]#$/);
  await enter('exit', /Command>$/);
  await enter('exit', /closed\.\n+demo \$$/);
});
