/** What can be done about a triggered alarm, and where the object is that something is about. */
import type { Alarm } from '../../live/fabric.ts';
import { write } from '../../live/request.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { perform } from '../actions.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import { namespaceHref, placeHref } from '../route.ts';

interface Target {
  readonly kind: string;
  readonly name: string;
  readonly id?: string | undefined;
}

export function hrefOfTarget({ kind, name, id }: Target): string | undefined {
  switch (kind) {
    case 'HostSystem':
      return placeHref('host', name);
    case 'ClusterComputeResource':
      return placeHref('cluster', name);
    case 'Datacenter':
      return placeHref('datacenter', name);
    case 'VirtualMachine':
      return placeHref('vm', id ?? name);
    case 'Datastore':
      return placeHref('datastore', name);
    case 'Namespace':
      return namespaceHref(name);
    case 'Supervisor':
      return placeHref('supervisor', name);
    default:
      return undefined;
  }
}

const manager = `${viJson}/AlarmManager/AlarmManager`;

function acknowledge({ spec }: Alarm): Promise<unknown> {
  const path = `${manager}/AcknowledgeAlarm`;
  const { alarm, target, title } = spec;
  const body = { alarm: { type: 'Alarm', value: alarm }, entity: { type: target.kind, value: target.id } };
  return perform({
    did: {
      what: `Acknowledged '${title}' on ${target.name}`,
      cli: { text: `govc alarms -ack -n '${title}' ${target.kind}:${target.id}` },
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: { none: 'not a Kubernetes object' },
    },
    send: () => write('POST', path, body),
  });
}

function resetAll(colour: string): Promise<unknown> {
  const path = `${manager}/ClearTriggeredAlarms`;
  const body = { filter: { status: [colour], typeEntity: 'entityTypeAll', typeTrigger: 'triggerTypeAll' } };
  return perform({
    did: {
      what: `Reset ${colour} alarms to green`,
      cli: { none: 'govc has no command for it' },
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: { none: 'not a Kubernetes object' },
    },
    send: () => write('POST', path, body),
  });
}

export function alarmActions(alarm: Alarm): MenuItem[] {
  const colour = alarm.status?.overall ?? 'red';
  return [
    {
      label: 'Acknowledge',
      reason: alarm.status?.acknowledged === true ? 'it is acknowledged' : undefined,
      onselect: () => void acknowledge(alarm),
    },
    { label: `Reset all ${colour} alarms to green`, section: true, onselect: () => void resetAll(colour) },
  ];
}
