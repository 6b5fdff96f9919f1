// A VM that would not be powered on: why, in power on's own words; every change that is named makes it run when it is tried in a fork, the
// smallest that does; and the world itself stays as it is.
import { describe, expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const vms = '/api/vcenter/vm';
const sdk = '/sdk/vim25/8.0.1.0';
const cluster = `${sdk}/ClusterComputeResource/domain-c8`;
const gib = 1_024;

interface Word {
  readonly refusal?: string;
  readonly edits: readonly { readonly change: string; readonly node: string }[];
}

interface Trial {
  readonly outcome: string;
  readonly node?: string;
  readonly message?: string;
}

function asked(client: Client, method: string, path: string, body?: unknown): unknown {
  const answer = client.ask(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

/** A VM that reserves so many MiB, in the cluster or in a pool; off. */
function made(client: Client, name: string, memoryMiB: number, pool?: string): string {
  const placement = {
    folder: 'group-v4',
    datastore: 'datastore-22',
    ...(pool === undefined ? { cluster: 'domain-c8' } : { resource_pool: pool }),
  };
  const body = { guest_OS: 'UBUNTU_64', name, placement, memory: { size_MiB: memoryMiB } };
  const vm = String(asked(client, 'POST', vms, body));
  const spec = { memoryAllocation: { reservation: memoryMiB } };
  asked(client, 'POST', `${sdk}/VirtualMachine/${vm}/ReconfigVM_Task`, { spec });
  return vm;
}

/** A VM of 4 GiB in a pool of this allocation of memory. */
function madeInPool(client: Client, allocation: object): string {
  const pools = asked(client, 'GET', '/api/vcenter/resource-pool?names=Resources');
  const [parent] = pools as { resource_pool: string }[];
  const body = { name: 'small', parent: parent?.resource_pool, memory_allocation: allocation };
  return made(client, 'web', 4 * gib, String(asked(client, 'POST', '/api/vcenter/resource-pool', body)));
}

const reconfigure = (client: Client, spec: object): unknown =>
  asked(client, 'POST', `${cluster}/ReconfigureComputeResource_Task`, { spec, modify: true });

const admission = (enabled: boolean, policy?: object) => ({
  dasConfig: {
    admissionControlEnabled: enabled,
    ...(policy === undefined ? {} : { admissionControlPolicy: policy }),
  },
});

const word = (client: Client, vm: string): Word => asked(client, 'GET', `/sandbox/power-on/${vm}`) as Word;

function hosts(client: Client): readonly { readonly host: string; readonly name: string }[] {
  return asked(client, 'GET', '/api/vcenter/host') as never;
}

const hostRef = (value: string) => ({ type: 'HostSystem', value });
const vmRef = (value: string) => ({ type: 'VirtualMachine', value });

/** How a VM comes to be refused, and a change that must be among those that are named. */
const refusals: readonly (readonly [string, (client: Client) => string, string, string])[] = [
  [
    'that reserves more than a host has',
    (client) => {
      reconfigure(client, admission(false));
      return made(client, 'big', 1_000 * gib);
    },
    'does not have sufficient memory resources',
    'it reserves ',
  ],
  [
    'that HA has no room for, by percentage',
    (client) => {
      const policy = {
        _typeName: 'ClusterFailoverResourcesAdmissionControlPolicy',
        autoComputePercentages: false,
        cpuFailoverResourcesPercent: 10,
        memoryFailoverResourcesPercent: 96,
      };
      reconfigure(client, admission(true, policy));
      return made(client, 'web', 16 * gib);
    },
    'vSphere HA',
    'HA keeps ',
  ],
  [
    'that HA has no room for, by slots',
    (client) => {
      reconfigure(
        client,
        admission(true, { _typeName: 'ClusterFailoverLevelAdmissionControlPolicy', failoverLevel: 4 }),
      );
      return made(client, 'web', 4 * gib);
    },
    'vSphere HA',
    'HA tolerates ',
  ],
  [
    'whose hosts are all dedicated to failover',
    (client) => {
      const failoverHosts = hosts(client).map(({ host }) => hostRef(host));
      const policy = { _typeName: 'ClusterFailoverHostAdmissionControlPolicy', failoverHosts };
      reconfigure(client, admission(true, policy));
      return made(client, 'web', 4 * gib);
    },
    'vSphere HA',
    'esxi-01.sandbox.lab is no dedicated failover host',
  ],
  [
    'that a rule lets run nowhere',
    (client) => {
      const [first] = hosts(client);
      const vm = made(client, 'web', 4 * gib);
      const group = (type: string, name: string, members: object) => ({
        _typeName: 'ClusterGroupSpec',
        operation: 'add',
        info: { _typeName: type, name, ...members },
      });
      const info = {
        _typeName: 'ClusterVmHostRuleInfo',
        name: 'licensed',
        enabled: true,
        mandatory: true,
        vmGroupName: 'web-vms',
        affineHostGroupName: 'licensed-hosts',
      };
      reconfigure(client, {
        groupSpec: [
          group('ClusterVmGroup', 'web-vms', { vm: [vmRef(vm)] }),
          group('ClusterHostGroup', 'licensed-hosts', { host: [hostRef(first?.host ?? '')] }),
        ],
        rulesSpec: [{ _typeName: 'ClusterRuleSpec', operation: 'add', info }],
      });
      asked(client, 'POST', `${sdk}/HostSystem/${first?.host ?? ''}/EnterMaintenanceMode_Task`, {
        timeout: 0,
      });
      client.pass(600);
      return vm;
    },
    'No host is compatible',
    'DRS rule licensed is disabled',
  ],
  [
    'whose pool has nothing left',
    (client) => madeInPool(client, { reservation: 1 * gib, expandable_reservation: false }),
    'in the parent resource pool are insufficient',
    'resource pool small reserves 4096 MB of memory instead of 1024',
  ],
  [
    'whose pool is limited below what it reserves',
    (client) => madeInPool(client, { limit: 2 * gib }),
    'in the parent resource pool are insufficient',
    'resource pool small is limited to 4096 MB of memory instead of 2048',
  ],
  [
    'whose swap file finds no room',
    (client) => {
      const vm = made(client, 'web', 4 * gib);
      asked(client, 'POST', `${sdk}/VirtualMachine/${vm}/ReconfigVM_Task`, {
        spec: { memoryAllocation: { reservation: gib } },
      });
      asked(client, 'POST', '/sandbox/datastores/vsanDatastore/Filled');
      return vm;
    },
    'Could not power on VM: No space left on device. Failed to extend swap file from 0 KB to 3145728 KB.',
    'files of others, ',
  ],
  [
    'that other VMs have left no room for',
    (client) => {
      reconfigure(client, admission(false));
      for (const { name } of hosts(client)) {
        const vm = made(client, `on-${name.split('.')[0] ?? ''}`, 180 * gib);
        asked(client, 'POST', `${vms}/${vm}/power?action=start`);
      }
      return made(client, 'web', 120 * gib);
    },
    'does not have sufficient memory resources',
    'on-esxi-0',
  ],
];

describe('a VM', () => {
  it.each(refusals)('%s is told what would have to change', (_what, refuse, refusal, change) => {
    const client = signedIn();
    const vm = refuse(client);
    const before = client.world.hash();
    const told = word(client, vm);
    expect(told.refusal).toContain(refusal);
    expect(told.edits.map((edit) => edit.change.startsWith(change))).toContain(true);
    for (const [place, edit] of told.edits.entries()) {
      const trial = asked(client, 'GET', `/sandbox/power-on/${vm}/edits/${place}`) as Trial;
      expect({ change: edit.change, ...trial }).toMatchObject({ outcome: 'Powered on' });
    }
    expect(client.world.hash()).toBe(before);
    const refused = client.ask('POST', `${vms}/${vm}/power?action=start`);
    expect(JSON.stringify(refused.body)).toContain(told.refusal);
  });

  it('could not reserve one MB more than it is told to', () => {
    const client = signedIn();
    reconfigure(client, admission(false));
    const vm = made(client, 'big', 1_000 * gib);
    const [, most = ''] = /reserves (\d+) MB/.exec(word(client, vm).edits[0]?.change ?? '') ?? [];
    const set = (reservation: number) =>
      asked(client, 'POST', `${sdk}/VirtualMachine/${vm}/ReconfigVM_Task`, {
        spec: { memoryAllocation: { reservation } },
      });
    set(Number(most) + 1);
    expect(client.ask('POST', `${vms}/${vm}/power?action=start`).status).toBe(500);
    set(Number(most));
    expect(client.ask('POST', `${vms}/${vm}/power?action=start`).status).toBe(204);
  });

  it('that would be powered on, or is, needs no change', () => {
    const client = signedIn();
    const vm = made(client, 'web', 4 * gib);
    expect(word(client, vm)).toEqual({ edits: [] });
    asked(client, 'POST', `${vms}/${vm}/power?action=start`);
    expect(word(client, vm)).toEqual({ edits: [] });
  });

  it('is told only to whoever may power it on', () => {
    const client = signedIn();
    const vm = made(client, 'web', 4 * gib);
    const other = client.beside();
    other.signIn('dev-anna@vsphere.local');
    expect(other.ask('GET', `/sandbox/power-on/${vm}`).status).toBe(403);
  });
});
