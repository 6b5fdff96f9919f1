// A host's power and maintenance mode by VI/JSON. Every change becomes a task.
import { hosts, isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import type { Task } from '../../../kinds/vsphere/task.ts';
import { hostOf } from '../inventory/host-changes.ts';
import { setConnection } from '../inventory/hosts.ts';
import { invalidState, startTask, type VimMethod } from './method.ts';

interface Change {
  readonly name: string;
  readonly privilege: string;
  readonly words: string;
  readonly awaits: NonNullable<Task['spec']['awaits']>;
  /** Why the host is not in a state for it. */
  readonly against: (host: Host) => string | undefined;
  readonly change: (host: Host, now: number) => Host;
}

const poweredAlready =
  (power: Host['spec']['power']) =>
  ({ spec }: Host): string | undefined =>
    spec.power === power ? `is already powered ${power.toLowerCase()}` : undefined;

const withPower = (power: Host['spec']['power']) => (host: Host) => ({
  ...host,
  spec: { ...host.spec, power },
});

const withMaintenance = (maintenance: boolean) => (host: Host, now: number) => ({
  ...host,
  spec: { ...host.spec, maintenance },
  status: { ...host.status, maintenanceAskedAt: now },
});

const changes: readonly Change[] = [
  {
    name: 'ShutdownHost_Task',
    privilege: 'Host.Config.Power',
    words: 'Initiate host shutdown',
    awaits: 'PowerOff',
    against: poweredAlready('Off'),
    change: withPower('Off'),
  },
  {
    name: 'PowerUpHostFromStandBy_Task',
    privilege: 'Host.Config.Power',
    words: 'Power up host from standby',
    awaits: 'PowerOn',
    against: poweredAlready('On'),
    change: withPower('On'),
  },
  {
    name: 'EnterMaintenanceMode_Task',
    privilege: 'Host.Config.Maintenance',
    words: 'Enter maintenance mode',
    awaits: 'EnterMaintenance',
    against: (host) => {
      if (!isRunning(host)) return 'is not connected';
      if (host.spec.maintenance !== true) return undefined;
      return host.status?.inMaintenanceMode === true
        ? 'is already in maintenance mode'
        : 'is already entering maintenance mode';
    },
    change: withMaintenance(true),
  },
  {
    name: 'ExitMaintenanceMode_Task',
    privilege: 'Host.Config.Maintenance',
    words: 'Exit maintenance mode',
    awaits: 'ExitMaintenance',
    against: ({ spec }) => (spec.maintenance === true ? undefined : 'is not in maintenance mode'),
    change: withMaintenance(false),
  },
];

/** A host that is in that state already is in no state for it. */
const connection = (name: string, words: string, disconnected: boolean): VimMethod => ({
  type: 'HostSystem',
  name,
  privilege: 'Host.Config.Connection',
  answer: (call) => {
    const host = hostOf(call.fabric, call.moid);
    const state = disconnected ? 'DISCONNECTED' : 'CONNECTED';
    if (host.status?.connectionState === state)
      throw invalidState(`${host.metadata.name} is already ${state.toLowerCase()}`);
    setConnection(call, host, disconnected);
    return startTask(call, { words, target: { kind: 'HostSystem', name: host.metadata.name } });
  },
});

const powerAndMaintenance: readonly VimMethod[] = changes.map(
  ({ name, privilege, words, awaits, against, change }) => ({
    type: 'HostSystem',
    name,
    privilege,
    answer: (call) => {
      const host = hostOf(call.fabric, call.moid);
      const why = against(host);
      if (why !== undefined) throw invalidState(`${host.metadata.name} ${why}`);
      const target = { kind: 'HostSystem', name: host.metadata.name };
      const task = startTask(call, { words, target, awaits });
      call.write.update(hosts, change(host, call.fabric.now), words);
      return task;
    },
  }),
);

export const hostMethods: readonly VimMethod[] = [
  ...powerAndMaintenance,
  connection('DisconnectHost_Task', 'Disconnect host', true),
  connection('ReconnectHost_Task', 'Reconnect host', false),
];
