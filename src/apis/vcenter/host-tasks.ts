// What VI/JSON does to a host, as 8.0 U1 publishes it: power and maintenance mode. Every change becomes a task.
import type { Draft } from '../../std/draft.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Pipeline } from '../../store/pipeline.ts';
import type { ReadView } from '../../store/view.ts';
import { hosts, isRunning, type Host } from '../../kinds/vsphere/host.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { tasks, type Task } from '../../kinds/vsphere/task.ts';
import { json } from '../kubernetes/answer.ts';
import type { Actor, WireResponse } from '../kubernetes/wire.ts';
import { Failure, notFound, unauthorized } from './failure.ts';
import { isAdministrator } from './privileges.ts';

interface Tools {
  readonly pipeline: Pipeline;
  readonly fabric: () => ReadView;
  readonly revision: () => number;
}

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

function start(tools: Tools, host: Host, method: Method, actor: Actor): WireResponse {
  const why = method.against(host);
  if (why !== undefined) {
    const message = `The operation is not allowed in the current state: ${host.metadata.name} ${why}.`;
    return json(500, { _typeName: 'InvalidState', faultMessage: [{ message }] });
  }
  const { now } = tools.fabric();
  const write = { by: actor.user, why: method.words, subresource: '*' };
  const name = `task-${tools.revision() + 1}`;
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
  tools.pipeline.create(fabricScope, tasks, task as unknown as Draft<StoredObject>, write);
  const next = method.change(host, now);
  tools.pipeline.update(fabricScope, hosts, `/${host.metadata.name}`, () => next, write);
  return json(200, { _typeName: 'ManagedObjectReference', type: 'Task', value: name });
}

export function hostTask(tools: Tools, path: string, verb: string, actor: Actor): WireResponse {
  const [, moid = '', name = ''] = vimPath.exec(path) ?? [];
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const fail = (failure: Failure): WireResponse => json(failure.status, failure.body);
  if (method === undefined || verb !== 'POST')
    return fail(new Failure('NOT_FOUND', 'vim25.not_found', `${verb} ${path} was not found.`, [path]));
  if (!isAdministrator(actor)) return fail(unauthorized(method.privilege, moid));
  const host = tools
    .fabric()
    .list<Host>('vsphere.sandbox/hosts')
    .find(({ spec }) => spec.moid === moid);
  return host === undefined ? fail(notFound('Host', moid)) : start(tools, host, method, actor);
}
