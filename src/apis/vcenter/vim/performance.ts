// Counters of performance: what hosts, VMs and clusters use, as the newest sample of it. Nothing is kept of earlier ones. Source: vim25
// PerformanceManager, PerfCounterInfo.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { capacityMHzOf, type Host } from '../../../kinds/vsphere/host.ts';
import { isOn, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { formatMilliTime, parseTime } from '../../../std/time.ts';
import { entityOf } from '../authorization/entity.ts';
import { list } from '../inventory/places.ts';
import { listArg, numberArg, objectOf, referenceArg } from './arguments.ts';
import { gone, invalidParameter, reference, type VimCall, type VimMethod } from './method.ts';
import { sumOf, UseReader } from './use.ts';

export const performance = reference('PerformanceManager', 'PerfMgr');

/** Between two samples. */
const realTimeSeconds = 20;

interface Measured {
  readonly cpuMHz: number;
  readonly cpuMHzMax: number;
  readonly memoryMiB: number;
  readonly memoryMiBMax: number;
  readonly upSeconds: number;
}

interface Counter {
  readonly key: number;
  readonly group: 'cpu' | 'mem' | 'sys';
  readonly name: string;
  readonly label: string;
  readonly unit: 'percent' | 'megaHertz' | 'kiloBytes' | 'second';
  readonly rollup: 'average' | 'latest';
  readonly isRate: boolean;
  readonly value: (measured: Measured) => number;
}

const hundredths = (part: number, of: number): number => (of === 0 ? 0 : Math.round((part / of) * 10_000));

const counters: readonly Counter[] = [
  {
    key: 2,
    group: 'cpu',
    name: 'usage',
    label: 'Usage',
    unit: 'percent',
    rollup: 'average',
    isRate: true,
    value: ({ cpuMHz, cpuMHzMax }) => hundredths(cpuMHz, cpuMHzMax),
  },
  {
    key: 6,
    group: 'cpu',
    name: 'usagemhz',
    label: 'Usage in MHz',
    unit: 'megaHertz',
    rollup: 'average',
    isRate: true,
    value: ({ cpuMHz }) => cpuMHz,
  },
  {
    key: 24,
    group: 'mem',
    name: 'usage',
    label: 'Usage',
    unit: 'percent',
    rollup: 'average',
    isRate: false,
    value: ({ memoryMiB, memoryMiBMax }) => hundredths(memoryMiB, memoryMiBMax),
  },
  {
    key: 98,
    group: 'mem',
    name: 'consumed',
    label: 'Consumed',
    unit: 'kiloBytes',
    rollup: 'average',
    isRate: false,
    value: ({ memoryMiB }) => memoryMiB * 1_024,
  },
  {
    key: 155,
    group: 'sys',
    name: 'uptime',
    label: 'Uptime',
    unit: 'second',
    rollup: 'latest',
    isRate: false,
    value: ({ upSeconds }) => upSeconds,
  },
];

const described = (key: string, label: string, type = 'ElementDescription'): Json => ({
  _typeName: type,
  key,
  label,
  summary: label,
});

const groups = { cpu: 'CPU', mem: 'Memory', sys: 'System' } as const;
const units = { percent: '%', megaHertz: 'MHz', kiloBytes: 'KB', second: 's' } as const;

const counterInfo = ({ key, group, name, label, unit, rollup, isRate }: Counter): Json => ({
  _typeName: 'PerfCounterInfo',
  key,
  nameInfo: described(name, label),
  groupInfo: described(group, groups[group]),
  unitInfo: described(unit, units[unit]),
  rollupType: rollup,
  statsType: isRate ? 'rate' : 'absolute',
  level: 1,
  perDeviceLevel: 3,
  associatedCounterId: [],
});

/** As vCenter keeps them; what would be in them is not kept here. */
const intervals: Json = [
  [1, 300, 'Past day', 86_400],
  [2, 1_800, 'Past week', 604_800],
  [3, 7_200, 'Past month', 2_592_000],
  [4, 86_400, 'Past year', 31_536_000],
].map(([key, samplingPeriod, name, length]) => ({
  _typeName: 'PerfInterval',
  key: key ?? 0,
  samplingPeriod: samplingPeriod ?? 0,
  name: name ?? '',
  length: length ?? 0,
  level: 1,
  enabled: true,
}));

const secondsSince = (since: number | undefined, now: number): number =>
  since === undefined ? 0 : Math.floor((now - since) / 1_000);

/** What is counted of an object; undefined of one that has no counters. */
function measured({ fabric }: VimCall, id: string): Measured | undefined {
  const hosts = list<Host>(fabric, 'hosts');
  const reader = new UseReader(fabric);
  const { type } = entityOf(id);
  if (type === 'VirtualMachine') {
    const vm = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id);
    if (vm === undefined) throw gone(type, id);
    const mhz = hosts.find(({ metadata }) => metadata.name === vm.status?.host)?.spec.cpu.mhz ?? 0;
    return {
      ...reader.ofMachine(vm),
      cpuMHzMax: vm.spec.cpus * mhz,
      memoryMiBMax: vm.spec.memoryMiB,
      upSeconds: isOn(vm) ? secondsSince(vm.status?.changedAt, fabric.now) : 0,
    };
  }
  const cluster = list<Cluster>(fabric, 'clusters').find(({ spec }) => spec.moid === id)?.metadata.name;
  const found = hosts.filter(({ spec }) =>
    cluster === undefined ? spec.moid === id : spec.cluster === cluster,
  );
  if (found.length === 0 && type === 'HostSystem') throw gone(type, id);
  if (found.length === 0) return undefined;
  const [first] = found;
  return {
    ...sumOf(found.map((host) => reader.ofHost(host))),
    cpuMHzMax: found.reduce((total, host) => total + capacityMHzOf(host), 0),
    memoryMiBMax: found.reduce((total, { spec }) => total + spec.memoryMiB, 0),
    upSeconds: cluster === undefined ? secondsSince(first?.status?.changedAt, fabric.now) : 0,
  };
}

