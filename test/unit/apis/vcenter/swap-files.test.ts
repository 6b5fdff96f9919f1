// Swap files of VMs on a datastore that is not vSAN: made with the power, as large as the memory that nothing reserves, gone with it; and what
// a datastore says that has no room for one more.
import { describe, expect, it } from 'vitest';
import { signedIn, type Answered, type Client } from './support.ts';

const gib = 1_024;
const bytesPerMiB = 1_048_576;
const sdk = '/sdk/vim25/8.0.1.0';

function asked(client: Client, method: string, path: string, body?: unknown): unknown {
  const answer = client.ask(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

/** The host's own datastore. */
function withLocalDatastore(client: Client): { host: string; datastore: string } {
  const host = String(
    asked(client, 'POST', '/api/vcenter/host', {
      hostname: 'edge-01.sandbox.lab',
      user_name: 'root',
      password: 'VMware1!',
      thumbprint_verification: 'NONE',
      folder: 'group-h5',
    }),
  );
  client.pass(600);
  const found = asked(client, 'GET', '/api/vcenter/datastore?names=datastore1') as { datastore: string }[];
  return { host, datastore: found[0]?.datastore ?? '' };
}

function made(
  client: Client,
  on: { host: string; datastore: string },
  name: string,
  memoryMiB: number,
): string {
  const placement = { folder: 'group-v4', ...on };
  const body = { guest_OS: 'UBUNTU_64', name, placement, memory: { size_MiB: memoryMiB }, disks: [] };
  return String(asked(client, 'POST', '/api/vcenter/vm', body));
}

const power = (client: Client, vm: string, action: string): Answered => {
  const answer = client.ask('POST', `/api/vcenter/vm/${vm}/power?action=${action}`);
  client.pass(1);
  return answer;
};

const freeMiB = (client: Client, { datastore }: { datastore: string }): number =>
  (asked(client, 'GET', `/api/vcenter/datastore/${datastore}`) as { free_space: number }).free_space /
  bytesPerMiB;

describe('a swap file', () => {
  it('takes its room while the VM has power, without what is reserved', () => {
    const client = signedIn();
    const on = withLocalDatastore(client);
    const web = made(client, on, 'web', 4 * gib);
    const before = freeMiB(client, on);
    expect(power(client, web, 'start').status).toBe(204);
    expect(before - freeMiB(client, on)).toBe(4 * gib);
    expect(power(client, web, 'suspend').status).toBe(204);
    expect(before - freeMiB(client, on)).toBe(4 * gib);
    expect(power(client, web, 'start').status).toBe(204);
    expect(power(client, web, 'stop').status).toBe(204);
    expect(freeMiB(client, on)).toBe(before);
    const spec = { memoryAllocation: { reservation: 3 * gib } };
    asked(client, 'POST', `${sdk}/VirtualMachine/${web}/ReconfigVM_Task`, { spec });
    power(client, web, 'start');
    expect(before - freeMiB(client, on)).toBe(gib);
  });

  it('that finds no room beside those of others keeps a VM off, until one is gone', () => {
    const client = signedIn();
    const on = withLocalDatastore(client);
    const room = freeMiB(client, on);
    const each = room / 2 + gib - ((room / 2) % 4);
    const [first, second] = ['a', 'b'].map((name) => made(client, on, name, each)) as [string, string];
    expect(power(client, first, 'start').status).toBe(204);
    expect(power(client, second, 'start')).toMatchObject({
      body: { messages: [{ default_message: expect.stringMatching(/No space left on device/) as string }] },
    });
    expect(power(client, first, 'stop').status).toBe(204);
    expect(power(client, second, 'start').status).toBe(204);
  });

  it('is counted also where two are made in one moment', () => {
    const client = signedIn();
    const on = withLocalDatastore(client);
    const each = freeMiB(client, on) / 2 + gib;
    const [first, second] = ['a', 'b'].map((name) => made(client, on, name, each - (each % 4))) as [
      string,
      string,
    ];
    const start = (vm: string) => client.ask('POST', `/api/vcenter/vm/${vm}/power?action=start`).status;
    expect([start(first), start(second)]).toEqual([204, 500]);
  });

  it('grows into what is free, and no further', () => {
    const client = signedIn();
    const on = withLocalDatastore(client);
    const web = made(client, on, 'web', 8 * gib);
    const reserve = (reservation: number) =>
      asked(client, 'POST', `${sdk}/VirtualMachine/${web}/ReconfigVM_Task`, {
        spec: { memoryAllocation: { reservation } },
      });
    reserve(8 * gib);
    const before = freeMiB(client, on);
    power(client, web, 'start');
    expect(freeMiB(client, on)).toBe(before);
    asked(client, 'POST', '/sandbox/datastores/datastore1/Filled');
    reserve(4 * gib);
    client.pass(1);
    expect(freeMiB(client, on)).toBe(0);
    asked(client, 'POST', '/sandbox/datastores/datastore1/Recovered');
    client.pass(1);
    expect(before - freeMiB(client, on)).toBe(4 * gib);
    power(client, web, 'stop');
    expect(freeMiB(client, on)).toBe(before);
  });

  it('is thin on vSAN', () => {
    const client = signedIn();
    const vm = made(client, { host: 'host-21', datastore: 'datastore-22' }, 'web', 4 * gib);
    const before = freeMiB(client, { datastore: 'datastore-22' });
    expect(power(client, vm, 'start').status).toBe(204);
    expect(freeMiB(client, { datastore: 'datastore-22' })).toBe(before);
  });
});
