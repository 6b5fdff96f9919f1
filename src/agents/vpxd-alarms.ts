// vCenter's alarms: triggered on hosts and datastores by what they are now, gone when they are well again, every change of colour an event.
import type { Loop, Outcome, Write } from '../control/loop.ts';
import { alarms, alarmsKind, type Alarm } from '../kinds/vsphere/alarm.ts';
import {
  datastoreAlarms,
  hostAlarms,
  type AlarmDefinition,
  type Colour,
} from '../kinds/vsphere/alarm-definitions.ts';
import type { Datastore } from '../kinds/vsphere/datastore.ts';
import { vcenterEvents } from '../kinds/vsphere/event.ts';
import type { Host } from '../kinds/vsphere/host.ts';
import { hostsKind } from '../kinds/vsphere/machine.ts';
import type { View } from '../control/view.ts';

const datastoresKind = 'vsphere.sandbox/datastores';

interface Watched {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly moid: string };
}

const severities = { green: 'info', yellow: 'warning', red: 'error' } as const;
const colours = { green: 'Green', yellow: 'Yellow', red: 'Red' } as const;

function changed(alarm: Alarm['spec'], before: Colour, after: Colour, now: number): Write {
  const { target, title } = alarm;
  const message = `Alarm '${title}' on ${target.name} changed from ${colours[before]} to ${colours[after]}`;
  const object = {
    metadata: { name: `${alarm.alarm}.${target.id}.AlarmStatusChangedEvent.${now}` },
    spec: {
      type: 'AlarmStatusChangedEvent',
      severity: severities[after],
      message,
      at: now,
      user: '',
      target,
    },
  };
  return { verb: 'create', kind: vcenterEvents, object, why: message };
}

/** What an alarm's colour means for its object: it comes, changes or goes. */
function judged(
  view: View,
  definition: AlarmDefinition<never>,
  watched: Watched,
  colour: Colour,
): readonly Write[] {
  const { id: alarm, name: title, kind } = definition;
  const { name } = watched.metadata;
  const id = watched.spec.moid;
  const known = view.get<Alarm>(alarmsKind, `${alarm}.${id}`);
  const before = known?.status?.overall ?? 'green';
  if (before === colour) return [];
  const spec = { alarm, title, target: { kind, name, id } };
  const why = `${title}: ${colour}`;
  const event = changed(spec, before, colour, view.now);
  if (colour === 'green')
    return known === undefined ? [] : [{ verb: 'delete', kind: alarms, object: known, why }, event];
  const status = { overall: colour, at: view.now, acknowledged: false };
  if (known === undefined) {
    const object = { metadata: { name: `${alarm}.${id}` }, spec, status };
    return [{ verb: 'create', kind: alarms, object, why }, event];
  }
  const object: Alarm = { ...known, status };
  return [{ verb: 'update', kind: alarms, object, why }, event];
}

/** Those of an object that is no more. */
function left(view: View, kind: string, name: string): readonly Write[] {
  return view
    .list<Alarm>(alarmsKind)
    .filter(({ spec: { target } }) => target.kind === kind && target.name === name)
    .map((object) => ({ verb: 'delete', kind: alarms, object, why: `${name} is no more` }));
}

function outcomeOf(writes: readonly Write[]): Outcome | undefined {
  return writes.length === 0 ? undefined : { writes };
}

export const vpxdAlarms: Loop = {
  name: 'vpxd-alarms',
  observes: {
    [hostsKind]: (prev, next) => [`${hostsKind}|${(next ?? prev)?.metadata.name ?? ''}`],
    [datastoresKind]: (prev, next) => [`${datastoresKind}|${(next ?? prev)?.metadata.name ?? ''}`],
  },
  consults: [alarmsKind],
  run(key, view): Outcome | undefined {
    const [kind = '', name = ''] = key.split('|');
    if (kind === hostsKind) {
      const host = view.get<Host>(hostsKind, name);
      if (host === undefined) return outcomeOf(left(view, 'HostSystem', name));
      return outcomeOf(hostAlarms.flatMap((alarm) => judged(view, alarm, host, alarm.colourOf(host))));
    }
    const datastore = view.get<Datastore>(datastoresKind, name);
    if (datastore === undefined) return outcomeOf(left(view, 'Datastore', name));
    return outcomeOf(
      datastoreAlarms.flatMap((alarm) => judged(view, alarm, datastore, alarm.colourOf(datastore))),
    );
  },
};
