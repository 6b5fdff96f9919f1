// Inventories of scenarios: presets with other hardware, several clusters, hosts out of CSV, VMs by a rule.
import { describe, expect, it, test } from 'vitest';
import { instantiateKernels } from '../../../src/runtime/node/kernels.ts';
import { presetNamed, scenarioFrom, type Scenario } from '../../../src/scenarios/index.ts';
import { hostRows } from '../../../src/scenarios/inventory/host-rows.ts';
import { World } from '../../../src/world.ts';

const kernels = instantiateKernels();
const worldOf = (scenario: Scenario): World => World.create({ scenario, kernels });

interface Named {
  readonly metadata: { readonly name: string };
  readonly spec: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
}

const list = (world: World, plural: string): readonly Named[] =>
  world.view('fabric').list(`vsphere.sandbox/${plural}`) as never;

/** A scenario as it is read from a file; what is wrong with it is thrown. */
function read(value: object): Scenario {
  const result = scenarioFrom(value);
  if ('causes' in result) throw new Error(result.causes.join('\n'));
  return result.scenario;
}

const lines = (world: World): string =>
  list(world, 'clusters')
    .map(({ metadata, spec }) => {
      const hosts = list(world, 'hosts').filter((host) => host.spec['cluster'] === metadata.name);
      const names = hosts.map(
        (host) => `${host.metadata.name.split('.')[0] ?? ''}=${String(host.spec['moid'])}`,
      );
      return `${String(spec['datacenter'])} ${String(spec['moid'])} ${metadata.name}: ${names.join(' ')}`;
    })
    .join('\n');

describe('presets', () => {
  const told: readonly (readonly [preset: string, clusters: string])[] = [
    ['empty', 'dc01 domain-c8 mgmt-cl01: esxi-01=host-21 esxi-02=host-22 esxi-03=host-23 esxi-04=host-24'],
    ['edge-two-hosts', 'dc01 domain-c8 edge-cl01: esxi-01=host-21 esxi-02=host-22'],
    [
      'three-zones',
      [
        'dc01 domain-c8 zone-a-cl01: esxi-01=host-21 esxi-02=host-22 esxi-03=host-23',
        'dc01 domain-c102 zone-b-cl01: esxi-04=host-24 esxi-05=host-25 esxi-06=host-26',
        'dc01 domain-c104 zone-c-cl01: esxi-07=host-27 esxi-08=host-28 esxi-09=host-29',
      ].join('\n'),
    ],
  ];
  test.each(told)('%s', (preset, clusters) => {
    const world = worldOf(presetNamed(preset) as Scenario);
    expect(lines(world)).toBe(clusters);
    expect(list(world, 'supervisors')).toEqual([]);
    expect(world.ledgers().kept).toEqual(world.ledgers().recounted);
  });
});

const csv = `name,cluster,datacenter,sockets,cores_per_socket,memory_gib,gpus,gpu_model
# the first rack
esxi-a.lab,mgmt-cl01,,2,16,256,,
esxi-b.lab,gpu-cl,dc02,2,32,1024,4,"NVIDIA H100, 80 GB"
`;

it('hosts come one by one out of CSV, with what each has', () => {
  const scenario = read({ preset: 'empty', hostsCsv: csv });
  const world = worldOf(scenario);
  expect(lines(world)).toBe(
    'dc02 domain-c102 gpu-cl: esxi-b=host-22\ndc01 domain-c8 mgmt-cl01: esxi-a=host-21',
  );
  expect(list(world, 'hosts').find(({ metadata }) => metadata.name === 'esxi-b.lab')).toMatchObject({
    spec: {
      cpu: { sockets: 2, coresPerSocket: 32, mhz: 2600 },
      memoryMiB: 1024 * 1024,
      gpus: [{ model: 'NVIDIA H100, 80 GB', count: 4 }],
      datastores: ['vsanDatastore-gpu-cl'],
    },
  });
  expect(list(world, 'datacenters').map(({ spec }) => spec['moid'])).toEqual([
    'datacenter-3',
    'datacenter-256',
  ]);
});

