// DRS and HA of a cluster, by VI/JSON: told what to do, recommending and migrating, keeping rules and room for failures, restarting by priority.
import { describe, expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const cluster = '/sdk/vim25/8.0.1.0/ClusterComputeResource/domain-c8';
const vms = '/api/vcenter/vm';

interface Recommendation {
  readonly key: string;
  readonly rating: number;
  readonly reason: string;
  readonly target: { readonly value: string };
  readonly action: readonly [{ readonly drsMigration: { readonly destination: { readonly value: string } } }];
}

function reconfigure(client: Client, spec: object): void {
  const { status, body } = client.ask('POST', `${cluster}/ReconfigureComputeResource_Task`, {
    spec,
    modify: true,
  });
  expect(status, JSON.stringify(body)).toBe(200);
}

const property = (client: Client, name: string): unknown => client.ask('GET', `${cluster}/${name}`).body;
const recommendations = (client: Client) => property(client, 'recommendation') as readonly Recommendation[];

const vmRef = (value: string) => ({ type: 'VirtualMachine', value });
const hostRef = (value: string) => ({ type: 'HostSystem', value });

function hostIds(client: Client): readonly string[] {
  const hosts = client.ask('GET', '/api/vcenter/host').body as readonly { host: string }[];
  return hosts.map(({ host }) => host);
}

function made(client: Client, name: string, gib: number, host?: string): string {
  const placement = {
    folder: 'group-v4',
    datastore: 'datastore-22',
    ...(host === undefined ? { cluster: 'domain-c8' } : { host }),
  };
  const body = { guest_OS: 'UBUNTU_64', name, placement, memory: { size_MiB: gib * 1_024 } };
  const { status, body: id } = client.ask('POST', vms, body);
  expect(status, JSON.stringify(id)).toBe(201);
  return String(id);
}

function on(client: Client, vm: string): number {
  return client.ask('POST', `${vms}/${vm}/power?action=start`).status;
}

const stored = (client: Client, vm: string) =>
  client.world.view('fabric').get('vsphere.sandbox/virtualmachines', vm) as unknown as {
    readonly status: { readonly host: string; readonly powerState: string };
  };

const hostOf = (client: Client, vm: string): string => stored(client, vm).status.host;

/** VMs that are all on the first host, which is full with them by what DRS expects of them. */
function crowded(client: Client): readonly string[] {
  const [host = ''] = hostIds(client);
  const all = Array.from({ length: 7 }, (_, index) => made(client, `db-${index}`, 64));
  for (const vm of all) {
    expect(on(client, vm)).toBe(204);
    client.ask('POST', `/sdk/vim25/8.0.1.0/VirtualMachine/${vm}/MigrateVM_Task`, { host: hostRef(host) });
  }
  return all;
}

describe('DRS', () => {
  it('recommends in a manual cluster, and migrates what is applied', () => {
    const client = signedIn();
    reconfigure(client, { drsConfig: { defaultVmBehavior: 'manual', vmotionRate: 1 } });
    const all = crowded(client);
    const [crowdedHost] = new Set(all.map((vm) => hostOf(client, vm)));
    expect(recommendations(client)).toEqual([]);
    client.pass(61);
    const [first, ...others] = recommendations(client);
    expect(first).toMatchObject({ reason: 'fairnessMemAvg', rating: expect.any(Number) });
    expect(others.length).toBeGreaterThan(0);
    const { drsScore, numVmsPerDrsScoreBucket } = property(client, 'summary') as {
      readonly drsScore: number;
      readonly numVmsPerDrsScoreBucket: readonly number[];
    };
    expect(drsScore).toBeLessThan(90);
    expect(numVmsPerDrsScoreBucket.reduce((sum, count) => sum + count, 0)).toBe(7);

    const { key = '', target } = first ?? {};
    expect(client.ask('POST', `${cluster}/ApplyRecommendation`, { key }).status).toBe(204);
    expect(hostOf(client, target?.value ?? '')).not.toBe(crowdedHost);
    expect(client.ask('POST', `${cluster}/ApplyRecommendation`, { key })).toMatchObject({
      status: 500,
      body: { _typeName: 'InvalidArgument', invalidProperty: 'key' },
    });
    const second = others[0]?.key;
    client.ask('POST', `${cluster}/CancelRecommendation`, { key: second });
    expect(recommendations(client).map((each) => each.key)).not.toContain(second);
    client.pass(120);
    expect(hostOf(client, others[0]?.target.value ?? '')).toBe(crowdedHost);
  });

  it('migrates by itself in a fully automated cluster, and then is still', () => {
    const client = signedIn();
    const all = crowded(client);
    client.pass(130);
    expect(new Set(all.map((vm) => hostOf(client, vm))).size).toBeGreaterThan(1);
    expect(recommendations(client)).toEqual([]);
    expect((property(client, 'summary') as { readonly drsScore: number }).drsScore).toBeGreaterThan(90);
    const before = all.map((vm) => hostOf(client, vm));
    client.pass(3_600);
    expect(all.map((vm) => hostOf(client, vm))).toEqual(before);
  });

  it('keeps VMs apart, and on the hosts of a group: when they start and when the rule comes later', () => {
    const client = signedIn();
    const [, second = '', third = ''] = hostIds(client);
    const [one, two, three] = ['a', 'b', 'c'].map((name) => made(client, name, 1)) as [
      string,
      string,
      string,
    ];
    for (const vm of [one, two]) expect(on(client, vm)).toBe(204);
    const group = (name: string, _typeName: string, members: object) => ({
      operation: 'add',
      info: { _typeName, name, ...members },
    });
    const rule = (info: object) => ({ operation: 'add', info: { enabled: true, ...info } });
    reconfigure(client, {
      groupSpec: [
        group('licensed', 'ClusterHostGroup', { host: [hostRef(second), hostRef(third)] }),
        group('databases', 'ClusterVmGroup', { vm: [vmRef(one), vmRef(two), vmRef(three)] }),
      ],
      rulesSpec: [
        rule({ _typeName: 'ClusterAntiAffinityRuleSpec', name: 'apart', vm: [vmRef(one), vmRef(two)] }),
        rule({
          _typeName: 'ClusterVmHostRuleInfo',
          name: 'licences',
          mandatory: true,
          vmGroupName: 'databases',
          affineHostGroupName: 'licensed',
        }),
      ],
    });
    client.pass(130);
    const names = [second, third].map(
      (id) =>
        (client.ask('GET', '/api/vcenter/host').body as { host: string; name: string }[]).find(
          ({ host }) => host === id,
        )?.name,
    );
    expect([hostOf(client, one), hostOf(client, two)].toSorted()).toEqual(names.toSorted());
    expect(on(client, three)).toBe(204);
    expect(names).toContain(hostOf(client, three));
    expect(property(client, 'configurationEx')).toMatchObject({
      drsConfig: { enabled: true, defaultVmBehavior: 'fullyAutomated', vmotionRate: 3 },
      rule: [
        { _typeName: 'ClusterAntiAffinityRuleSpec', key: 1, name: 'apart' },
        { _typeName: 'ClusterVmHostRuleInfo', key: 2, mandatory: true, affineHostGroupName: 'licensed' },
      ],
      group: [{ name: 'licensed' }, { name: 'databases' }],
    });
    const elsewhere = hostIds(client)[0] ?? '';
    const moved = client.ask('POST', `/sdk/vim25/8.0.1.0/VirtualMachine/${one}/MigrateVM_Task`, {
      host: hostRef(elsewhere),
    });
    expect(moved).toMatchObject({ status: 500, body: { _typeName: 'RuleViolation' } });
    reconfigure(client, { rulesSpec: [{ operation: 'remove', removeKey: 2 }] });
    expect(property(client, 'configurationEx')).toMatchObject({ rule: [{ key: 1 }] });
  });

  it.each([
    [{ drsConfig: { vmotionRate: 6 } }, 'spec.drsConfig.vmotionRate'],
    [{ drsConfig: { defaultVmBehavior: 'lazy' } }, 'spec.drsConfig.defaultVmBehavior'],
    [{ groupSpec: [{ operation: 'remove', removeKey: 'none' }] }, 'spec.groupSpec'],
    [
      {
        rulesSpec: [{ operation: 'add', info: { _typeName: 'ClusterAffinityRuleSpec', name: 'x', vm: [] } }],
      },
      'spec.rulesSpec.info.vm',
    ],
    [
      {
        rulesSpec: [
          { operation: 'add', info: { _typeName: 'ClusterVmHostRuleInfo', name: 'x', vmGroupName: 'y' } },
        ],
      },
      'spec.rulesSpec.info.vmGroupName',
    ],
    [
      { dasConfig: { admissionControlPolicy: { _typeName: 'Other' } } },
      'spec.dasConfig.admissionControlPolicy',
    ],
  ])('refuses %j', (spec, name) => {
    const client = signedIn();
    const asked = client.ask('POST', `${cluster}/ReconfigureComputeResource_Task`, { spec, modify: true });
    expect(asked).toMatchObject({
      status: 500,
      body: {
        _typeName: 'InvalidArgument',
        faultMessage: [{ message: `A specified parameter was not correct: ${name}` }],
      },
    });
  });
});

describe('vSphere HA', () => {
  const insufficient = 'Insufficient resources to satisfy configured failover level for vSphere HA.';
  const admission = (policy: object) => ({
    dasConfig: { admissionControlEnabled: true, admissionControlPolicy: policy },
  });

  it.each([
    [
      'percentage',
      {
        _typeName: 'ClusterFailoverResourcesAdmissionControlPolicy',
        autoComputePercentages: false,
        cpuFailoverResourcesPercent: 100,
        memoryFailoverResourcesPercent: 100,
      },
    ],
    ['slots', { _typeName: 'ClusterFailoverLevelAdmissionControlPolicy', failoverLevel: 4 }],
  ])('refuses what its %s policy has no room for, in its words', (_, policy) => {
    const client = signedIn();
    const vm = made(client, 'one', 4);
    reconfigure(client, admission(policy));
    expect(client.ask('POST', `${vms}/${vm}/power?action=start`)).toMatchObject({
      status: 500,
      body: { error_type: 'UNABLE_TO_ALLOCATE_RESOURCE', messages: [{ default_message: insufficient }] },
    });
    const asked = client.ask('POST', `/sdk/vim25/8.0.1.0/VirtualMachine/${vm}/PowerOnVM_Task`, {});
    expect(asked).toMatchObject({
      status: 500,
      body: { _typeName: 'InsufficientFailoverResourcesFault', faultMessage: [{ message: insufficient }] },
    });
    reconfigure(client, { dasConfig: { admissionControlEnabled: false } });
    expect(on(client, vm)).toBe(204);
  });

  it('keeps dedicated failover hosts free', () => {
    const client = signedIn();
    const ids = hostIds(client);
    const policy = {
      _typeName: 'ClusterFailoverHostAdmissionControlPolicy',
      failoverHosts: ids.slice(1).map(hostRef),
    };
    reconfigure(client, admission(policy));
    const all = Array.from({ length: 3 }, (_, index) => made(client, `vm-${index}`, 4));
    for (const vm of all) expect(on(client, vm)).toBe(204);
    expect(new Set(all.map((vm) => hostOf(client, vm))).size).toBe(1);
    expect(property(client, 'configurationEx')).toMatchObject({
      dasConfig: { admissionControlPolicy: { failoverHosts: ids.slice(1).map(hostRef) } },
    });
  });

  it('restarts the more important first, and some not at all', () => {
    const client = signedIn();
    reconfigure(client, { drsConfig: { defaultVmBehavior: 'manual' } });
    const [host = ''] = hostIds(client);
    const names = ['low', 'high', 'disabled'];
    const all = names.map((name) => made(client, name, 1));
    for (const vm of all) {
      on(client, vm);
      client.ask('POST', `/sdk/vim25/8.0.1.0/VirtualMachine/${vm}/MigrateVM_Task`, { host: hostRef(host) });
    }
    reconfigure(client, {
      dasVmConfigSpec: names.map((restartPriority, index) => ({
        operation: 'add',
        info: { key: vmRef(all[index] ?? ''), dasSettings: { restartPriority } },
      })),
    });
    const [dead] = new Set(all.map((vm) => hostOf(client, vm)));
    client.ask('POST', `/sdk/vim25/8.0.1.0/HostSystem/${host}/ShutdownHost_Task`, { force: true });
    const order: string[] = [];
    for (let second = 0; second < 400; second++) {
      client.pass(1);
      for (const [index, vm] of all.entries()) {
        const name = names[index] ?? '';
        if (hostOf(client, vm) !== dead && !order.includes(name)) order.push(name);
      }
    }
    expect(order).toEqual(['high', 'low']);
    expect(stored(client, all[2] ?? '').status.powerState).toBe('POWERED_OFF');
  });

  it.each([
    ['none', false],
    ['powerOff', true],
  ] as const)(
    'with the isolation response %s an isolated host keeps its VMs, or others restart them',
    (isolationResponse, moves) => {
      const client = signedIn();
      reconfigure(client, { dasConfig: { defaultVmSettings: { isolationResponse } } });
      const vm = made(client, 'one', 1);
      on(client, vm);
      const host = hostOf(client, vm);
      expect(client.ask('POST', `/sandbox/hosts/${host}/Isolated`).status).toBe(200);
      client.pass(58);
      expect(stored(client, vm).status).toMatchObject({ host, powerState: 'POWERED_ON' });
      client.pass(4);
      expect(stored(client, vm).status.powerState).toBe(moves ? 'POWERED_OFF' : 'POWERED_ON');
      client.pass(300);
      expect(stored(client, vm).status.powerState).toBe('POWERED_ON');
      expect(hostOf(client, vm) !== host).toBe(moves);
    },
  );
});

describe('a module of a cluster', () => {
  const modules = '/api/vcenter/cluster/modules';
  const membersOf = (module: string) => `${modules}/vm/${module}/members`;

  it('keeps its VMs apart as long as there is another host', () => {
    const client = signedIn();
    const all = Array.from({ length: 5 }, (_, nth) => made(client, `node-${nth}`, 1));
    const module = String(client.ask('POST', modules, { cluster: 'domain-c8' }).body);
    const add = (list: readonly string[]) =>
      client.ask('POST', `${membersOf(module)}?action=add`, { vms: list });
    expect(add(all)).toEqual({ status: 200, body: { success: true } });
    expect(add(all.slice(0, 1)).body).toEqual({ success: false });
    expect(add(['vm-0']).body).toEqual({ success: false });
    for (const vm of all) expect(on(client, vm)).toBe(204);
    expect(new Set(all.slice(0, 4).map((vm) => hostOf(client, vm))).size).toBe(4);
    expect(client.ask('GET', membersOf(module)).body).toEqual({ vms: all });
  });

  it('is spread again by the next pass of DRS, where it stays', () => {
    const client = signedIn();
    const [host = ''] = hostIds(client);
    const all = Array.from({ length: 4 }, (_, nth) => made(client, `node-${nth}`, 1, host));
    for (const vm of all) expect(on(client, vm)).toBe(204);
    for (const vm of all) client.ask('POST', `${vms}/${vm}?action=relocate`, { placement: { host } });
    expect(new Set(all.map((vm) => hostOf(client, vm))).size).toBe(1);
    const module = String(client.ask('POST', modules, { cluster: 'domain-c8' }).body);
    client.ask('POST', `${membersOf(module)}?action=add`, { vms: all });
    client.pass(180);
    expect(new Set(all.map((vm) => hostOf(client, vm))).size).toBe(4);
    const settled = all.map((vm) => hostOf(client, vm));
    client.pass(600);
    expect(all.map((vm) => hostOf(client, vm))).toEqual(settled);
  });

  it('is listed below /rest as Go reads it, emptied and deleted', () => {
    const client = signedIn();
    const { value: module } = client.ask('POST', '/rest/vcenter/cluster/modules', {
      spec: { cluster: 'domain-c8' },
    }).body as { value: string };
    expect(client.ask('GET', '/rest/vcenter/cluster/modules').body).toEqual({
      value: { summaries: [{ cluster: 'domain-c8', module }] },
    });
    const vm = made(client, 'one', 1);
    client.ask('POST', `${membersOf(module)}?action=add`, { vms: [vm] });
    expect(client.ask('POST', `${membersOf(module)}?action=remove`, { vms: [vm] }).body).toEqual({
      success: true,
    });
    expect(client.ask('DELETE', `${modules}/${module}`).status).toBe(204);
    expect(client.ask('GET', membersOf(module)).status).toBe(404);
    expect(client.ask('POST', modules, { cluster: 'domain-c9' }).status).toBe(404);
  });
});
