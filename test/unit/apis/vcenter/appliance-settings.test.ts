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
