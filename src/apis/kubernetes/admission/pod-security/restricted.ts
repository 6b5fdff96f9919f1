// The restricted level: what hardening asks for beside the baseline. Source: k8s.io/pod-security-admission policy, in order of the
// checks' names.
import type { PodSpec } from '#types';
import {
  badContainers,
  containersOf,
  containersText,
  joinQuote,
  plural,
  settersText,
  sorted,
  type Check,
} from './check.ts';
import { isBadSeccomp, seccompNamed } from './baseline.ts';

const isWindows = ({ os }: PodSpec): boolean => os?.name === 'windows';

/** From 1.25 on, Pods for Windows need not say what only Linux knows. */
const windowsExempt = 25;

function exempting(check: Omit<Check, 'until'>): readonly Check[] {
  return [
    { ...check, until: windowsExempt },
    {
      ...check,
      since: windowsExempt,
      violation: (spec, metadata) => (isWindows(spec) ? undefined : check.violation(spec, metadata)),
    },
  ];
}

const allowPrivilegeEscalation = exempting({
  id: 'allowPrivilegeEscalation',
  since: 8,
  violation(spec) {
    const bad = badContainers(spec, (context) => context?.allowPrivilegeEscalation !== false);
    if (bad.length === 0) return undefined;
    return {
      reason: 'allowPrivilegeEscalation != false',
      detail: `${containersText(bad)} must set securityContext.allowPrivilegeEscalation=false`,
    };
  },
});

const capabilities = exempting({
  id: 'capabilities_restricted',
  since: 22,
  instead: 'capabilities_baseline',
  violation(spec) {
    const added = (names: readonly string[] = []) => names.filter((name) => name !== 'NET_BIND_SERVICE');
    const keeping = badContainers(spec, (context) => context?.capabilities?.drop?.includes('ALL') !== true);
    const adding = badContainers(spec, (context) => added(context?.capabilities?.add).length > 0);
    if (keeping.length === 0 && adding.length === 0) return undefined;
    const all = sorted(
      containersOf(spec).flatMap(({ securityContext }) => added(securityContext?.capabilities?.add)),
    );
    const said = [
      ...(keeping.length > 0
        ? [`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`]
        : []),
      ...(adding.length > 0
        ? [`${containersText(adding)} must not include ${joinQuote(all)} in securityContext.capabilities.add`]
        : []),
    ];
    return { reason: 'unrestricted capabilities', detail: said.join('; ') };
  },
});

const harmlessVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  since: 0,
  instead: 'hostPathVolumes',
  violation({ volumes = [] }) {
    const typeOf = (volume: object) => Object.keys(volume).find((member) => member !== 'name') ?? 'unknown';
    const bad = volumes.filter((volume) => !harmlessVolumes.includes(typeOf(volume)));
    if (bad.length === 0) return undefined;
    const names = bad.map(({ name }) => name);
    const types = sorted(bad.map(typeOf));
    return {
      reason: 'restricted volume types',
      detail: `${plural(names, 'volume')} ${joinQuote(names)} ${plural(names, 'uses', 'use')} restricted volume ${plural(types, 'type')} ${joinQuote(types)}`,
    };
  },
};

const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  since: 0,
  violation(spec) {
    const own = spec.securityContext?.runAsNonRoot;
    const saying = badContainers(spec, (context) => context?.runAsNonRoot === false);
    const reason = 'runAsNonRoot != true';
    if (own === false || saying.length > 0) {
      return {
        reason,
        detail: `${settersText(own === false, saying)} must not set securityContext.runAsNonRoot=false`,
      };
    }
    const silent = badContainers(spec, (context) => context?.runAsNonRoot === undefined && own !== true);
    if (silent.length === 0) return undefined;
    return { reason, detail: `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true` };
  },
};

const runAsUser: Check = {
  id: 'runAsUser',
  since: 23,
  violation(spec) {
    const own = spec.securityContext?.runAsUser === 0;
    const bad = badContainers(spec, (context) => context?.runAsUser === 0);
    if (!own && bad.length === 0) return undefined;
    return { reason: 'runAsUser=0', detail: `${settersText(own, bad)} must not set runAsUser=0` };
  },
};

const seccompProfile = exempting({
  id: 'seccompProfile_restricted',
  since: 19,
  instead: 'seccompProfile_baseline',
  violation(spec, metadata) {
    const named = seccompNamed(spec, metadata);
    if (named !== undefined) return named;
    const own = spec.securityContext?.seccompProfile?.type;
    if (own !== undefined && !isBadSeccomp(own)) return undefined;
    const silent = badContainers(spec, (context) => context?.seccompProfile === undefined);
    if (silent.length === 0) return undefined;
    return {
      reason: 'seccompProfile',
      detail: `pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
    };
  },
});

export const restricted: readonly Check[] = [
  ...allowPrivilegeEscalation,
  ...capabilities,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  ...seccompProfile,
];
