// What a profile of kubectl debug does to the Pod: capabilities, the node's namespaces and disk, what a copy does without.
// Source: kubectl pkg/cmd/debug/profiles.go.
import type { JsonObject } from '../../../std/draft.ts';
import type { Call } from '../command.ts';
import { listAt, objectAt, textAt } from '../json.ts';

export type Style = 'ephemeral' | 'copy' | 'node';

export const profiles = ['legacy', 'general', 'baseline', 'restricted', 'netadmin', 'sysadmin'] as const;
export type Profile = (typeof profiles)[number];

/** The security context of the container for debugging; undefined where the profile clears it. */
function securityOf(profile: Profile, style: Style, given: JsonObject | undefined): JsonObject | undefined {
  const adding = (capability: string): JsonObject => ({
    ...given,
    capabilities: {
      ...objectAt(given, 'capabilities'),
      add: [...listAt(given, 'capabilities', 'add'), capability],
    },
  });
  switch (profile) {
    case 'legacy':
      return given;
    case 'general':
      return style === 'node' ? undefined : adding('SYS_PTRACE');
    case 'baseline':
      return undefined;
    case 'restricted':
      return {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      };
    case 'netadmin':
      return {
        ...given,
        capabilities: {
          ...objectAt(given, 'capabilities'),
          add: [...listAt(given, 'capabilities', 'add'), 'NET_ADMIN', 'NET_RAW'],
        },
      };
    case 'sysadmin':
      return { ...given, privileged: true };
  }
}

/** The container for debugging as the profile has it. */
export function profiled(container: JsonObject, profile: Profile, style: Style): JsonObject {
  const { securityContext: given, ...rest } = container;
  const found = given === undefined ? undefined : objectAt(container, 'securityContext');
  const securityContext = securityOf(profile, style, found);
  return securityContext === undefined ? rest : { ...rest, securityContext };
}

/** What the Pod on a node gets of the node. */
export function ofNode(profile: Profile): {
  readonly spec: JsonObject;
  readonly volumeMounts: readonly JsonObject[];
} {
  const names = profile !== 'baseline' && profile !== 'restricted';
  const mounts = names && profile !== 'netadmin';
  return {
    spec: {
      ...(names ? { hostNetwork: true, hostPID: true, hostIPC: true } : {}),
      ...(mounts ? { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] } : {}),
    },
    volumeMounts: mounts ? [{ mountPath: '/host', name: 'host-root' }] : [],
  };
}

const probes = {
  'keep-liveness': 'livenessProbe',
  'keep-readiness': 'readinessProbe',
  'keep-startup': 'startupProbe',
};

/** A copy without what the profile and `--keep-...` do not let it keep. */
export function copied({ flags }: Call, pod: JsonObject, profile: Profile): JsonObject {
  const { labels, annotations, ...metadata } = objectAt(pod, 'metadata');
  const { initContainers, ...spec } = objectAt(pod, 'spec');
  const legacy = profile === 'legacy';
  const dropped: readonly string[] = legacy
    ? []
    : Object.entries(probes).flatMap(([flag, probe]) => (flags.is(flag) ? [] : [probe]));
  const containers = listAt(spec, 'containers').map((container) =>
    Object.fromEntries(Object.entries(objectAt(container)).filter(([member]) => !dropped.includes(member))),
  );
  return {
    ...pod,
    metadata: {
      ...metadata,
      ...(labels !== undefined && !legacy && flags.is('keep-labels') ? { labels } : {}),
      ...(annotations !== undefined && (legacy || flags.is('keep-annotations')) ? { annotations } : {}),
    },
    spec: {
      ...spec,
      ...(initContainers !== undefined && (legacy || flags.is('keep-init-containers'))
        ? { initContainers }
        : {}),
      containers,
      ...(legacy || 'shareProcessNamespace' in spec ? {} : { shareProcessNamespace: true }),
    },
  };
}

/** Whether a name is that of a profile. */
export function isProfile(name: string): name is Profile {
  return (profiles as readonly string[]).includes(name);
}

/** Names of the containers of a Pod, those for debugging too. */
export function namesIn(pod: JsonObject): readonly string[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((member) =>
    listAt(pod, 'spec', member).map((container) => textAt(container, 'name')),
  );
}
