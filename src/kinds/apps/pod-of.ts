// A Pod as its controller makes it from a template. Source: kubernetes pkg/controller/controller_utils.go, GetPodFromTemplate.
import type { PodSpec, PodTemplateSpec } from '#types';
import { ownerReference } from '../../control/controller.ts';
import type { Create } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { generatedName, nameSuffix } from '../../std/names.ts';
import type { Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { pods } from '../core/pod/pod.ts';

export interface PodWish {
  readonly name: string;
  readonly template: PodTemplateSpec | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: PodSpec | undefined;
  readonly why: string;
}

export function podOf(
  kind: Kind,
  owner: StoredObject,
  { name, template, labels, spec = template?.spec, why }: PodWish,
): Create {
  const { namespace } = owner.metadata;
  const { annotations, finalizers, labels: own } = template?.metadata ?? {};
  const all = { ...own, ...labels };
  return {
    verb: 'create',
    kind: pods,
    why,
    object: {
      metadata: {
        name,
        generateName: `${owner.metadata.name}-`,
        ...(namespace === undefined ? {} : { namespace }),
        ...(Object.keys(all).length === 0 ? {} : { labels: all }),
        ...(annotations === undefined ? {} : { annotations }),
        ...(finalizers === undefined ? {} : { finalizers }),
        ownerReferences: [ownerReference(kind, owner)],
      },
      spec,
    } as Create['object'],
  };
}

/** A free name for the next Pod of an owner; it is among the taken ones afterwards. */
export function freePodName(owner: StoredObject, taken: Set<string>, purpose: string, view: View): string {
  for (let attempt = 0; ; attempt++) {
    const { name, uid } = owner.metadata;
    const hash = view.roll(uid, `pod ${view.revision} ${purpose} ${attempt}`, 0x1_0000_0000);
    const free = generatedName(`${name}-`, nameSuffix(hash));
    if (taken.has(free)) continue;
    taken.add(free);
    return free;
  }
}
