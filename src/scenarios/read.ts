// A scenario out of something that came from outside: a preset's name and what differs from it, checked against the preset's
// own shape and the sandbox's limits. Everything that is wrong is said.
import { copy } from '../std/draft.ts';
import { lastOf, parseCidr } from '../std/ip.ts';
import { limits } from '../std/limits.ts';
import { isDns1123Label } from '../std/names.ts';
import { parseTime } from '../std/time.ts';
import { clustersOf, datacentersOf } from './inventory/clusters.ts';
import { hostRows } from './inventory/host-rows.ts';
import { presetNamed, presets } from './presets.ts';
import { controlPlaneSizes, controlPlaneVms } from '../releases/control-plane-sizes.ts';
import { releaseOf, releases } from '../releases/release.ts';
import type { Scenario } from './scenario.ts';

export type ScenarioRead = { readonly scenario: Scenario } | { readonly causes: readonly string[] };

type Dictionary = Record<string, unknown>;

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lays `given` over `base`, member by member; lists are taken whole. What the base does not have is unknown. */
function lay(base: unknown, given: unknown, path: string, causes: string[]): unknown {
  if (isDictionary(base)) {
    if (!isDictionary(given)) {
      causes.push(`${path}: must be a mapping`);
      return base;
    }
    const result: Dictionary = { ...base };
    for (const key of Object.keys(given)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (!Object.hasOwn(base, key) && !optional.has(at)) causes.push(`${at}: unknown field`);
      else result[key] = lay(base[key], given[key], at, causes);
    }
    return result;
  }
  const wanted = Array.isArray(base) ? 'a list' : base === undefined ? undefined : `a ${typeof base}`;
  const isSame =
    base === undefined || (Array.isArray(base) ? Array.isArray(given) : typeof given === typeof base);
  if (!isSame) causes.push(`${path}: must be ${wanted}`);
  return isSame ? given : base;
}

const workloadManagements: readonly Scenario['workloadManagement'][] = ['Enabled', 'NotConfigured'];

const optional = new Set(['network.summarization.boundaryBits', 'machines', 'clusters', 'hostsCsv']);

const dnsName = /^[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9-])?$/;

const stacks: readonly Scenario['network']['stack'][] = ['NSX', 'VDS'];
const loadBalancerTypes: readonly unknown[] = ['HAProxy', 'Avi'];

/** Of the lab's load balancers: one of a type at most. */
function virtualServerCidrs({ network }: Scenario, causes: string[]): readonly string[] {
  const types = new Set<unknown>();
  return (network.loadBalancers as readonly unknown[]).flatMap((each, nth) => {
    const path = `network.loadBalancers[${nth}]`;
    if (!isDictionary(each)) {
      causes.push(`${path}: must be a mapping`);
      return [];
    }
    const { type, virtualServerCidr: cidr } = each;
    if (!loadBalancerTypes.includes(type))
      causes.push(`${path}.type: must be ${loadBalancerTypes.join(' or ')}`);
    if (types.has(type)) causes.push(`${path}.type: ${String(type)} is there already`);
    types.add(type);
    return [cidr as string];
  });
}

/** What a Supervisor on a distributed switch needs of its scenario. */
function checkStack({ network, release, workloadManagement }: Scenario, causes: string[]): void {
  if (!stacks.includes(network.stack)) causes.push(`network.stack: must be ${stacks.join(' or ')}`);
  if (network.stack !== 'VDS') return;
  if (releaseOf(release)?.distributedSwitch === 'None')
    causes.push(`network.stack: a Supervisor of release ${release} stands on NSX`);
  if (workloadManagement === 'Enabled' && network.loadBalancers.length === 0)
    causes.push('network.loadBalancers: a Supervisor on a distributed switch needs one');
  const workload = parseCidr(network.workloadCidr);
  if (workload !== undefined && workload.prefixBits > workloadPrefixMost)
    causes.push(
      `network.workloadCidr: ${network.workloadCidr} is smaller than the /${workloadPrefixMost} that a Supervisor needs`,
    );
}

/** Room for gateway, the range's beginning, and control plane VMs. */
const workloadPrefixMost = 27;

