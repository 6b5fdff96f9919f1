// Settings of a cluster that nothing acts on here, since no datastore is lost, no guest's heartbeat is heard and no host sleeps: kept as somebody
// sets them, and told again. Source: vim25 ClusterDasConfigInfo, ClusterDasVmSettings, ClusterDpmConfigInfo.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { invalidParameter, member } from './method.ts';

type Idle = NonNullable<Cluster['spec']['idle']>;

const storageResponses = ['disabled', 'warning', 'restartConservative', 'restartAggressive'] as const;
const settings = ['dasConfig', 'defaultVmSettings'] as const;
const monitoring = [...settings, 'vmToolsMonitoringSettings'] as const;
const protection = [...settings, 'vmComponentProtectionSettings'] as const;

interface Word {
  /** Where it stands in a ClusterConfigSpecEx. */
  readonly in: readonly string[];
  readonly values: readonly [usual: string, ...others: string[]];
}

const words = {
  vmComponentProtecting: { in: ['dasConfig'], values: ['disabled', 'enabled'] },
  vmStorageProtectionForAPD: { in: protection, values: storageResponses },
  vmStorageProtectionForPDL: { in: protection, values: storageResponses },
  vmReactionOnAPDCleared: { in: protection, values: ['none', 'reset'] },
  defaultDpmBehavior: { in: ['dpmConfig'], values: ['automated', 'manual'] },
} as const satisfies Readonly<Record<string, Word>>;

/** In seconds, but for the failures, which are counted; less than 0 is without end. */
const numbers = {
  restartPriorityTimeout: { in: settings, usual: -1 },
  failureInterval: { in: monitoring, usual: 30 },
  minUpTime: { in: monitoring, usual: 120 },
  maxFailures: { in: monitoring, usual: 3 },
  maxFailureWindow: { in: monitoring, usual: 3_600 },
  vmTerminateDelayForAPDSec: { in: protection, usual: 180 },
} as const;

const at = (spec: Json, path: readonly string[], name: string): Json | undefined =>
  member(
    path.reduce<Json | undefined>((place, part) => member(place, part), spec),
    name,
  );

/** What a cluster has kept, with what a spec says of it. */
export function idleAfter(idle: Idle | undefined, spec: Json): Idle | undefined {
  const said: [string, string | number][] = [];
  for (const [name, { in: path, values }] of Object.entries(words)) {
    const value = at(spec, path, name);
    if (value === undefined) continue;
    if (!values.some((each) => each === value)) throw invalidParameter(`spec.${path.join('.')}.${name}`);
    said.push([name, value as string]);
  }
  for (const [name, { in: path }] of Object.entries(numbers)) {
    const value = at(spec, path, name);
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value)) throw invalidParameter(`spec.${path.join('.')}.${name}`);
    said.push([name, value as number]);
  }
  if (said.length === 0) return idle;
  const of = (type: 'string' | 'number') => said.filter(([, value]) => typeof value === type);
  return {
    words: { ...idle?.words, ...(Object.fromEntries(of('string')) as Record<string, string>) },
    numbers: { ...idle?.numbers, ...(Object.fromEntries(of('number')) as Record<string, number>) },
  };
}

export const wordOf = ({ spec }: Cluster, name: keyof typeof words): string =>
  getOwn(spec.idle?.words ?? {}, name) ?? words[name].values[0];

export const numberIn = ({ spec }: Cluster, name: keyof typeof numbers): number =>
  getOwn(spec.idle?.numbers ?? {}, name) ?? numbers[name].usual;
