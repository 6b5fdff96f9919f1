// `pods/binding`: a scheduler's word on which node a Pod runs. Source: kubernetes pkg/registry/core/pod/storage.
import { formatTime } from '../../../std/time.ts';
import { keyOf, type Stored, type StoredObject } from '../../../store/object.ts';
import { badRequest, conflict } from '../../../store/refusal.ts';
import type { Pod } from '#types';
import { success } from '../answer.ts';
import { parseBody } from '../body.ts';
import { writeParameters } from '../options.ts';
import type { ServeSubresource } from './index.ts';

export const binding: ServeSubresource = (tools, call) => {
  const { kind, scope, namespace, name, view } = call.target;
  const body = parseBody(call.request, 'Binding').value as { target?: { kind?: string; name?: string } };
  const node = body.target?.name;
  if (!node) throw badRequest('Binding "" is invalid: target.name: Required value');
  const { dryRun } = writeParameters(call.query, 'CreateOptions', call.request.headers?.['user-agent']);
  const change = (prev: StoredObject): StoredObject => {
    const pod = prev as Stored<Pod>;
    if (pod.metadata.deletionTimestamp !== undefined) {
      throw conflict(
        { group: '', plural: 'pods/binding' },
        name,
        `pod ${name} is being deleted, cannot be assigned to a host`,
      );
    }
    if (pod.spec.nodeName) {
      throw conflict(
        { group: '', plural: 'pods/binding' },
        name,
        `pod ${name} is already assigned to node "${pod.spec.nodeName}"`,
      );
    }
    const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: formatTime(view.now) };
    const others = (pod.status?.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled');
    return {
      ...pod,
      spec: { ...pod.spec, nodeName: node },
      status: { ...pod.status, conditions: [...others, scheduled] },
    } as StoredObject;
  };
  tools.pipeline.update(scope.name, kind, keyOf(namespace, name), change, {
    by: call.actor.user,
    why: 'binding',
    subresource: '*',
    dryRun,
  });
  return success(undefined, 201);
};