function checkCidrs(scenario: Scenario, causes: string[]): void {
  const { podCidrs, serviceCidr, ingressCidrs, egressCidrs, managementCidr, workloadCidr } = scenario.network;
  const lists = {
    podCidrs,
    serviceCidr: [serviceCidr],
    ingressCidrs,
    egressCidrs,
    managementCidr: [managementCidr],
    workloadCidr: [workloadCidr],
    loadBalancers: virtualServerCidrs(scenario, causes),
  };
  const all: { readonly field: string; readonly base: number; readonly last: number }[] = [];
  for (const [field, texts] of Object.entries(lists)) {
    if (texts.length === 0 && field !== 'loadBalancers')
      causes.push(`network.${field}: must name at least one CIDR`);
    for (const text of texts) {
      const cidr = typeof text === 'string' ? parseCidr(text) : undefined;
      if (cidr === undefined)
        causes.push(`network.${field}: ${JSON.stringify(text)} is not an IPv4 CIDR such as 10.244.0.0/20`);
      else {
        if (field === 'podCidrs' && cidr.prefixBits > 23)
          causes.push(`network.podCidrs: ${text} is smaller than the /23 that a Supervisor needs`);
        all.push({ field, base: cidr.base, last: lastOf(cidr) });
      }
    }
  }
  for (const [index, a] of all.entries()) {
    for (const b of all.slice(index + 1)) {
      if (a.base <= b.last && b.base <= a.last)
        causes.push(`network.${a.field} and network.${b.field} overlap`);
    }
  }
}

const positive = { sockets: 16, coresPerSocket: 256, mhz: 10_000, memoryMiB: 24 * 1024 * 1024 } as const;

function checkHosts(hosts: unknown, path: string, least: number, most: number, causes: string[]): void {
  if (!isDictionary(hosts)) {
    causes.push(`${path}: must be a mapping`);
    return;
  }
  const isWhole = (value: unknown, from: number, to: number): boolean =>
    Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
  if (!isWhole(hosts['count'], least, most))
    causes.push(
      `${path}.count: must be between ${least} and ${most}${least > 0 ? ': three control plane VMs need three hosts' : ''}`,
    );
  for (const [field, largest] of Object.entries(positive))
    if (!isWhole(hosts[field], 1, largest))
      causes.push(`${path}.${field}: must be a whole number from 1 to ${largest}`);
  if (typeof hosts['cpuModel'] !== 'string') causes.push(`${path}.cpuModel: must be a string`);
}

/** Clusters besides the first, as they come from outside. */
function checkOthers({ clusters, names }: Scenario, hostsMax: number, causes: string[]): void {
  if (clusters === undefined) return;
  if (!Array.isArray(clusters) || clusters.length > limits.scenarioClustersMax) {
    causes.push(`clusters: must be a list of at most ${limits.scenarioClustersMax}`);
    return;
  }
  const known = new Set([names.cluster]);
  for (const [index, cluster] of (clusters as readonly unknown[]).entries()) {
    const path = `clusters[${index}]`;
    if (!isDictionary(cluster)) {
      causes.push(`${path}: must be a mapping`);
      continue;
    }
    const { name, datacenter, hosts, datastoreTiB, machines = 0 } = cluster;
    for (const [field, value] of Object.entries({
      name,
      ...(datacenter === undefined ? {} : { datacenter }),
    }))
      if (typeof value !== 'string' || !dnsName.test(value))
        causes.push(`${path}.${field}: ${JSON.stringify(value)} must be a lower case DNS name`);
    if (known.has(String(name))) causes.push(`${path}.name: ${JSON.stringify(name)} is there already`);
    known.add(String(name));
    checkHosts(hosts, `${path}.hosts`, 0, hostsMax, causes);
    if (typeof datastoreTiB !== 'number' || !(datastoreTiB >= 0 && datastoreTiB <= 10_000))
      causes.push(`${path}.datastoreTiB: must be a number from 0 to 10000`);
    checkMachines(machines, path, causes);
  }
}

function checkMachines(machines: unknown, path: string, causes: string[]): void {
  if (
    Number.isInteger(machines) &&
    (machines as number) >= 0 &&
    (machines as number) <= limits.scenarioMachinesMax
  )
    return;
  causes.push(
    `${path === '' ? '' : `${path}.`}machines: must be a whole number from 0 to ${limits.scenarioMachinesMax}`,
  );
}

