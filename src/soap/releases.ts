// What a client of an older release is told: it reads by the types of its own, and strict ones stop at a member that these do not have. A client
// says its release with each call, `urn:vim25/6.7.1`. Source: vSphere Web Services API, what is new in each release.
import { isObject, type Json } from '../std/draft.ts';
import { getOwn } from '../std/own.ts';

/** As a number to compare, 6.7; the newest of who says none. */
export function releaseOf(soapAction = ''): number {
  const [, release] = /urn:[a-z0-9]+\/(\d+\.\d+)/.exec(soapAction) ?? [];
  return release === undefined ? Number.POSITIVE_INFINITY : Number(release);
}

/** Those of vim25 since 6.0, the newest first. */
const releases = [
  ...['8.0.3.0', '8.0.2.0', '8.0.1.0', '8.0.0.2', '8.0.0.1', '8.0.0.0'],
  ...['7.0.3.2', '7.0.3.1', '7.0.3.0', '7.0.2.1', '7.0.2.0', '7.0.1.1', '7.0.1.0', '7.0.0.2', '7.0.0.0'],
  ...['6.9.1', '6.8.7', '6.7.3', '6.7.2', '6.7.1', '6.7', '6.5', '6.0'],
];

export function releasesBefore(release: string): readonly string[] {
  return releases.slice(releases.indexOf(release) + 1);
}

/** Members by the release that they came with. */
const members: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ClusterComputeResourceSummary: { drsScore: 7, numVmsPerDrsScoreBucket: 7 },
  DVPortgroupConfigInfo: { backingType: 7 },
  HostCapability: { maxSupportedVmMemory: 7 },
  // Later in 7.0: nobody misses it there.
  HostDateTimeInfo: { systemClockProtocol: 7, enabled: 8 },
  ToolsConfigInfo: { syncTimeWithHostAllowed: 8 },
};

/** Types by the release that they came with, and what stood for them before. */
const types: Readonly<Record<string, readonly [release: number, before: string]>> = {
  VsanDatastoreInfo: [7, 'DatastoreInfo'],
};

/** What only EventEx has in vim25; VI/JSON tells it of every event here, for the page's sake. */
const ofEventEx: ReadonlySet<string> = new Set(['objectId', 'objectName', 'objectType']);

function isTold(type: string, member: string, release: number): boolean {
  const since = getOwn(getOwn(members, type), member);
  if (since !== undefined) return since <= release;
  return !(ofEventEx.has(member) && type.endsWith('Event'));
}

/** A value as clients of a release know it. */
export function asOf(release: number, value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => asOf(release, each));
  if (!isObject(value)) return value;
  const named = getOwn(value, '_typeName');
  const type = typeof named === 'string' ? named : '';
  const [since = 0, before = type] = getOwn(types, type) ?? [];
  const told = Object.entries(value)
    .filter(([name]) => isTold(type, name, release))
    .map(([name, member]) => [name, asOf(release, member)]);
  const known = Object.fromEntries(told) as Readonly<Record<string, Json>>;
  return since > release ? { ...known, _typeName: before } : known;
}
