// Customization of guests: specifications kept by their names in both APIs, and what a copy of a VM becomes.
import { describe, expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const path = '/api/vcenter/guest/customization-specs';
const sdk = '/sdk/vim25/8.0.1.0';
const place = { folder: 'group-v4', resource_pool: 'resgroup-9', datastore: 'datastore-22' };

const adapter = (ipv4: object) => ({ adapter: { ipv4 } });
const fixed = (address = '10.0.20.99') =>
  adapter({ type: 'STATIC', ip_address: address, prefix: 24, gateways: ['10.0.20.1'] });
const spec = (
  hostname: object = { type: 'FIXED', fixed_name: 'web-1' },
  ...interfaces: readonly object[]
) => ({
  configuration_spec: { linux_config: { hostname, domain: 'sandbox.lab' } },
  global_DNS_settings: { dns_servers: ['10.0.10.1'], dns_suffix_list: ['sandbox.lab'] },
  interfaces: interfaces.length === 0 ? [fixed()] : interfaces,
});

const keep = (client: Client, name = 'linux', told: object = spec()) =>
  client.ask('POST', path, { name, description: 'Usual', spec: told });

/** A VM with an adapter, powered off. */
function machine(client: Client): string {
  const nics = [{ backing: { type: 'DISTRIBUTED_PORTGROUP', network: 'dvportgroup-14' } }];
  const body = { name: 'golden', guest_OS: 'UBUNTU_64', placement: place, nics };
  const made = client.ask('POST', '/api/vcenter/vm', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as string;
}

function guestOf(client: Client, vm: string) {
  client.ask('POST', `/api/vcenter/vm/${vm}/power?action=start`);
  client.pass(300);
  const [identity, interfaces] = ['identity', 'networking/interfaces'].map((each) =>
    client.ask('GET', `/api/vcenter/vm/${vm}/guest/${each}`),
  );
  return { identity: identity?.body, interfaces: interfaces?.body };
}

const customized = {
  identity: { host_name: 'web-1', ip_address: '10.0.20.99' },
  interfaces: [
    { ip: { ip_addresses: [{ ip_address: '10.0.20.99', prefix_length: 24, state: 'PREFERRED' }] } },
  ],
};

describe('a specification', () => {
  it('is kept, told, changed by who knows how it was, and deleted', () => {
    const client = signedIn();
    expect(keep(client)).toMatchObject({ status: 201, body: 'linux' });
    expect(client.ask('GET', path).body).toMatchObject([{ name: 'linux', os_type: 'LINUX' }]);
    const before = client.ask('GET', `${path}/linux`).body as { fingerprint: string; spec: object };
    expect(before.spec).toEqual(spec());
    const next = { fingerprint: before.fingerprint, spec: spec({ type: 'VIRTUAL_MACHINE' }) };
    expect(client.ask('PUT', `${path}/linux`, next).status).toBe(204);
    expect(client.ask('PUT', `${path}/linux`, next)).toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    });
    expect(client.ask('GET', `${path}/linux`).body).toMatchObject({
      spec: spec({ type: 'VIRTUAL_MACHINE' }),
    });
    expect(client.ask('DELETE', `${path}/linux`).status).toBe(204);
    expect(client.ask('GET', `${path}/linux`).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ['an address that is none', spec(undefined, fixed('10.0.20')), 'INVALID_ARGUMENT'],
    ['a static address that is not said', spec(undefined, adapter({ type: 'STATIC' })), 'INVALID_ARGUMENT'],
    ['a host name that no guest can have', spec({ type: 'FIXED', fixed_name: 'web_1' }), 'INVALID_ARGUMENT'],
    ['a fixed host name that is not said', spec({ type: 'FIXED' }), 'INVALID_ARGUMENT'],
    ['a name that somebody is asked for', spec({ type: 'USER_INPUT_REQUIRED' }), 'UNSUPPORTED'],
    ['Windows', { ...spec(), configuration_spec: { windows_config: {} } }, 'UNSUPPORTED'],
  ])('is refused with %s', (_, told, error_type) => {
    expect(keep(signedIn(), 'linux', told)).toMatchObject({ status: 400, body: { error_type } });
  });

  it('has its name alone', () => {
    const client = signedIn();
    keep(client);
    expect(keep(client)).toMatchObject({ status: 400, body: { error_type: 'ALREADY_EXISTS' } });
  });

  it('is the same one to VI/JSON', () => {
    const client = signedIn();
    keep(client);
    const manager = `${sdk}/CustomizationSpecManager/CustomizationSpecManager`;
    const item = client.ask('POST', `${manager}/GetCustomizationSpec`, { name: 'linux' }).body as {
      info: object;
      spec: object;
    };
    expect(item).toMatchObject({
      info: { name: 'linux', type: 'Linux' },
      spec: {
        identity: { hostName: { _typeName: 'CustomizationFixedName', name: 'web-1' } },
        nicSettingMap: [{ adapter: { ip: { ipAddress: '10.0.20.99' }, subnetMask: '255.255.255.0' } }],
      },
    });
    const copy = { ...item, info: { ...item.info, name: 'again' } };
    expect(client.ask('POST', `${manager}/CreateCustomizationSpec`, { item: copy }).status).toBe(204);
    expect(client.ask('GET', `${path}/again`).body).toMatchObject({ spec: spec() });
    client.ask('POST', `${manager}/RenameCustomizationSpec`, { name: 'again', newName: 'other' });
    expect(client.ask('POST', `${manager}/DoesCustomizationSpecExist`, { name: 'other' }).body).toBe(true);
    expect(client.ask('POST', `${manager}/GetCustomizationSpec`, { name: 'again' })).toMatchObject({
      status: 500,
      body: { _typeName: 'NotFound' },
    });
  });
});

describe('a guest', () => {
  it('of a copy has the name and the address that the specification gives it, once it runs', () => {
    const client = signedIn();
    keep(client);
    const body = { source: machine(client), name: 'copy', guest_customization_spec: { name: 'linux' } };
    const copy = client.ask('POST', '/api/vcenter/vm?action=clone', body).body as string;
    expect(guestOf(client, copy)).toMatchObject(customized);
  });

  it('is customized where it stands, but not while it runs', () => {
    const client = signedIn();
    keep(client);
    const vm = machine(client);
    const set = () => client.ask('PUT', `/api/vcenter/vm/${vm}/guest/customization`, { name: 'linux' });
    const state = () => client.ask('GET', `/api/vcenter/vm/${vm}/guest/customization`).body;
    expect(state()).toEqual({ status: 'IDLE' });
    expect(set().status).toBe(204);
    expect(state()).toEqual({ status: 'PENDING' });
    expect(guestOf(client, vm)).toMatchObject(customized);
    expect(state()).toEqual({ status: 'SUCCEEDED' });
    expect(set()).toMatchObject({ status: 400, body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' } });
  });

  it('must be told of all of its adapters', () => {
    const client = signedIn();
    keep(client, 'two', spec(undefined, fixed(), fixed('10.0.10.99')));
    const vm = machine(client);
    expect(client.ask('PUT', `/api/vcenter/vm/${vm}/guest/customization`, { name: 'two' })).toMatchObject({
      status: 400,
      body: { error_type: 'INVALID_ARGUMENT' },
    });
  });
});
