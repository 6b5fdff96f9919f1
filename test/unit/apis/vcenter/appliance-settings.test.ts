// The appliance's settings are kept and have their effect: a closed way in is closed, root's password is the new one.
import { describe, expect, it } from 'vitest';
import { Client } from './support.ts';

function administrator(): Client {
  const client = new Client();
  client.signIn();
  return client;
}

it.each<[string, unknown, unknown]>([
  ['ntp', { servers: ['time.sandbox.lab', '10.0.0.7'] }, ['time.sandbox.lab', '10.0.0.7']],
  ['timesync', { mode: 'HOST' }, 'HOST'],
  ['system/time/timezone', { name: 'Europe/Berlin' }, 'Europe/Berlin'],
  [
    'networking/dns/servers',
    { mode: 'is_static', servers: ['10.0.0.8'] },
    { mode: 'is_static', servers: ['10.0.0.8'] },
  ],
  ['networking/dns/domains', { domains: ['lab', 'sandbox.lab'] }, ['lab', 'sandbox.lab']],
  ['networking/noproxy', { servers: ['.lab', '10.0.0.9'].slice(1) }, ['localhost', '127.0.0.1', '10.0.0.9']],
  ['access/consolecli', { enabled: false }, false],
  ['access/shell', { enabled: true, timeout: 240 }, { enabled: true, timeout: 240 }],
  ['local-accounts/global-policy', { max_days: 30 }, { max_days: 30, min_days: 1, warn_days: 7 }],
  ['local-accounts/policy', { max_days: 30 }, { max_days: 30, min_days: 1, warn_days: 7 }],
  [
    'logging/forwarding',
    { cfg_list: [{ hostname: 'log.lab', port: 514, protocol: 'UDP' }] },
    [{ hostname: 'log.lab', port: 514, protocol: 'UDP' }],
  ],
])('%s is set', (path, body, told) => {
  const client = administrator();
  expect(client.ask('PUT', `/api/appliance/${path}`, body).status).toBe(204);
  expect(client.ask('GET', `/api/appliance/${path}`).body).toEqual(told);
});

it.each<[string, string, unknown, number]>([
  ['PUT', 'ntp', { servers: ['not a name'] }, 400],
  ['PUT', 'timesync', { mode: 'SUNDIAL' }, 400],
  ['PUT', 'access/shell', { enabled: true, timeout: 100_000 }, 400],
  ['PUT', 'networking/dns/servers', { mode: 'dhcp', servers: [] }, 400],
  ['POST', 'local-accounts', { username: 'root', config: { password: 'VMware1!', roles: ['admin'] } }, 400],
  ['POST', 'local-accounts', { username: 'ops', config: { password: 'short', roles: ['admin'] } }, 400],
  ['DELETE', 'local-accounts/root', undefined, 400],
  ['DELETE', 'local-accounts/nobody', undefined, 404],
])('%s %s %j is refused', (method, path, body, status) => {
  expect(administrator().ask(method, `/api/appliance/${path}`, body).status).toBe(status);
});

it('needs its privilege', () => {
  const client = new Client();
  client.signIn('dev-anna@vsphere.local');
  expect(client.ask('PUT', '/api/appliance/access/ssh', { enabled: false }).status).toBe(403);
});

describe('an account of the appliance', () => {
  it('is made, changed and deleted', () => {
    const client = administrator();
    const config = { password: 'VMware1!', roles: ['operator'], full_name: 'Operations' };
    expect(client.ask('POST', '/api/appliance/local-accounts', { username: 'ops', config }).status).toBe(204);
    expect(client.ask('PATCH', '/api/appliance/local-accounts/ops', { enabled: false }).status).toBe(204);
    expect(client.ask('GET', '/api/appliance/local-accounts/ops').body).toEqual({
      fullname: 'Operations',
      enabled: false,
      roles: ['operator'],
      has_password: true,
    });
    client.ask('DELETE', '/api/appliance/local-accounts/ops');
    expect(client.ask('GET', '/api/appliance/local-accounts').body).toEqual(['root']);
  });
});