const isRealTime = (id: string): boolean => ['HostSystem', 'VirtualMachine'].includes(entityOf(id).type);

function provider(call: VimCall): Json {
  const entity = referenceArg(call.body, 'entity');
  const current = isRealTime(entity.value);
  return {
    _typeName: 'PerfProviderSummary',
    entity: reference(entity.type, entity.value),
    currentSupported: current,
    summarySupported: true,
    ...(current ? { refreshRate: realTimeSeconds } : {}),
  };
}

function available(call: VimCall): Json {
  const { value } = referenceArg(call.body, 'entity');
  if (measured(call, value) === undefined) return [];
  return counters.map(({ key }) => ({ _typeName: 'PerfMetricId', counterId: key, instance: '' }));
}

const inList = (call: VimCall, name: string): readonly number[] =>
  listArg(call.body, name).map((value) => numberArg({ value }, 'value'));

function byIds(call: VimCall): Json {
  return inList(call, 'counterId').map((key) => {
    const found = counters.find((counter) => counter.key === key);
    if (found === undefined) throw invalidParameter('counterId');
    return counterInfo(found);
  });
}

/** Which counters a query asks for, in its order; every one where it names none. */
function asked(spec: Json): readonly Counter[] {
  const ids = listArg(objectOf(spec, 'querySpec'), 'metricId');
  if (ids.length === 0) return counters;
  const keys = ids.map((id) => numberArg(objectOf(id, 'metricId'), 'counterId'));
  return counters.filter(({ key }) => keys.includes(key));
}

/** The newest sample, where it lies in the time that is asked for; none of what vCenter would have rolled up. */
function series(call: VimCall, query: Json): Json {
  const spec = objectOf(query, 'querySpec');
  const entity = referenceArg(spec, 'entity');
  const interval = spec['intervalId'] ?? realTimeSeconds;
  const stepMs = realTimeSeconds * 1_000;
  const at = Math.floor(call.fabric.now / stepMs) * stepMs;
  const timestamp = formatMilliTime(at);
  const { startTime, endTime } = spec;
  const isWithin =
    (typeof startTime !== 'string' || (parseTime(startTime) ?? 0) <= at) &&
    (typeof endTime !== 'string' || (parseTime(endTime) ?? at) >= at);
  const now = interval === realTimeSeconds && isWithin ? measured(call, entity.value) : undefined;
  const found =
    now === undefined ? [] : asked(query).map((counter) => ({ counter, value: counter.value(now) }));
  const isCsv = spec['format'] === 'csv';
  const samples = found.length === 0 ? [] : [timestamp];
  const id = ({ key }: Counter): Json => ({ _typeName: 'PerfMetricId', counterId: key, instance: '' });
  return isCsv
    ? {
        _typeName: 'PerfEntityMetricCSV',
        entity: reference(entity.type, entity.value),
        sampleInfoCSV: samples.map((each) => `${realTimeSeconds},${each}`).join(','),
        value: found.map(({ counter, value }) => ({
          _typeName: 'PerfMetricSeriesCSV',
          id: id(counter),
          value: String(value),
        })),
      }
    : {
        _typeName: 'PerfEntityMetric',
        entity: reference(entity.type, entity.value),
        sampleInfo: samples.map((each) => ({
          _typeName: 'PerfSampleInfo',
          timestamp: each,
          interval: realTimeSeconds,
        })),
        value: found.map(({ counter, value }) => ({
          _typeName: 'PerfMetricIntSeries',
          id: id(counter),
          value: [value],
        })),
      };
}

function query(call: VimCall): Json {
  const specs = listArg(call.body, 'querySpec');
  if (specs.length === 0) throw invalidParameter('querySpec');
  return specs.map((spec) => series(call, spec));
}

const { type } = performance;
const privilege = 'System.Read';

const statistics = [
  ['average', 'Average'],
  ['latest', 'Latest'],
] as const;

export const performanceMethods: readonly VimMethod[] = [
  { type, name: 'perfCounter', privilege, answer: () => counters.map(counterInfo) },
  { type, name: 'historicalInterval', privilege, answer: () => intervals },
  {
    type,
    name: 'description',
    privilege,
    answer: () => ({
      _typeName: 'PerformanceDescription',
      counterType: statistics.map(([key, label]) => described(key, label)),
      statsType: [described('absolute', 'Absolute'), described('rate', 'Rate')],
    }),
  },
  { type, name: 'QueryPerfCounter', privilege, answer: byIds },
  {
    type,
    name: 'QueryPerfCounterByLevel',
    privilege,
    answer: (call) => {
      const level = numberArg(call.body, 'level');
      if (level < 1 || level > 4) throw invalidParameter('level');
      return counters.map(counterInfo);
    },
  },
  { type, name: 'QueryAvailablePerfMetric', privilege, answer: available },
  { type, name: 'QueryPerf', privilege, answer: query },
  { type, name: 'QueryPerfProviderSummary', privilege, answer: provider },
];
