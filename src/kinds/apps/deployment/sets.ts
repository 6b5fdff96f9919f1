// The ReplicaSets of a Deployment: which of them has its template, what a new one looks like, what each says of sizes and
// revisions in its annotations. Source: kubernetes pkg/controller/deployment/{sync.go,util}.
import { ownerReference } from '../../../control/controller.ts';
import type { NewObject, Write } from '../../../control/loop.ts';
import { withStated } from '../../../control/stated.ts';
import type { View } from '../../../control/view.ts';
import { canonicalJson } from '../../../std/canonical-json.ts';
import { fnv1a32 } from '../../../std/hash.ts';
import { safeEncodeString } from '../../../std/names.ts';
import { isDeleting } from '../../../store/object.ts';
import { claims, type Claims } from '../claims.ts';
import { replicaSets, type ReplicaSet } from '../replica-set.ts';
import { hashLabel } from '../replicas.ts';
import { deployments, type Deployment } from './deployment.ts';
import { boundsOf, byCreation, newSize, sizeOf } from './rollout.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const historyAnnotation = 'deployment.kubernetes.io/revision-history';
export const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const maxAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Annotations of a Deployment that its ReplicaSets do not take over. */
const notInherited = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
]);

type Template = NonNullable<ReplicaSet['spec']['template']>;

/** Texts of templates that are stored, and so never change. */
const bareTexts = new WeakMap<Template, string>();

function bareTemplate(template: Template | undefined): string {
  if (template === undefined) return '';
  let text = bareTexts.get(template);
  if (text === undefined) {
    text = bareText(template);
    bareTexts.set(template, text);
  }
  return text;
}

/** The template as its author wrote it: without the label that its hash gave it, and the time that it does not have. */
function bareText(template: Template): string {
  const { labels: labelled, creationTimestamp: _none, ...metadata } = template.metadata ?? {};
  const labels = { ...labelled };
  delete labels[hashLabel];
  return canonicalJson({ ...template, metadata: { ...metadata, labels } });
}

/** The name part of a template: FNV-1a over its canonical form, in the alphabet of generated names. */
function templateHash(deployment: Deployment): string {
  return safeEncodeString(
    String(fnv1a32(bareTemplate(deployment.spec.template) + (deployment.status?.collisionCount ?? ''))),
  );
}

/** Of 64 bits: people who move a Deployment by hand begin where they like. */
export const revisionOf = (object: ReplicaSet): bigint => {
  const text = object.metadata.annotations?.[revisionAnnotation] ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
};

export const numberIn = (set: ReplicaSet, annotation: string): number | undefined => {
  const text = set.metadata.annotations?.[annotation];
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
};

export interface Sets {
  readonly newSet: ReplicaSet | undefined;
  readonly oldSets: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

/** The ReplicaSets that are the Deployment's, and what makes them so. */
export function claimedBy(deployment: Deployment, view: View): Claims<ReplicaSet> {
  return claims(
    {
      kind: replicaSets,
      ownerKind: deployments,
      owner: deployment,
      selector: deployment.spec.selector ?? {},
      isAdoptable: () => true,
    },
    view,
  );
}

export function setsOf(deployment: Deployment, all: readonly ReplicaSet[]): Sets {
  const wanted = bareTemplate(deployment.spec.template);
  const newSet = [...all].sort(byCreation).find((set) => bareTemplate(set.spec.template) === wanted);
  return { newSet, oldSets: all.filter((set) => set !== newSet), all };
}

function inherited(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !notInherited.has(key)),
  );
}

function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const wanted = deployment.spec.replicas ?? 1;
  return {
    [desiredAnnotation]: String(wanted),
    [maxAnnotation]: String(wanted + boundsOf(deployment).maxSurge),
  };
}

export function createSet(
  deployment: Deployment,
  sets: Sets,
  revision: bigint,
): { write: Write; size: number; name: string } {
  const hash = templateHash(deployment);
  const { name, namespace } = deployment.metadata;
  const { template, selector, minReadySeconds } = deployment.spec;
  const size = newSize(deployment, sets.oldSets, 0);
  const labels = { ...template?.metadata?.labels, [hashLabel]: hash };
  const object = {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: {
        ...inherited(deployment),
        ...sizeAnnotations(deployment),
        [revisionAnnotation]: String(revision),
      },
      ownerReferences: [ownerReference(deployments, deployment)],
    },
    spec: {
      replicas: size,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template?.metadata, labels } },
    },
  } as NewObject;
  return {
    write: { verb: 'create', kind: replicaSets, object, why: 'new template' },
    size,
    name: `${name}-${hash}`,
  };
}

/** The revision that the set of the present template has: one above every other's. */
export function nextRevision({ oldSets }: Sets): bigint {
  return oldSets.map(revisionOf).reduce(larger, 0n) + 1n;
}

export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

export function resized(deployment: Deployment, set: ReplicaSet, size: number): ReplicaSet {
  return withStated(set, {
    spec: { replicas: size },
    metadata: { annotations: sizeAnnotations(deployment) },
  });
}

/** Brings the new set's annotations up to date: the revision it became, what the Deployment says now. */
export function annotated(deployment: Deployment, set: ReplicaSet, revision: bigint): ReplicaSet {
  const before = revisionOf(set);
  const annotations: Record<string, string> = { ...inherited(deployment) };
  if (before < revision) {
    annotations[revisionAnnotation] = String(revision);
    if (before > 0n) {
      const history = set.metadata.annotations?.[historyAnnotation];
      annotations[historyAnnotation] = history === undefined ? String(before) : `${history},${before}`;
    }
  }
  const minReady = deployment.spec.minReadySeconds;
  return withStated(set, {
    metadata: { annotations },
    ...(minReady === undefined ? {} : { spec: { minReadySeconds: minReady } }),
  });
}

/** Old sets beyond the history limit that have nothing left to run. */
export function surplus(deployment: Deployment, sets: Sets, complete: boolean): readonly ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  if (!complete || deployment.spec.paused === true) return [];
  const idle = sets.oldSets
    .filter((set) => sizeOf(set) === 0 && (set.status?.replicas ?? 0) === 0 && !isDeleting(set))
    .sort((a, b) => Number(revisionOf(a) - revisionOf(b)));
  return idle.slice(0, Math.max(0, idle.length - limit));
}
