// EventManager: what happened, the newest first. What happens to vSphere Pods' VMs stands in their own steps and is told from there.
// Source: vSphere Web Services API, EventManager, EventFilterSpec.
import { vcenterEventsKind, type EventSpec, type VCenterEvent } from '../../../kinds/vsphere/event.ts';
import { machinesKind } from '../../../kinds/vsphere/machine.ts';
import { stepAt, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { isObject, type Json, type JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { formatMilliTime, parseTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { entityOf, titleOfEntity } from '../authorization/entity.ts';
import { Tree } from '../authorization/tree.ts';
import { rootFolder } from '../inventory/places.ts';
import { tell } from '../record.ts';
import { onEntity, objectOf, referenceArg, referenceOf, textArg, textsArg } from './arguments.ts';
import { invalidParameter, reference, type VimCall, type VimMethod } from './method.ts';

const type = 'EventManager';

/** vCenter gives at most so many at once. */
const eventsMost = 1_000;

/** A type of event of vim25 stands for itself; all others are told by EventEx. */
const isOwnType = (name: string): boolean => /^[A-Z]\w*$/.test(name);

/** How an event names what it is about, by its type. */
const argumentNames: Readonly<Record<string, readonly [member: string, type: string, reference: string]>> = {
  VirtualMachine: ['vm', 'VmEventArgument', 'vm'],
  HostSystem: ['host', 'HostEventArgument', 'host'],
  ClusterComputeResource: ['computeResource', 'ComputeResourceEventArgument', 'computeResource'],
  Datacenter: ['datacenter', 'DatacenterEventArgument', 'datacenter'],
  Datastore: ['ds', 'DatastoreEventArgument', 'datastore'],
};

function argumentOf(target: EventSpec['target']): JsonObject {
  const named = target?.id === undefined ? undefined : getOwn(argumentNames, target.kind);
  if (target?.id === undefined || named === undefined) return {};
  const [name, argument, refers] = named;
  return {
    [name]: { _typeName: argument, name: target.name, [refers]: reference(target.kind, target.id) },
  };
}

export function eventJson({ metadata, spec }: VCenterEvent): Json {
  const { type: name, message, at, user, target, severity } = spec;
  const key = Number(metadata.resourceVersion);
  return {
    _typeName: isOwnType(name) ? name : 'EventEx',
    key,
    chainId: key,
    createdTime: formatMilliTime(at),
    userName: user,
    ...argumentOf(target),
    fullFormattedMessage: message,
    ...(isOwnType(name) ? {} : { eventTypeId: name, severity }),
    ...(target === undefined
      ? {}
      : { objectName: target.name, objectId: target.id ?? target.name, objectType: target.kind }),
  };
}

function maySee({ authority, actor }: VimCall, { spec }: VCenterEvent): boolean {
  const id = spec.target?.id ?? spec.target?.name;
  return authority.holds('System.Read', id ?? entityOf(rootFolder).value) || actor.user === spec.user;
}

/** The step of a CRX's own that says that it has power. */
const poweredOn = 'PoweredOn';

/** The VMs of vSphere Pods that have power, as their own steps tell it. */
function ofPods(fabric: ReadView): readonly VCenterEvent[] {
  return fabric.list<VirtualMachine>(machinesKind, { index: ['role', 'Pod'] }).flatMap((vm) => {
    const at = stepAt(vm, poweredOn);
    if (at === undefined) return [];
    const { metadata, spec, status } = vm;
    const target = { kind: 'VirtualMachine', name: spec.displayName, id: metadata.name };
    const message = `${spec.displayName} on ${status?.host ?? ''} is powered on`;
    return [
      { ...vm, spec: { type: 'VmPoweredOnEvent', severity: 'info', message, at, user: '', target } },
    ] as never;
  });
}

type Passes = (spec: EventSpec) => boolean;

/** On an object, below it, or both. */
function byEntity({ fabric }: VimCall, filter: Json | undefined): Passes {
  if (filter === undefined) return () => true;
  const asked = objectOf(filter, 'filter.entity');
  const { value } = referenceOf(getOwn(asked, 'entity'), 'filter.entity.entity');
  const recursion = getOwn(asked, 'recursion') ?? 'all';
  const tree = new Tree(fabric);
  const isBelow = (id: string): boolean =>
    tree.parents(id).some((parent) => parent === value || isBelow(parent));
  return ({ target }) => {
    const id = target?.id ?? target?.name ?? '';
    if (id === value) return recursion !== 'children';
    return recursion !== 'self' && isBelow(id);
  };
}

/** A time of a filter, simulated milliseconds since the epoch. */
export function timeIn(filter: JsonObject, name: string): number | undefined {
  const text = getOwn(filter, name);
  if (text === undefined) return undefined;
  const at = typeof text === 'string' ? parseTime(text) : undefined;
  if (at === undefined) throw invalidParameter(`filter.time.${name}`);
  return at;
}

function byTime(filter: Json | undefined): Passes {
  if (filter === undefined) return () => true;
  const asked = objectOf(filter, 'filter.time');
  const from = timeIn(asked, 'beginTime') ?? 0;
  const to = timeIn(asked, 'endTime') ?? Number.MAX_SAFE_INTEGER;
  return ({ at }) => at >= from && at <= to;
}

/** Those that the `filter` among the parameters lets through, the newest first. */
export function eventsFound(call: VimCall): readonly VCenterEvent[] {
  const filter = getOwn(call.body, 'filter') ?? {};
  if (!isObject(filter)) throw invalidParameter('filter');
  const isAbout = byEntity(call, getOwn(filter, 'entity'));
  const inTime = byTime(getOwn(filter, 'time'));
  const types = textsArg(filter, 'eventTypeId').map((name) => name.replace(/^vim\.event\./, ''));
  const most = getOwn(filter, 'maxCount') ?? eventsMost;
  if (typeof most !== 'number' || most < 0) throw invalidParameter('filter.maxCount');
  return [...call.fabric.list<VCenterEvent>(vcenterEventsKind), ...ofPods(call.fabric)]
    .filter(
      (event) =>
        inTime(event.spec) &&
        (types.length === 0 || types.includes(event.spec.type)) &&
        isAbout(event.spec) &&
        maySee(call, event),
    )
    .toSorted(
      (a, b) =>
        b.spec.at - a.spec.at || Number(b.metadata.resourceVersion) - Number(a.metadata.resourceVersion),
    )
    .slice(0, Math.min(most, eventsMost));
}

/** Every type of event that has been told, once. */
function typesIn(fabric: ReadView): readonly EventSpec[] {
  const all = [...fabric.list<VCenterEvent>(vcenterEventsKind), ...ofPods(fabric)];
  return [
    ...new Map(all.map(({ spec }) => [isOwnType(spec.type) ? spec.type : 'EventEx', spec])).entries(),
  ].map(([name, spec]) => ({ ...spec, type: name }));
}

export const eventMethods: readonly VimMethod[] = [
  { type, name: 'QueryEvents', answer: (call) => eventsFound(call).map(eventJson) },
  {
    type,
    name: 'latestEvent',
    answer: (call) => {
      const [latest] = eventsFound(call);
      return latest === undefined ? undefined : eventJson(latest);
    },
  },
  {
    type,
    name: 'description',
    answer: ({ fabric }) => ({
      _typeName: 'EventDescription',
      category: ['info', 'warning', 'error', 'user'].map((key) => ({
        _typeName: 'ElementDescription',
        key,
        label: key,
        summary: '',
      })),
      eventInfo: typesIn(fabric).map(({ type: key, severity }) => ({
        _typeName: 'EventDescriptionEventDetail',
        key,
        description: key,
        category: severity,
        formatOnDatacenter: '',
        formatOnComputeResource: '',
        formatOnHost: '',
        formatOnVm: '',
        fullFormat: '',
      })),
    }),
  },
  {
    type,
    name: 'maxCollector',
    answer: () => eventsMost,
  },
  {
    type,
    name: 'LogUserEvent',
    privilege: 'Global.LogEvent',
    on: onEntity,
    answer: ({ actor, body, fabric, write }) => {
      const { type: kind, value: id } = referenceArg(body, 'entity');
      const target = { kind, id, name: titleOfEntity(fabric, id) };
      const message = `User logged event: ${textArg(body, 'msg')}`;
      tell(write, actor, fabric.now, { type: 'GeneralUserEvent', severity: 'user', message, target });
      return undefined;
    },
  },
];
