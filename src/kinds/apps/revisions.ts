// The history of a StatefulSet or DaemonSet: a ControllerRevision for each template that it had, the present one last.
// Source: kubernetes pkg/controller/history, pkg/controller/{statefulset,daemon}.
import type { LabelSelector, PodTemplateSpec } from '#types';
import { ownerReference } from '../../control/controller.ts';
import type { Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { canonicalJson } from '../../std/canonical-json.ts';
import type { Json, JsonObject } from '../../std/draft.ts';
import { escapedAsGo } from '../../std/go-json.ts';
import { fnv132 } from '../../std/hash.ts';
import { safeEncodeString } from '../../std/names.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { claims } from './claims.ts';
import { controllerRevisions, type ControllerRevision } from './controller-revision.ts';

/** The label of Pods that says which revision they are of. */
export const revisionHashLabel = 'controller-revision-hash';

export interface Revised extends StoredObject {
  readonly spec: {
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
    readonly revisionHistoryLimit?: number;
  };
  readonly status?: { readonly collisionCount?: number };
}

/** How a kind keeps its history. */
export interface Keeping {
  readonly kind: Kind;
  /** The label of a revision that holds its hash. */
  readonly hashLabel: string;
  /** Whether a first collision count of zero is part of the hash. */
  readonly hashesZero: boolean;
  /** Whether revisions that Pods still have count towards the limit. */
  readonly countsLive: boolean;
}

/** A revision that is there, or one that is being made. */
export type Revision = Pick<ControllerRevision, 'data' | 'revision'> & {
  readonly metadata: Pick<ControllerRevision['metadata'], 'name' | 'labels'>;
};

export interface History {
  /** Oldest first; the present one is among them unless it is just being made. */
  readonly revisions: readonly ControllerRevision[];
  readonly present: Revision;
  readonly collisionCount: number;
  readonly writes: readonly Write[];
}

/** The patch that gives a set this template, its members in the order in which Go writes a map. */
function patchOf(template: PodTemplateSpec): string {
  return canonicalJson({ spec: { template: { ...template, $patch: 'replace' } } });
}

/** The template of a revision. */
export function templateOf({ data }: Revision): PodTemplateSpec {
  const { $patch: _patch, ...template } = (data as { spec: { template: JsonObject } }).spec.template;
  return template as unknown as PodTemplateSpec;
}

function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision;
  const [first, second] = [a, b].map(({ metadata }) => `${metadata.creationTimestamp} ${metadata.name}`);
  return (first as string) < (second as string) ? -1 : 1;
}

/** Names have room for a dash and a hash of ten letters. */
const prefixCharsMax = 223;

export function historyOf({ kind, hashLabel, hashesZero }: Keeping, set: Revised, view: View): History {
  const { namespace = '', name, annotations } = set.metadata;
  const { selector, template } = set.spec;
  const claimed = claims(
    { kind: controllerRevisions, ownerKind: kind, owner: set, selector, isAdoptable: () => true },
    view,
  );
  const revisions = [...claimed.mine].sort(byRevision);
  const patch = patchOf(template);
  const equal = revisions.filter(({ data }) => canonicalJson(data) === patch).at(-1);
  const next = (revisions.at(-1)?.revision ?? 0) + 1;
  let collisionCount = set.status?.collisionCount ?? 0;
  if (equal !== undefined) {
    // One that is not the last is gone back to: it becomes the newest.
    const isLast = equal.revision === next - 1;
    const present = isLast ? equal : { ...equal, revision: next };
    const writes: Write[] = isLast
      ? []
      : [{ verb: 'update', kind: controllerRevisions, object: present, why: 'gone back to' }];
    return { revisions, present, collisionCount, writes: [...claimed.writes, ...writes] };
  }
  const data = JSON.parse(patch) as Json;
  const text = escapedAsGo(patch);
  for (; ; collisionCount++) {
    const probe = collisionCount > 0 || hashesZero ? String(collisionCount) : '';
    const hash = safeEncodeString(String(fnv132(text + probe)));
    const present = {
      metadata: {
        name: `${name.slice(0, prefixCharsMax)}-${hash}`,
        namespace,
        labels: { ...template.metadata?.labels, [hashLabel]: hash },
        ...(annotations === undefined ? {} : { annotations }),
        ownerReferences: [ownerReference(kind, set)],
      },
      data,
      revision: next,
    } as Revision & { readonly metadata: object };
    const taken = view.get<ControllerRevision>(kindId(controllerRevisions), present.metadata.name, namespace);
    if (taken !== undefined && canonicalJson(taken.data) !== patch) continue;
    const writes: Write[] =
      taken === undefined
        ? [{ verb: 'create', kind: controllerRevisions, object: present, why: 'new template' }]
        : [];
    return { revisions, present, collisionCount, writes: [...claimed.writes, ...writes] };
  }
}

/** Removes what is beyond the limit, the oldest first, but never what `live` names. */
export function surplusRevisions(
  { countsLive }: Keeping,
  { revisions, present }: History,
  live: ReadonlySet<string>,
  limit: number,
): readonly Write[] {
  const old = revisions.filter(({ metadata }) => metadata.name !== present.metadata.name);
  const idle = old.filter(({ metadata }) => !live.has(metadata.name));
  const surplus = (countsLive ? old : idle).length - limit;
  return idle.slice(0, Math.max(0, surplus)).map((object) => ({
    verb: 'delete',
    kind: controllerRevisions,
    object,
    why: 'beyond revisionHistoryLimit',
  }));
}