it('VMs by a rule run on the hosts in turn, and count', () => {
  const world = worldOf(read({ preset: 'empty', machines: 40 }));
  const machines = list(world, 'virtualmachines');
  expect(machines).toHaveLength(40);
  expect(machines.filter(({ status }) => status?.['powerState'] === 'POWERED_ON')).toHaveLength(36);
  expect(new Set(machines.map(({ status }) => status?.['host'])).size).toBe(4);
  const [datastore] = list(world, 'datastores');
  expect(datastore?.status?.['freeMiB']).toBe(Math.floor(16 * 1024 * 1024 * 0.9) - 40 * 4 * 1024);
});

const head = 'name,cluster,sockets,cores_per_socket,memory_gib';

const wrong: readonly (readonly [csv: string, cause: string])[] = [
  ['', 'line 1: must name the columns'],
  ['name,cluster', 'line 1: has no column sockets, cores_per_socket, memory_gib'],
  [`${head},colour`, /column colour is not known/.source],
  [`${head}\na.lab,c,2,16`, 'line 2: has 4 fields where the first line has 5'],
  [`${head}\na.lab,c,2,16,"256`, 'line 2: a quote is not closed'],
  [`${head}\n\na.lab,c,2,16,-1`, 'line 3: memory_gib: "-1" must be a whole number from 1 to 24576'],
  [`${head}\na.lab,c,0x2,16,1`, 'line 2: sockets: "0x2" must be a whole number from 1 to 16'],
  [`${head}\na.lab,c,99999999999999999999,16,1`, 'sockets: "99999999999999999999" must be'],
  [`${head}\nA.lab,c,2,16,1`, 'line 2: name: "A.lab" must be a lower case DNS name'],
  [`${head}\na.lab,c,2,16,1\na.lab,c,2,16,1`, 'line 3: name: "a.lab" is there already'],
  [`${head}\na.lab,,2,16,1`, 'line 2: cluster: "" must be letters, digits, dots and dashes'],
];

test.each(wrong)('CSV that is wrong is refused by its line: %j', (text, cause) => {
  const result = hostRows(text);
  expect('causes' in result ? result.causes.join('\n') : 'read').toContain(cause);
});

const refused: readonly (readonly [scenario: object, cause: string])[] = [
  [{ preset: 'empty', clusters: {} }, 'clusters: must be a list of at most 64'],
  [
    {
      preset: 'empty',
      clusters: [{ name: 'mgmt-cl01', hosts: presetNamed('empty')?.hosts, datastoreTiB: 1 }],
    },
    'clusters[0].name: "mgmt-cl01" is there already',
  ],
  [{ preset: 'empty', clusters: [{ name: 'b', datastoreTiB: 1 }] }, 'clusters[0].hosts: must be a mapping'],
  [
    {
      preset: 'empty',
      clusters: [{ name: 'b', hosts: { ...presetNamed('empty')?.hosts, count: 1_999 }, datastoreTiB: 1 }],
    },
    'clusters: have 2003 hosts; at most 2000 are possible',
  ],
  [{ preset: 'empty', machines: -1 }, 'machines: must be a whole number from 0 to 40000'],
  [{ preset: 'empty', machines: 9, hosts: { count: 0 } }, 'machines: a cluster without hosts has none'],
  [
    { preset: 'four-hosts', hostsCsv: `${head}\na.lab,mgmt-cl01,2,16,1` },
    "hostsCsv: cluster 'mgmt-cl01' needs 3 hosts",
  ],
  [{ preset: 'four-hosts', hostsCsv: 7 }, 'hostsCsv: must be a string'],
];

test.each(refused)('a scenario that cannot be is refused: %j', (scenario, cause) => {
  const result = scenarioFrom(scenario);
  expect('causes' in result ? result.causes.join('\n') : 'read').toContain(cause);
});
