// Who a Pod of a StatefulSet is: its ordinal, its name and host name, the claims that are its own.
// Source: kubernetes pkg/controller/statefulset/stateful_set_utils.go.
import type { PodTemplateSpec } from '#types';
import type { Create } from '../../../control/loop.ts';
import type { Pod } from '../../core/pod/pod.ts';
import { podOf } from '../pod-of.ts';
import { revisionHashLabel } from '../revisions.ts';
import { statefulSets, type StatefulSet } from './stateful-set.ts';

const nameLabel = 'statefulset.kubernetes.io/pod-name';
const indexLabel = 'apps.kubernetes.io/pod-index';

/** The ordinal of a Pod that is named after the set; undefined of others. */
export function ordinalOf(set: StatefulSet, name: string): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const text = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^\d{1,10}$/.test(text) && `${Number(text)}` === text ? Number(text) : undefined;
}

export function nameOf(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

export function startOf(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0;
}

/** Whether there should be a Pod of the ordinal. */
export function isWished(set: StatefulSet, ordinal: number): boolean {
  const start = startOf(set);
  return ordinal >= start && ordinal < start + (set.spec.replicas ?? 1);
}

export const revisionOf = (pod: Pod): string => pod.metadata.labels?.[revisionHashLabel] ?? '';

export function claimNameOf(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${nameOf(set, ordinal)}`;
}

/** The volumes of the set's claims, then those of the template that are named otherwise. */
function volumesOf(set: StatefulSet, template: PodTemplateSpec, ordinal: number) {
  const names = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '');
  const own = names.map((name) => ({
    name,
    persistentVolumeClaim: { claimName: claimNameOf(set, name, ordinal) },
  }));
  return [...own, ...(template.spec?.volumes ?? []).filter(({ name }) => !names.includes(name))];
}

function labelsOf(name: string, ordinal: number): Readonly<Record<string, string>> {
  return { [nameLabel]: name, [indexLabel]: String(ordinal) };
}

/** The Pod of an ordinal, of a revision. */
export function newPod(
  set: StatefulSet,
  template: PodTemplateSpec,
  revision: string,
  ordinal: number,
): Create {
  const name = nameOf(set, ordinal);
  const volumes = volumesOf(set, template, ordinal);
  const { serviceName } = set.spec;
  return podOf(statefulSets, set, {
    name,
    template,
    labels: { [revisionHashLabel]: revision, ...labelsOf(name, ordinal) },
    spec: {
      ...template.spec,
      hostname: name,
      ...(serviceName ? { subdomain: serviceName } : {}),
      ...(volumes.length === 0 ? {} : { volumes }),
    } as NonNullable<PodTemplateSpec['spec']>,
    why: `${name} is missing`,
  });
}

/** The Pod with the labels that say who it is; itself where they do. */
export function identified(pod: Pod, ordinal: number): Pod {
  const { name, labels } = pod.metadata;
  if (labels?.[nameLabel] === name) return pod;
  return { ...pod, metadata: { ...pod.metadata, labels: { ...labels, ...labelsOf(name, ordinal) } } };
}
