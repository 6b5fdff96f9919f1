// A host's power by VI/JSON, as 8.0 U1 publishes it: every change becomes a task.
import type { Draft } from '../../std/draft.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Pipeline } from '../../store/pipeline.ts';
import type { ReadView } from '../../store/view.ts';
import { hosts, type Host } from '../../kinds/vsphere/host.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { tasks } from '../../kinds/vsphere/task.ts';
import { json } from '../kubernetes/answer.ts';
import type { Actor, WireResponse } from '../kubernetes/wire.ts';
import { Failure, notFound, unauthorized } from './failure.ts';
import { isAdministrator } from './privileges.ts';

const vimPath = /^\/sdk\/vim25\/[^/]+\/HostSystem\/([^/]+)\/(ShutdownHost_Task|PowerUpHostFromStandBy_Task)$/;

const privilege = 'Host.Config.Power';

const words = { Off: 'Initiate host shutdown', On: 'Power up host from standby' } as const;

interface Tools {
  readonly pipeline: Pipeline;
  readonly fabric: () => ReadView;
  readonly revision: () => number;
}

export function isHostPower(path: string): boolean {
  return path.startsWith('/sdk/');
}

function setPower(tools: Tools, host: Host, power: 'On' | 'Off', actor: Actor): WireResponse {
  if (host.spec.power === power) {
    const message = `The operation is not allowed in the current state: ${host.metadata.name} is already powered ${power.toLowerCase()}.`;
    return json(500, { _typeName: 'InvalidState', faultMessage: [{ message }] });
  }
  const { now } = tools.fabric();
  const write = { by: actor.user, why: words[power], subresource: '*' };
  const name = `task-${tools.revision() + 1}`;
  const task = {
    metadata: { name },
    spec: {
      description: words[power],
      target: { kind: 'HostSystem', name: host.metadata.name },
      initiator: actor.user,
      queuedAt: now,
    },
    status: { state: 'RUNNING', startedAt: now },
  };
  tools.pipeline.create(fabricScope, tasks, task as unknown as Draft<StoredObject>, write);
  tools.pipeline.update(
    fabricScope,
    hosts,
    `/${host.metadata.name}`,
    (prev) => ({ ...prev, spec: { ...host.spec, power } }) as StoredObject,
    write,
  );
  return json(200, { _typeName: 'ManagedObjectReference', type: 'Task', value: name });
}

export function hostPower(tools: Tools, path: string, method: string, actor: Actor): WireResponse {
  const [, moid = '', action] = vimPath.exec(path) ?? [];
  const fail = (failure: Failure): WireResponse => json(failure.status, failure.body);
  if (moid === '' || method !== 'POST')
    return fail(new Failure('NOT_FOUND', 'vim25.not_found', `${method} ${path} was not found.`, [path]));
  if (!isAdministrator(actor)) return fail(unauthorized(privilege, moid));
  const host = tools
    .fabric()
    .list<Host>('vsphere.sandbox/hosts')
    .find(({ spec }) => spec.moid === moid);
  if (host === undefined) return fail(notFound('Host', moid));
  return setPower(tools, host, action === 'ShutdownHost_Task' ? 'Off' : 'On', actor);
}