it('nobody comes in by SSH once it is closed', () => {
  const client = administrator();
  const knock = () => client.ask('GET', '/sandbox/ssh/vcsa01.sandbox.lab').body;
  expect(knock()).not.toMatchObject({ trouble: 'refused' });
  client.ask('PUT', '/api/appliance/access/ssh', { enabled: false });
  expect(knock()).toMatchObject({ trouble: 'refused' });
});

describe('what the appliance has', () => {
  const mac = expect.stringMatching(/^00:50:56:[0-9a-f:]{8}$/) as string;
  const ipv4 = { configurable: true, mode: 'UNCONFIGURED' };
  const ipv6 = { configurable: true, dhcp: false, autoconf: false, addresses: [], default_gateway: '' };
  const nic = { name: 'nic0', status: 'up', mac, ipv4, ipv6 };
  const wcp = { description: 'Workload Control Plane', state: 'STARTED' };

  it.each<[string, unknown]>([
    [
      'appliance/networking',
      {
        dns: { mode: 'STATIC', hostname: 'vcsa01.sandbox.lab', servers: ['10.0.10.1'] },
        interfaces: { nic0: nic },
      },
    ],
    ['appliance/networking/interfaces', [nic]],
    ['appliance/networking/interfaces/nic0', nic],
    ['appliance/networking/interfaces/nic0/ipv4', ipv4],
    ['appliance/networking/interfaces/nic0/ipv6', ipv6],
    ['appliance/services/wcp', wcp],
    ['appliance/recovery/restore/job', { state: 'NONE', messages: [], progress: 0 }],
    ['appliance/support-bundle', { supportbundle_operations: [] }],
    ['appliance/system/global-fips', { enabled: false }],
    ['vcenter/vcha/cluster/mode', { mode: 'DISABLED' }],
    ['vcenter/topology/replication-status', []],
    ['vcenter/identity/providers', []],
    ['vcenter/crypto-manager/kms/providers', []],
    ['vcenter/crypto-manager/hosts/host-22/kms/providers', []],
    ['vcenter/compute/policies/tag-usage', []],
    ['esx/settings/depots/offline', {}],
  ])('is told at %s', (path, told) => {
    expect(administrator().ask('GET', `/api/${path}`)).toEqual({ status: 200, body: told });
  });

  it.each<[string, number, string]>([
    ['appliance/networking/interfaces/nic1', 404, "Interface with identifier 'nic1' does not exist."],
    ['appliance/recovery/backup/job/1', 404, "Backup job with identifier '1' does not exist."],
    [
      'appliance/recovery/backup/schedules/default',
      404,
      "Backup schedule with identifier 'default' does not exist.",
    ],
    ['appliance/update/staged', 400, 'Nothing is staged.'],
    ['vcenter/identity/providers/okta', 404, "Identity provider with identifier 'okta' does not exist."],
    [
      'vcenter/crypto-manager/hosts/host-9/kms/providers',
      404,
      "Host with identifier 'host-9' does not exist.",
    ],
    ['esx/settings/depots/offline/1/content', 404, "Offline depot with identifier '1' does not exist."],
  ])('is not told at %s', (path, status, words) => {
    expect(administrator().ask('GET', `/api/${path}`)).toMatchObject({
      status,
      body: { messages: [{ default_message: words }] },
    });
  });

  it('is the same service in words and by its keys, and below /rest a list', () => {
    const client = administrator();
    expect(client.ask('POST', '/api/appliance/services/wcp?action=stop').status).toBe(204);
    expect(client.ask('GET', '/api/vcenter/services/wcp').body).toMatchObject({ state: 'STOPPED' });
    expect(client.ask('GET', '/rest/appliance/services').body).toMatchObject({
      value: expect.arrayContaining([{ key: 'wcp', value: { ...wcp, state: 'STOPPED' } }]) as unknown,
    });
  });
});
