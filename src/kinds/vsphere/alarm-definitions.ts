// Alarms that vCenter comes with, as far as what they watch happens here: when each is yellow or red. Source: vSphere Monitoring and Performance,
// Preconfigured vSphere Alarms.
import type { Datastore } from './datastore.ts';
import type { Host } from './host.ts';

export type Colour = 'green' | 'yellow' | 'red';

export interface AlarmDefinition<Watched> {
  /** Managed object id. */
  readonly id: string;
  readonly name: string;
  /** `alarm.HostConnectionStateAlarm`. */
  readonly systemName: string;
  readonly description: string;
  /** Type of the objects that it watches. */
  readonly kind: string;
  readonly colourOf: (watched: Watched) => Colour;
}

export const hostAlarms: readonly AlarmDefinition<Host>[] = [
  {
    id: 'alarm-1',
    name: 'Host connection and power state',
    systemName: 'alarm.HostConnectionStateAlarm',
    description: 'Default alarm to monitor host connection and power state',
    kind: 'HostSystem',
    // A disconnected host is the will of an administrator.
    colourOf: ({ status }) =>
      status?.connectionState === 'NOT_RESPONDING' && status.powerState !== 'STANDBY' ? 'red' : 'green',
  },
  {
    id: 'alarm-2',
    name: 'vSphere HA host status',
    systemName: 'alarm.DasHostStatusAlarm',
    description: 'Default alarm to monitor the health of a host as reported by vSphere HA',
    kind: 'HostSystem',
    colourOf: ({ status }) => (status?.haState === 'hostDown' ? 'red' : 'green'),
  },
];

/** Used, in percent of its capacity. */
export function usedPercent({ spec, status }: Datastore): number {
  if (spec.capacityMiB === 0) return 0;
  return ((spec.capacityMiB - (status?.freeMiB ?? 0)) * 100) / spec.capacityMiB;
}

const datastoreYellowPercent = 75;
const datastoreRedPercent = 85;

export const datastoreAlarms: readonly AlarmDefinition<Datastore>[] = [
  {
    id: 'alarm-3',
    name: 'Datastore usage on disk',
    systemName: 'alarm.DatastoreDiskUsageAlarm',
    description: 'Default alarm to monitor datastore disk usage',
    kind: 'Datastore',
    colourOf: (datastore) => {
      const used = usedPercent(datastore);
      return used > datastoreRedPercent ? 'red' : used > datastoreYellowPercent ? 'yellow' : 'green';
    },
  },
];

export const alarmDefinitions: readonly Omit<AlarmDefinition<never>, 'colourOf'>[] = [
  ...hostAlarms,
  ...datastoreAlarms,
];
