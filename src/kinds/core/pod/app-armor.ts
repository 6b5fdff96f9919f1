// AppArmor's profile of a container stands in a field, and stood in an annotation: a new Pod says it in both.
// Source: kubernetes pkg/registry/core/pod/strategy.go, applyAppArmorVersionSkew.
import type { AppArmorProfile, Container, PodSpec } from '#types';
import type { Draft } from '../../../std/draft.ts';
import { equal } from '../../../std/draft.ts';
import { armorOfContainer, noArmor } from './profile-annotations.ts';

const localhost = 'localhost/';

function annotationOf({ type, localhostProfile }: AppArmorProfile): string | undefined {
  if (type === 'Unconfined') return 'unconfined';
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' && localhostProfile !== undefined ? localhost + localhostProfile : undefined;
}

function fieldOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const profile = annotation.startsWith(localhost) ? annotation.slice(localhost.length).trim() : '';
  return profile === '' ? undefined : { type: 'Localhost', localhostProfile: profile };
}

/** Changes both as far as they say nothing; who says it in the annotation alone is told. */
export function settleAppArmor(
  metadata: { annotations?: Record<string, string> },
  spec: Draft<PodSpec>,
  warn: (text: string) => void,
): void {
  if (spec.os?.name === 'windows') return;
  const ofPod = spec.securityContext?.appArmorProfile;
  const settle = (container: Draft<Pick<Container, 'name' | 'securityContext'>>): void => {
    const key = armorOfContainer + container.name;
    const annotation = metadata.annotations?.[key];
    const own = container.securityContext?.appArmorProfile;
    if (annotation === undefined) {
      const profile = own ?? ofPod;
      const text = profile === undefined ? undefined : annotationOf(profile);
      if (text !== undefined) (metadata.annotations ??= {})[key] = text;
      return;
    }
    const profile = own === undefined ? fieldOf(annotation) : undefined;
    if (profile === undefined || equal(profile, ofPod)) return;
    (container.securityContext ??= {}).appArmorProfile = profile;
    warn(`metadata.annotations[${key}]: ${noArmor}`);
  };
  for (const container of spec.containers) settle(container);
  for (const container of spec.initContainers ?? []) settle(container);
}
