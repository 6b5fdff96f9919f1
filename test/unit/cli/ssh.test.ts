// The way of administrators: the vCenter appliance over SSH, the password of the control plane VMs, root's kubectl there; and who is kept out.
import { beforeEach, describe, expect, it } from 'vitest';
import { controlPlaneVmsOf } from '../../../src/kinds/vsphere/machine.ts';
import { fabricScope, supervisorOf, type Supervisor } from '../../../src/kinds/vsphere/supervisor.ts';
import type { WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import { instantiateKernels } from '../../../src/runtime/node/kernels.ts';
import { clusterAdmin, World } from '../../../src/world.ts';
import { pageSide, type Played } from '../../transcripts/page-side.ts';
import { fourHosts } from '../../transcripts/setting.ts';

const { vcenter, supervisorFqdn } = fourHosts.names;
const password = 'VMware1!';
const decrypt = '/usr/lib/vmware-wcp/decryptK8Pwd.py';
const trusting = '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null';

let side: Played;
beforeEach(() => {
  side = pageSide();
});

/** Runs a command, with lines that the person types; what it says on both outputs, in order of kind. */
async function run(command: string, ...typed: readonly string[]) {
  for (const line of typed) await side.direct(`type ${line}`);
  return await side.run(command);
}

/** What bash of the appliance prints. */
const onAppliance = async (...lines: readonly string[]) =>
  await run(`ssh ${trusting} root@${vcenter}`, password, 'shell', ...lines, 'exit', 'exit');

async function controlPlane(): Promise<{ readonly ip: string; readonly secret: string }> {
  const { out } = await onAppliance(decrypt);
  const ip = /^IP: (.+)$/m.exec(out)?.[1] ?? '';
  return { ip, secret: /^PWD: (.+)$/m.exec(out)?.[1] ?? '' };
}

const onControlPlane = async (command: string) => {
  const { ip, secret } = await controlPlane();
  return await run(`ssh ${trusting} root@${ip} "${command}"`, secret);
};

const supervisor = (): Supervisor => supervisorOf(side.world.view('supervisor')) as Supervisor;
const vms = () => controlPlaneVmsOf(supervisor(), side.world.view(fabricScope));

/** The host under the control plane VM that has the floating address loses its power. */
function cutPower(): void {
  const leader = vms().find(({ metadata }) => metadata.name === supervisor().status?.leader);
  const path = `/sandbox/hosts/${leader?.status?.host ?? ''}/PowerLost`;
  const { status } = side.world.request({ method: 'POST', path }, clusterAdmin) as WireResponse;
  expect(status).toBe(200);
}

describe('who listens', () => {
  it.each([
    ['nowhere.lab', 'ssh: Could not resolve hostname nowhere.lab: Name or service not known\n'],
    ['10.99.0.1', 'ssh: connect to host 10.99.0.1 port 22: Connection timed out\n'],
    ['esxi-01.sandbox.lab', 'ssh: connect to host esxi-01.sandbox.lab port 22: Connection refused\n'],
    [supervisorFqdn, `ssh: connect to host ${supervisorFqdn} port 22: Connection refused\n`],
  ])('%s', async (host, err) => {
    expect(await run(`ssh root@${host}`)).toEqual({ out: '', err, code: 255 });
  });

  it('a control plane VM that is off is not reached, nor the floating address until another one has it', async () => {
    const { ip, secret } = await controlPlane();
    const own = vms().find(({ metadata }) => metadata.name === supervisor().status?.leader)?.spec
      .managementIp;
    await run(`ssh root@${ip} hostname`, 'yes', secret);
    cutPower();
    side.world.runTo(side.world.now + 1_000);
    for (const address of [ip, own])
      expect(await run(`ssh root@${address} hostname`, secret)).toEqual({
        out: '',
        err: `ssh: connect to host ${address} port 22: No route to host\n`,
        code: 255,
      });
    side.world.runTo(side.world.now + 120_000);
    const moved = await run(`ssh root@${ip} hostname`, secret);
    expect(moved.err).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED!');
    expect(moved.code).toBe(255);
    const again = await run(`ssh-keygen -R ${ip}; ssh root@${ip} hostname`, 'yes', secret);
    expect(vms().map(({ spec }) => spec.node)).toContain(again.out.trimEnd().split('\n').at(-1));
  });

  it('a session ends when its machine goes', async () => {
    const { ip, secret } = await controlPlane();
    const leader = vms().find(({ metadata }) => metadata.name === supervisor().status?.leader);
    const token = `$(kubectl config view --raw -o jsonpath='{.users[0].user.token}')`;
    const fault = `https://${ip}:6443/sandbox/hosts/${leader?.status?.host ?? ''}/PowerLost`;
    await side.direct('during 10s');
    const { out, err, code } = await run(
      `ssh ${trusting} root@${ip}`,
      secret,
      `curl -sk -X POST -H "Authorization: Bearer ${token}" ${fault}; sleep 5`,
      'echo still here',
    );
    expect(out).not.toContain('still here');
    expect(err).toContain(`Connection to ${ip} closed by remote host.\n`);
    expect(code).toBe(255);
  });
});

describe('who may log in', () => {
  it.each([
    ['a wrong password', 'root', 'wrong'],
    ['a user of a namespace', 'dev-anna', password],
    ['an administrator of vCenter', 'administrator', password],
  ])('not %s', async (_who, user, typed) => {
    const { ip } = await controlPlane();
    for (const host of [vcenter, ip]) {
      const { err, code } = await run(`ssh -q ${trusting} ${user}@${host}`, typed, typed, typed);
      expect(err).toContain(
        `Permission denied, please try again.\n${user}@${host}: Permission denied (publickey,password,keyboard-interactive).\n`,
      );
      expect(code).toBe(255);
    }
  });

  it('with the appliance’s password on no control plane VM', async () => {
    const { ip, secret } = await controlPlane();
    expect(secret).not.toBe(password);
    expect((await run(`ssh ${trusting} root@${ip} hostname`, password)).code).toBe(255);
  });

  it('nor does a developer’s token read what lies on a machine', async () => {
    const { ip } = await controlPlane();
    const { out } = await run(
      `curl -sk -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $(kubectl config view --raw -o jsonpath='{.users[?(@.name!=\\"kubernetes-admin\\")].user.token}')" https://${supervisorFqdn}/sandbox/ssh/${ip}/files`,
    );
    expect(out).toContain('401');
  });

  it('whoever does not know the host is asked, and may say no', async () => {
    const { err, code } = await run(`ssh root@${vcenter}`, 'no');
    expect(err).toMatch(/^The authenticity of host .+\nED25519 key fingerprint is SHA256:[\w+/]{43}\.\n/);
    expect(err).toContain('Host key verification failed.\n');
    expect(code).toBe(255);
  });
});

describe('the appliance', () => {
  it('has a shell of its own before bash', async () => {
    const { out, err } = await run(
      `ssh ${trusting} root@${vcenter}`,
      password,
      'ls',
      'shell',
      'pwd',
      'exit',
      'exit',
    );
    expect(err).toContain("Unknown command: `ls'\n");
    expect(out).toContain('Command> \nShell access is granted to root\nroot@vcsa01 [ ~ ]# \n/root\n');
    expect(err).toContain(`Connection to ${vcenter} closed.\n`);
  });

  it('shows the passwords of the control plane VMs as the script prints them', async () => {
    const { out } = await onAppliance(`cd ${decrypt.replace(/\/[^/]+$/, '')}`, './decryptK8Pwd.py');
    const { floatingIp } = supervisor().spec.management;
    expect(out).toMatch(
      new RegExp(
        `Read key from file\n\nConnected to PSQL\n\nCluster: domain-c8:[0-9a-f-]{36}\nIP: ${floatingIp}\nPWD: \\S{44}\n-{60}\n`,
      ),
    );
  });

  it('stops and starts the Workload Control Plane, which its API tells too, and a replay does', async () => {
    const stopped = await onAppliance(
      'service-control --stop wcp',
      'service-control --status wcp',
      'vmon-cli -s wcp',
    );
    expect(stopped.out).toContain('Successfully stopped service wcp\n');
    expect(stopped.out).toContain('Stopped:\n wcp\n');
    expect(stopped.out).toContain('RunState: STOPPED\n');
    const told = () => {
      const answer = side.world.request({ method: 'GET', path: '/api/vcenter/services/wcp' }, clusterAdmin);
      return (JSON.parse((answer as WireResponse).body) as { readonly state: string }).state;
    };
    expect(told()).toBe('STOPPED');
    const last = side.world.journal.at(-1);
    expect(last?.command).toMatchObject({
      actor: { user: 'root@localos' },
      request: { method: 'POST', path: '/api/vcenter/services/wcp?action=stop' },
    });
    const options = { kernels: instantiateKernels(), strict: true };
    const again = World.create({ ...options, scenario: fourHosts });
    for (const record of side.world.journal) again.replay(record);
    again.runTo(side.world.now);
    expect(again.hash()).toBe(side.world.hash());
    const { out } = await onAppliance('service-control --start --all', 'service-control --status --all');
    expect(out).toContain('Performing start operation on service wcp...\nSuccessfully started service wcp\n');
    expect(out).not.toContain('Stopped:');
    expect(told()).toBe('STARTED');
  });

  it.each([
    [
      'service-control --stop vpxd',
      "Service 'vpxd' is needed by the sandbox itself and cannot be stopped here.",
    ],
    ['service-control --stop nothing', 'Service nothing is not found.'],
    ['service-control --stop', 'usage: service-control'],
    ['vmon-cli -k', 'usage: vmon-cli'],
    ['kubectl get nodes', 'bash: kubectl: command not found'],
  ])('refuses %s', async (command, words) => {
    expect((await onAppliance(command)).err).toContain(words);
  });

  it('has the log of the service as of now', async () => {
    const log = 'grep shop /var/log/vmware/wcp/wcpsvc.log';
    expect((await onAppliance(log)).out).not.toContain('Namespace shop');
    const body = JSON.stringify({ cluster: supervisor().spec.moid, namespace: 'shop' });
    side.world.request({ method: 'POST', path: '/api/vcenter/namespaces/instances', body }, clusterAdmin);
    expect((await onAppliance(log)).out).toMatch(/ info wcp \[.+\] \[opID=.+\] Namespace shop is /);
  });
});

describe('a control plane VM', () => {
  it('warns whoever logs in', async () => {
    const { ip, secret } = await controlPlane();
    const { out } = await run(`ssh ${trusting} root@${ip}`, secret, 'exit');
    expect(out).toContain('WARNING: this is a control plane VM of a Supervisor.');
  });

  it('lets root do what a namespace’s user is refused', async () => {
    const asked = 'kubectl get secrets -n kube-system';
    expect((await run(asked)).err).toContain('is forbidden: User "sso:dev-anna@vsphere.local"');
    expect((await onControlPlane(`${asked} -o name | wc -l`)).code).toBe(0);
    expect(
      (await onControlPlane('kubectl auth whoami -o jsonpath={.status.userInfo.username}')).out,
    ).toContain('kubernetes-admin');
    expect((await onControlPlane('kubectl create ns theirs')).out).toContain('namespace/theirs created\n');
    const made = side.world.journal.at(-1)?.command;
    expect(made).toMatchObject({ actor: { user: 'kubernetes-admin' }, request: { method: 'POST' } });
  });

  it('shows containers of its node, and the members of etcd', async () => {
    const { out } = await onControlPlane('crictl ps; etcdctl member list; etcdctl endpoint health');
    expect(out).toMatch(/^CONTAINER +IMAGE +CREATED +STATE +NAME +ATTEMPT +POD ID +POD$/m);
    expect(out).toMatch(/^[0-9a-f-]{13} +[0-9a-f]{13} +12 days ago +Running +kube-apiserver /m);
    expect(out.match(/, started, 42[0-9a-f]{30}, https:\/\/10\.0\.10\.5\d:2380, /g)).toHaveLength(3);
    expect(out.match(/ is healthy: /g)).toHaveLength(3);
  });

  it('is reached from the appliance as well', async () => {
    const { ip, secret } = await controlPlane();
    const { out } = await onAppliance(`ssh ${trusting} root@${ip} kubectl get nodes -o name`, secret);
    expect(out.match(/^node\//gm)).toHaveLength(7);
  });
});