/** Every cluster with its hosts, and what a Supervisor needs of the first. */
function checkClusters(scenario: Scenario, hostsMax: number, causes: string[]): void {
  const { hosts, hostsCsv, machines = 0, names } = scenario;
  const least = scenario.workloadManagement === 'Enabled' ? controlPlaneVms : 0;
  checkHosts(hosts, 'hosts', least, hostsMax, causes);
  checkOthers(scenario, hostsMax, causes);
  checkMachines(machines, '', causes);
  if (hostsCsv !== undefined) {
    if (typeof hostsCsv !== 'string') {
      causes.push('hostsCsv: must be a string');
      return;
    }
    const read = hostRows(hostsCsv, hostsMax);
    if ('causes' in read) causes.push(...read.causes.map((cause) => `hostsCsv: ${cause}`));
    else if (read.rows.filter(({ cluster }) => cluster === names.cluster).length < least)
      causes.push(
        `hostsCsv: cluster '${names.cluster}' needs ${least} hosts: three control plane VMs need three hosts`,
      );
  }
  if (causes.length > 0) return;
  const all = clustersOf(scenario);
  const count = all.reduce((total, cluster) => total + cluster.hosts.length, 0);
  if (count > hostsMax) causes.push(`clusters: have ${count} hosts; at most ${hostsMax} are possible`);
  if (
    all.length > limits.scenarioClustersMax ||
    datacentersOf(scenario).length > limits.scenarioDatacentersMax
  )
    causes.push(
      `clusters: at most ${limits.scenarioClustersMax}, in at most ${limits.scenarioDatacentersMax} datacenters`,
    );
  if (all.some((cluster) => cluster.machines > 0 && cluster.hosts.length === 0))
    causes.push('machines: a cluster without hosts has none');
  if (all.reduce((total, cluster) => total + cluster.machines, 0) > limits.scenarioMachinesMax)
    causes.push(`machines: at most ${limits.scenarioMachinesMax}`);
}

function check(scenario: Scenario, hostsMax: number, causes: string[]): void {
  const { names, namespaces, users } = scenario;
  if (!Number.isInteger(scenario.seed) || scenario.seed < 0 || scenario.seed > 0xffff_ffff)
    causes.push('seed: must be a whole number below 4294967296');
  if (releaseOf(scenario.release) === undefined)
    causes.push(
      `release: ${JSON.stringify(scenario.release)} is not known; known are ${releaseNames.join(', ')}`,
    );
  for (const field of ['enabledAt', 'startsAt'] as const) {
    if (parseTime(scenario[field]) === undefined)
      causes.push(`${field}: ${JSON.stringify(scenario[field])} is not an RFC 3339 time`);
  }
  if ((parseTime(scenario.enabledAt) ?? 0) > (parseTime(scenario.startsAt) ?? 0))
    causes.push('startsAt: must not be before enabledAt');
  checkClusters(scenario, hostsMax, causes);
  for (const [field, value] of Object.entries(names)) {
    if (!dnsName.test(value))
      causes.push(`names.${field}: ${JSON.stringify(value)} must be a lower case DNS name`);
  }
  for (const [index, namespace] of namespaces.entries()) {
    for (const cause of isDns1123Label(String(namespace?.name ?? '')))
      causes.push(`namespaces[${index}].name: ${cause}`);
    if (!Array.isArray(namespace?.access)) causes.push(`namespaces[${index}].access: must be a list`);
  }
  for (const [index, user] of users.entries()) {
    if (typeof user?.name !== 'string' || typeof user.password !== 'string' || !Array.isArray(user.groups)) {
      causes.push(`users[${index}]: needs name, password and groups`);
    }
  }
  if (!Object.hasOwn(controlPlaneSizes, scenario.controlPlaneSize))
    causes.push(`controlPlaneSize: must be ${Object.keys(controlPlaneSizes).join(', ')}`);
  if (!workloadManagements.includes(scenario.workloadManagement))
    causes.push(`workloadManagement: must be ${workloadManagements.join(' or ')}`);
  checkCidrs(scenario, causes);
  checkStack(scenario, causes);
}

/** Releases that a scenario may be of, the oldest first. */
export const releaseNames: readonly string[] = releases.map(({ id }) => id);

/** Reads a scenario; `hostsMax` is smaller for one that came in a link. */
export function scenarioFrom(value: unknown, hostsMax: number = limits.hostsMax): ScenarioRead {
  if (!isDictionary(value)) return { causes: ['a scenario is a mapping that names its preset'] };
  const base = presetNamed(String(value['preset'] ?? ''));
  if (base === undefined) {
    return {
      causes: [
        `preset: ${JSON.stringify(value['preset'] ?? '')} is not known; known are ${presets.map(({ preset }) => preset).join(', ')}`,
      ],
    };
  }
  const causes: string[] = [];
  const scenario = copy(lay(base, value, '', causes)) as Scenario;
  if (causes.length === 0) check(scenario, hostsMax, causes);
  return causes.length > 0 ? { causes } : { scenario };
}
