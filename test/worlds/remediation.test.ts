// A cluster is brought to a new image host by host: pre-check, maintenance, installation, restart; never two hosts at once.
import { expect, it } from 'vitest';
import { Client } from '../unit/apis/vcenter/support.ts';

interface Host {
  readonly spec: { readonly build: string; readonly maintenance?: boolean };
}

const path = '/api/esx/settings/clusters/domain-c8/software';

it('host by host, with the Pods that it would lose named before', () => {
  const client = new Client();
  client.signIn();
  const { world } = client;
  const pod = { metadata: { name: 'lonely' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  world.request(
    {
      method: 'POST',
      path: '/api/v1/namespaces/demo/pods',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(pod),
    },
    { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] },
  );
  client.pass(60);
  expect(client.ask('GET', `${path}/compliance`).body).toMatchObject({ status: 'COMPLIANT' });
  expect(client.ask('PUT', `${path}/base-image`, { version: 'newest' })).toMatchObject({ status: 400 });
  expect(client.ask('PUT', `${path}/base-image`, { version: '8.0.1-0.0.22088125' }).status).toBe(204);
  expect(client.ask('GET', `${path}/compliance`).body).toMatchObject({
    status: 'NON_COMPLIANT',
    non_compliant_hosts: ['host-21', 'host-22', 'host-23', 'host-24'],
  });
  const checked = client.ask('POST', `${path}?action=check`).body as { status: string };
  expect(checked.status).toBe('WARNING');
  expect(JSON.stringify(checked)).toContain("vSphere Pod 'demo/lonely' on 'esxi-");
  const { status, body: task } = client.ask('POST', `${path}?action=apply`);
  expect(status).toBe(202);
  const hosts = () => world.view('fabric').list('vsphere.sandbox/hosts') as unknown as readonly Host[];
  let most = 0;
  for (let minutes = 0; minutes < 90; minutes++) {
    client.pass(60);
    most = Math.max(most, hosts().filter(({ spec }) => spec.maintenance === true).length);
  }
  expect(most).toBe(1);
  expect(hosts().map(({ spec }) => spec.build)).toEqual(Array(4).fill('8.0.1, 22088125'));
  expect(client.ask('GET', `/api/cis/tasks/${String(task)}`).body).toMatchObject({ status: 'SUCCEEDED' });
  expect(client.ask('GET', `${path}/compliance`).body).toMatchObject({ status: 'COMPLIANT' });
});

it('is refused where a host cannot be emptied', () => {
  const client = new Client();
  client.signIn();
  client.ask('POST', '/sandbox/hosts/esxi-02.sandbox.lab/PowerLost');
  client.pass(30);
  client.ask('PUT', `${path}/base-image`, { version: '8.0.1-0.0.22088125' });
  expect(client.ask('POST', `${path}?action=apply`)).toMatchObject({
    status: 400,
    body: { messages: [{ default_message: "Host 'esxi-02.sandbox.lab' is not connected." }] },
  });
});
