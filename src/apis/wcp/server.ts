// What `kubectl vsphere login` talks to on a Supervisor's address: the login, and the namespaces that the caller may use.
import { kindId } from '../../store/kind.ts';
import type { ReadView } from '../../store/view.ts';
import { namespaces, type Namespace } from '../../kinds/core/namespace.ts';
import { supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { json } from '../kubernetes/answer.ts';
import { mayWorkIn } from '../kubernetes/authorize.ts';
import type { Actor, WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { supportBundle } from './support-bundle.ts';
import { basicCredentials, personOf, tokenFor, userOf } from '../sign-in.ts';

export interface WcpOptions {
  /** Marks the tokens that a sign-in gives. */
  readonly tokenKey: string;
  readonly view: () => ReadView | undefined;
  readonly fabric: () => ReadView;
}

function unauthorized(): WireResponse {
  return json(401, { error: 'invalid or missing credentials' });
}

/** Answers `POST /wcp/login`, `GET /wcp/workloads` and `GET /wcp/support-bundle/{cluster}`. */
export function wcp(options: WcpOptions, request: WireRequest, actor: Actor | undefined): WireResponse {
  const path = request.path.split('?')[0];
  if (path === '/wcp/login' && request.method === 'POST') {
    const credentials = basicCredentials(request.headers?.['authorization']);
    if (credentials === undefined) return unauthorized();
    const fabric = options.fabric();
    const user = userOf(fabric, credentials.name, credentials.password);
    if (user === undefined) return unauthorized();
    return json(200, { session_id: tokenFor(options.tokenKey, personOf(fabric, user), fabric.now) });
  }
  if (path === '/wcp/workloads' && request.method === 'GET') {
    if (actor === undefined) return unauthorized();
    const view = options.view();
    if (view === undefined) return json(200, []);
    const host = supervisorOf(view)?.spec.fqdn ?? '';
    const usable = view
      .list<Namespace>(kindId(namespaces))
      .filter(
        ({ metadata: { name, labels } }) =>
          labels?.['vSphereClusterID'] !== undefined && mayWorkIn(view, actor, name),
      );
    return json(
      200,
      usable.map(({ metadata: { name } }) => ({
        namespace: name,
        master_host: host,
        control_plane_api_server_port: 6443,
        control_plane_DNS_names: [],
      })),
    );
  }
  const bundle = supportBundle(options.fabric(), request);
  return bundle ?? json(404, { error: 'not found' });
}
