// AlarmManager: definitions, which are triggered where, acknowledging them and resetting them to green. Source: vSphere Web Services API,
// AlarmManager, AlarmState.
import { alarmDefinitions } from '../../../kinds/vsphere/alarm-definitions.ts';
import { alarms, alarmsKind, type Alarm } from '../../../kinds/vsphere/alarm.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { formatMilliTime } from '../../../std/time.ts';
import { Tree } from '../authorization/tree.ts';
import { rootFolder } from '../inventory/places.ts';
import { tell, wordsOfActor } from '../record.ts';
import { onEntity, referenceArg, textsArg } from './arguments.ts';
import { reference, VimFault, type VimCall, type VimMethod } from './method.ts';

const type = 'AlarmManager';
const colours = { yellow: 'Yellow', red: 'Red' } as const;

function stateOf({ spec, status }: Alarm): Json {
  const { alarm, target } = spec;
  return {
    _typeName: 'AlarmState',
    key: `${alarm}.${target.id}`,
    entity: reference(target.kind, target.id),
    alarm: reference('Alarm', alarm),
    overallStatus: status?.overall ?? 'green',
    time: formatMilliTime(status?.at ?? 0),
    acknowledged: status?.acknowledged ?? false,
    ...(status?.acknowledgedBy === undefined ? {} : { acknowledgedByUser: status.acknowledgedBy }),
    ...(status?.acknowledgedAt === undefined
      ? {}
      : { acknowledgedTime: formatMilliTime(status.acknowledgedAt) }),
  };
}

/** On an object or below it, of those that whoever asks may see. */
function triggered({ authority, fabric }: VimCall, on: string): readonly Alarm[] {
  const tree = new Tree(fabric);
  const isWithin = (id: string): boolean => id === on || tree.parents(id).some(isWithin);
  return fabric
    .list<Alarm>(alarmsKind)
    .filter(({ spec: { target } }) => isWithin(target.id) && authority.holds('System.Read', target.id));
}

/** Of each definition on an object, green ones too. */
function statesOn(call: VimCall): Json {
  const { type: kind, value: id } = referenceArg(call.body, 'entity');
  return alarmDefinitions
    .filter((definition) => definition.kind === kind)
    .map((definition) => {
      const known = call.fabric.get<Alarm>(alarmsKind, `${definition.id}.${id}`);
      if (known !== undefined) return stateOf(known);
      const spec = { alarm: definition.id, title: definition.name, target: { kind, id, name: id } };
      return stateOf({ spec } as unknown as Alarm);
    });
}

function acknowledge(call: VimCall): undefined {
  const { body, fabric, write, actor } = call;
  const { value: alarm } = referenceArg(body, 'alarm');
  const { value: entity } = referenceArg(body, 'entity');
  const known = fabric.get<Alarm>(alarmsKind, `${alarm}.${entity}`);
  if (known?.status === undefined)
    throw new VimFault('NotFound', `Alarm '${alarm}' is not triggered on '${entity}'.`);
  const status = {
    ...known.status,
    acknowledged: true,
    acknowledgedBy: wordsOfActor(actor),
    acknowledgedAt: fabric.now,
  };
  write.update(alarms, { ...known, status } as Alarm, 'Acknowledge alarm');
  const { title, target } = known.spec;
  const message = `Acknowledged alarm '${title}' on ${target.name}`;
  tell(write, actor, fabric.now, { type: 'AlarmAcknowledgedEvent', severity: 'info', message, target });
}

/** Resets to green what the filter names: colours, and types of objects. */
function clear(call: VimCall): undefined {
  const { body, fabric, write, actor, authority } = call;
  const filter = getOwn(body, 'filter');
  const asked = isObject(filter) ? filter : {};
  const wanted = textsArg(asked, 'status');
  const kind = { entityTypeHost: 'HostSystem', entityTypeVm: 'VirtualMachine' }[
    String(getOwn(asked, 'typeEntity'))
  ];
  for (const alarm of fabric.list<Alarm>(alarmsKind)) {
    const { title, target } = alarm.spec;
    const overall = alarm.status?.overall ?? 'red';
    const isMeant =
      (wanted.length === 0 || wanted.includes(overall)) && (kind === undefined || kind === target.kind);
    if (!isMeant || !authority.holds('Alarm.SetStatus', target.id)) continue;
    write.remove(alarms, alarm, 'Reset alarm to green');
    const message = `Manually cleared alarm '${title}' on ${target.name} from ${colours[overall]}`;
    tell(write, actor, fabric.now, { type: 'AlarmClearedEvent', severity: 'info', message, target });
  }
}

function infoOf(call: VimCall): Json {
  const found = alarmDefinitions.find(({ id }) => id === call.moid);
  if (found === undefined) throw new VimFault('NotFound', `There is no alarm ${call.moid}.`);
  const { id, name, systemName, description } = found;
  return {
    _typeName: 'AlarmInfo',
    key: id,
    alarm: reference('Alarm', id),
    entity: reference('Folder', rootFolder),
    name,
    systemName,
    description,
    enabled: true,
  };
}

/** Types of the inventory whose objects tell what is triggered on them and below. */
const watching = [
  'Folder',
  'Datacenter',
  'ClusterComputeResource',
  'ComputeResource',
  'HostSystem',
  'Datastore',
  'VirtualMachine',
];

export const alarmMethods: readonly VimMethod[] = [
  {
    type,
    name: 'GetAlarm',
    privilege: 'System.View',
    answer: () => alarmDefinitions.map(({ id }) => reference('Alarm', id)),
  },
  { type, name: 'GetAlarmState', privilege: 'System.Read', on: onEntity, answer: statesOn },
  { type, name: 'AcknowledgeAlarm', privilege: 'Alarm.Acknowledge', on: onEntity, answer: acknowledge },
  { type, name: 'ClearTriggeredAlarms', answer: clear },
  { type: 'Alarm', name: 'info', privilege: 'System.View', answer: infoOf },
  ...watching.map((watched): VimMethod => ({
    type: watched,
    name: 'triggeredAlarmState',
    privilege: 'System.View',
    answer: (call) => triggered(call, call.moid).map(stateOf),
  })),
];
