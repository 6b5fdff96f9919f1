// The vCenter face, first slice: sessions, the list of hosts, and a host's power by VI/JSON, as 8.0 U1 publishes them. Every
// change becomes a task. The rest of the vSphere Automation API is a later issue's.
import type { Draft } from '../../std/draft.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Pipeline } from '../../store/pipeline.ts';
import type { ReadView } from '../../store/view.ts';
import { hosts, type Host } from '../../kinds/vsphere/host.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { tasks } from '../../kinds/vsphere/task.ts';
import { json } from '../kubernetes/answer.ts';
import type { Actor, WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { basicCredentials, tokenFor, userOf } from '../sign-in.ts';

export interface VCenterOptions {
  /** Marks the tokens that a sign-in gives. */
  readonly tokenKey: string;
  readonly pipeline: Pipeline;
  readonly fabric: () => ReadView;
  readonly revision: () => number;
}

const hostsKind = 'vsphere.sandbox/hosts';
const vimPath = /^\/sdk\/vim25\/[^/]+\/HostSystem\/([^/]+)\/(ShutdownHost_Task|PowerUpHostFromStandBy_Task)$/;

/** The error body of the Automation API. */
function failure(status: number, errorType: string, message: string): WireResponse {
  const messages = [
    { id: `com.vmware.vapi.std.errors.${errorType.toLowerCase()}`, default_message: message, args: [] },
  ];
  return json(status, { error_type: errorType, messages });
}

function notFound(what: string): WireResponse {
  return failure(404, 'NOT_FOUND', `${what} was not found.`);
}

function hostList(view: ReadView): WireResponse {
  return json(
    200,
    view.list<Host>(hostsKind).map(({ metadata, spec, status }) => ({
      host: spec.moid,
      name: metadata.name,
      connection_state: status?.connectionState ?? 'NOT_RESPONDING',
      power_state: status?.powerState ?? 'POWERED_OFF',
    })),
  );
}

const words = { Off: 'Initiate host shutdown', On: 'Power up host from standby' } as const;

function setPower(options: VCenterOptions, moid: string, power: 'On' | 'Off', actor: Actor): WireResponse {
  const view = options.fabric();
  const host = view.list<Host>(hostsKind).find(({ spec }) => spec.moid === moid);
  if (host === undefined) return notFound(`The object 'vim.HostSystem:${moid}'`);
  if (host.spec.power === power) {
    const message = `The operation is not allowed in the current state: ${host.metadata.name} is already powered ${power.toLowerCase()}.`;
    return json(500, { _typeName: 'InvalidState', faultMessage: [{ message }] });
  }
  const write = { by: actor.user, why: words[power], subresource: '*' };
  const name = `task-${options.revision() + 1}`;
  const task = {
    metadata: { name },
    spec: {
      description: words[power],
      target: { kind: 'HostSystem', name: host.metadata.name },
      initiator: actor.user,
      queuedAt: view.now,
    },
    status: { state: 'RUNNING', startedAt: view.now },
  };
  options.pipeline.create(fabricScope, tasks, task as unknown as Draft<StoredObject>, write);
  options.pipeline.update(
    fabricScope,
    hosts,
    `/${host.metadata.name}`,
    (prev) => ({ ...prev, spec: { ...host.spec, power } }) as StoredObject,
    write,
  );
  return json(200, { _typeName: 'ManagedObjectReference', type: 'Task', value: name });
}

/** Answers under `/api/session`, `/api/vcenter` and `/sdk/vim25`. */
export function vcenter(
  options: VCenterOptions,
  request: WireRequest,
  actor: Actor | undefined,
): WireResponse {
  const path = request.path.split('?')[0] ?? '';
  const { method } = request;
  if (path === '/api/session' && method === 'POST') {
    const credentials = basicCredentials(request.headers?.['authorization']);
    const user =
      credentials === undefined
        ? undefined
        : userOf(options.fabric(), credentials.name, credentials.password);
    if (user === undefined) return failure(401, 'UNAUTHENTICATED', 'Authentication required.');
    return json(201, tokenFor(options.tokenKey, user, options.fabric().now));
  }
  if (actor === undefined) return failure(401, 'UNAUTHENTICATED', 'Authentication required.');
  if (path === '/api/session' && method === 'DELETE') return { status: 204, headers: {}, body: '' };
  if (path === '/api/vcenter/host' && method === 'GET') return hostList(options.fabric());
  const vim = vimPath.exec(path);
  if (vim !== null && method === 'POST') {
    if (!isAdministrator(actor))
      return failure(
        403,
        'UNAUTHORIZED',
        'Permission to perform this operation was denied: Host.Config.Power.',
      );
    return setPower(options, vim[1] ?? '', vim[2] === 'ShutdownHost_Task' ? 'Off' : 'On', actor);
  }
  return notFound(`${method} ${path}`);
}

function isAdministrator({ groups }: Actor): boolean {
  return groups.some(
    (group) => group === 'system:masters' || group.toLowerCase().startsWith('sso:administrators@'),
  );
}
