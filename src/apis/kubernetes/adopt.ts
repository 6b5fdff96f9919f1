// What the server keeps of a kind without storing it becomes an object like any other once somebody writes to it; when that is
// deleted, what the server keeps is there again.
import { copy, type Draft } from '../../std/draft.ts';
import { kindId } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { mediaTypeOf } from './body.ts';
import { verbsOf } from './discovery.ts';
import { keyOfTarget } from './read.ts';
import { mediaTypes } from './wire.ts';
import type { WriteCall, WriteTools } from './write.ts';

/** The object as it is computed, where it is not stored and may be written. */
function unstored({ target, request }: WriteCall): StoredObject | undefined {
  const { kind, scope, view, namespace } = target;
  if (kind.computed === undefined || !verbsOf(kind).includes('update')) return undefined;
  // What is applied takes the place of what came with the product; it has no managers to contend with.
  if (kind.computed.fixed !== undefined && mediaTypeOf(request) === mediaTypes.applyPatch) return undefined;
  if (scope.collection(kindId(kind)).get(keyOfTarget(target)) !== undefined) return undefined;
  return kind.computed.list(view, namespace).find(({ metadata }) => metadata.name === target.name);
}

/** Takes from a draft what it says of the object as it was computed: stored, it is another one. */
type Forget = (draft: Draft<StoredObject>) => void;

/** Stores what is about to be written, as made by the server itself. */
export function adopt(tools: WriteTools, call: WriteCall): Forget {
  const object = unstored(call);
  if (object === undefined) return () => undefined;
  const { kind, scope } = call.target;
  const { name, labels, annotations } = object.metadata;
  const metadata = {
    name,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const made = tools.pipeline.create(scope.name, kind, copy({ ...object, metadata }) as Draft<StoredObject>, {
    by: 'system:apiserver',
    groups: ['system:masters'],
    why: 'somebody writes to it',
    signature: { manager: 'kube-apiserver' },
  });
  return (draft) => {
    const meta: Partial<Draft<StoredObject>['metadata']> = draft.metadata;
    for (const member of ['creationTimestamp', 'uid'] as const)
      if (meta[member] === object.metadata[member]) delete meta[member];
    if (meta.resourceVersion === object.metadata.resourceVersion)
      meta.resourceVersion = made.metadata.resourceVersion;
  };
}
