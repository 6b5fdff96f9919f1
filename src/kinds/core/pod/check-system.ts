// What a Pod cannot have on the system that it names. Source: kubernetes pkg/apis/core/validation, validateLinux and
// validateWindows.
import type { Container, PodSpec } from '#types';
import type { Causes } from '../../../store/causes.ts';

/** In the order in which Windows refuses them; those of the Pod itself stand outside its security context. */
const linuxOfPods = [
  'appArmorProfile',
  'seLinuxOptions',
  '.hostUsers',
  '.hostPID',
  '.hostIPC',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  '.shareProcessNamespace',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
];
const linuxOfContainers = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];
/** Lists and flags that count only where there is something in them. */
const emptiable = ['.hostPID', '.hostIPC', 'sysctls'];

type Members = Readonly<Record<string, unknown>>;

function isSet(name: string, value: unknown): boolean {
  if (value === undefined) return false;
  return !emptiable.includes(name) || (Array.isArray(value) ? value.length > 0 : value === true);
}

export function checkSystem(spec: PodSpec, system: string, field: string, causes: Causes): void {
  const contexts = [
    { field: `${field}.securityContext`, names: linuxOfPods, context: spec.securityContext },
    ...(['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
      ((spec[list] ?? []) as readonly Container[]).map(({ securityContext: context }, index) => ({
        field: `${field}.${list}[${index}].securityContext`,
        names: linuxOfContainers,
        context,
      })),
    ),
  ];
  for (const { field: at, names, context } of contexts) {
    if (system === 'linux') {
      if (context?.windowsOptions !== undefined)
        causes.forbidden(`${at}.windowsOptions`, 'windows options cannot be set for a linux pod');
      continue;
    }
    for (const name of names) {
      const isOfPod = name.startsWith('.');
      const value = isOfPod ? (spec as unknown as Members)[name.slice(1)] : (context as Members)?.[name];
      if (isSet(name, value))
        causes.forbidden(isOfPod ? `${field}${name}` : `${at}.${name}`, 'cannot be set for a windows pod');
    }
  }
}
