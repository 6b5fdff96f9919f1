// What VI/JSON does to a host, as 8.0 U1 publishes it: power and maintenance mode. Every change becomes a task.
import { hosts, isRunning, type Host } from '../../kinds/vsphere/host.ts';
import { tasks, type Task } from '../../kinds/vsphere/task.ts';
import { json } from '../kubernetes/answer.ts';
import type { WireResponse } from '../kubernetes/wire.ts';
import { Failure, notFound, unauthorized } from './failure.ts';
import { list } from './inventory/places.ts';
import type { Call } from './operation.ts';
import { isAdministrator } from './privileges.ts';

type Asked = Pick<Call, 'actor' | 'fabric' | 'write'>;

interface Method {
  readonly privilege: string;
  /** As Recent Tasks shows it. */
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

const methods: Readonly<Record<string, Method>> = {
  ShutdownHost_Task: {
    privilege: 'Host.Config.Power',
    words: 'Initiate host shutdown',
    awaits: 'PowerOff',
    against: poweredAlready('Off'),
    change: withPower('Off'),
  },
  PowerUpHostFromStandBy_Task: {
    privilege: 'Host.Config.Power',
    words: 'Power up host from standby',
    awaits: 'PowerOn',
    against: poweredAlready('On'),
    change: withPower('On'),
  },
  EnterMaintenanceMode_Task: {
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
  ExitMaintenanceMode_Task: {
    privilege: 'Host.Config.Maintenance',
    words: 'Exit maintenance mode',
    awaits: 'ExitMaintenance',
    against: ({ spec }) => (spec.maintenance === true ? undefined : 'is not in maintenance mode'),
    change: withMaintenance(false),
  },
};

const vimPath = new RegExp(
  String.raw`^/sdk/vim25/[^/]+/HostSystem/([^/]+)/(${Object.keys(methods).join('|')})$`,
);

export function isHostTask(path: string): boolean {
  return path.startsWith('/sdk/');
}

function start({ actor, fabric, write }: Asked, host: Host, method: Method): WireResponse {
  const why = method.against(host);
  if (why !== undefined) {
    const message = `The operation is not allowed in the current state: ${host.metadata.name} ${why}.`;
    return json(500, { _typeName: 'InvalidState', faultMessage: [{ message }] });
  }
  const { now } = fabric;
  const name = `task-${write.revision + 1}`;
  const task = {
    metadata: { name },
    spec: {
      description: method.words,
      target: { kind: 'HostSystem', name: host.metadata.name },
      initiator: actor.user,
      queuedAt: now,
      awaits: method.awaits,
    },
    status: { state: 'RUNNING', startedAt: now },
  };
  write.create(tasks, task, method.words);
  write.update(hosts, method.change(host, now), method.words);
  return json(200, { _typeName: 'ManagedObjectReference', type: 'Task', value: name });
}

export function hostTask(asked: Asked, path: string, verb: string): WireResponse {
  const [, moid = '', name = ''] = vimPath.exec(path) ?? [];
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const fail = (failure: Failure): WireResponse => json(failure.status, failure.body);
  if (method === undefined || verb !== 'POST')
    return fail(new Failure('NOT_FOUND', 'vim25.not_found', `${verb} ${path} was not found.`, [path]));
  if (!isAdministrator(asked.actor)) return fail(unauthorized(method.privilege, moid));
  const host = list<Host>(asked.fabric, 'hosts').find(({ spec }) => spec.moid === moid);
  return host === undefined ? fail(notFound('Host', moid)) : start(asked, host, method);
}
