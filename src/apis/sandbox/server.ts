// The sandbox's own questions, which no real product answers: how a Pod's placement looks host by host.
import type { Pod } from '../../kinds/core/pod/pod.ts';
import type { ReadView } from '../../store/view.ts';
import { notFound } from '../../store/refusal.ts';
import { json, pageNotFound, failure } from '../kubernetes/answer.ts';
import { authorize } from '../kubernetes/authorize.ts';
import type { Actor, WireRequest, WireResponse } from '../kubernetes/wire.ts';

export interface SandboxOptions {
  readonly view: (scope: string) => ReadView;
  readonly has: (scope: string) => boolean;
  /** The host-by-host table of a Pod: as it was decided, where the change log still reaches that far, else as of now. */
  readonly explainPlacement: (scope: string, pod: Pod) => unknown;
}

const placementPath = /^\/sandbox\/placement\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** Answers `GET /sandbox/placement/<scope>/<namespace>/<pod>`. */
export function sandbox(options: SandboxOptions, request: WireRequest, actor: Actor): WireResponse {
  const found = placementPath.exec(request.path.split('?')[0] ?? '');
  if (found === null || request.method !== 'GET') return pageNotFound();
  const [, scope = '', namespace = '', name = ''] = found;
  if (!options.has(scope)) return pageNotFound();
  const view = options.view(scope);
  authorize(view, actor, { verb: 'get', group: '', resource: 'pods', subresource: '', namespace, name });
  const pod = view.get<Pod>('core/pods', name, namespace);
  if (pod === undefined) return failure(notFound({ group: '', plural: 'pods' }, name));
  return json(200, options.explainPlacement(scope, pod));
}
