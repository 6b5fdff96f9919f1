// Annotations of a Pod that mean something. Source: kubernetes pkg/apis/core/validation, ValidatePodSpecificAnnotations.
import type { PodSpec } from '#types';
import type { Causes } from '../../../store/causes.ts';
import { checkDescending } from './check-paths.ts';
import { armorOfContainer, seccompOfContainer, seccompOfPod } from './profile-annotations.ts';

const mirror = 'kubernetes.io/config.mirror';
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost';
const local = 'localhost/';
const seccompProfiles = ['runtime/default', 'docker/default', 'unconfined'];
const armorProfiles = ['', 'runtime/default', 'unconfined'];
const costMax = 2_147_483_647;

function isCost(text: string): boolean {
  if (!/^(0|-?[1-9]\d*)$/.test(text)) return false;
  return Number(text) >= -costMax - 1 && Number(text) <= costMax;
}

function checkSeccomp(profile: string, field: string, causes: Causes): void {
  if (seccompProfiles.includes(profile)) return;
  if (profile.startsWith(local)) checkDescending(profile.slice(local.length), field, causes);
  else causes.invalid(field, profile, 'must be a valid seccomp profile');
}

export function checkPodAnnotations(
  annotations: Readonly<Record<string, string>> = {},
  spec: PodSpec | undefined,
  field: string,
  causes: Causes,
): void {
  const entries = Object.entries(annotations);
  const of = (name: string): string | undefined => annotations[name];
  if (of(mirror) !== undefined && !spec?.nodeName)
    causes.invalid(
      `${field}[${mirror}]`,
      of(mirror),
      'must set spec.nodeName if mirror pod annotation is set',
    );
  const cost = of(deletionCost);
  if (cost !== undefined && !isCost(cost))
    causes.invalid(`${field}[${deletionCost}]`, cost, 'must be a 32bit integer');
  for (const [name, profile] of entries)
    if (name === seccompOfPod || name.startsWith(seccompOfContainer))
      checkSeccomp(profile, `${field}.${name}`, causes);
  const containers = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ];
  for (const [name, profile] of entries) {
    if (!name.startsWith(armorOfContainer)) continue;
    const container = name.slice(armorOfContainer.length);
    if (!containers.some((candidate) => candidate.name === container))
      causes.invalid(`${field}[${name}]`, container, 'container not found');
    if (!armorProfiles.includes(profile) && !profile.startsWith(local))
      causes.invalid(`${field}[${name}]`, profile, `invalid AppArmor profile name: "${profile}"`);
  }
}
