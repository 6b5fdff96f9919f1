// The baseline level: nothing that is known to lead out of the container. Source: k8s.io/pod-security-admission policy, in order
// of the checks' names.
import type { SELinuxOptions } from '#types';
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

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

const appArmorProfile: Check = {
  id: 'appArmorProfile',
  since: 0,
  violation(spec, { annotations = {} }) {
    const isBad = (type: string | undefined) =>
      type !== undefined && !['RuntimeDefault', 'Localhost'].includes(type);
    const own = spec.securityContext?.appArmorProfile?.type;
    const bad = badContainers(spec, (context) => isBad(context?.appArmorProfile?.type));
    const types = [
      own,
      ...containersOf(spec).map(({ securityContext }) => securityContext?.appArmorProfile?.type),
    ];
    const marks = Object.entries(annotations)
      .filter(
        ([key, value]) =>
          key.startsWith(appArmorPrefix) &&
          value !== '' &&
          value !== 'runtime/default' &&
          !value.startsWith('localhost/'),
      )
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .sort();
    const values = [
      ...sorted(types.filter((type) => type !== undefined && isBad(type)) as string[]),
      ...marks,
    ];
    if (values.length === 0) return undefined;
    const setters = [
      settersText(isBad(own), bad),
      ...(marks.length > 0 ? [plural(marks, 'annotation')] : []),
    ];
    return {
      reason: plural(values, 'forbidden AppArmor profile'),
      detail: `${setters.filter((text) => text !== '').join(' and ')} must not set AppArmor profile type to ${joinQuote(values)}`,
    };
  },
};

const harmlessCapabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const capabilities: Check = {
  id: 'capabilities_baseline',
  since: 0,
  violation(spec) {
    const added = (names: readonly string[] = []) =>
      names.filter((name) => !harmlessCapabilities.includes(name));
    const bad = badContainers(spec, (context) => added(context?.capabilities?.add).length > 0);
    if (bad.length === 0) return undefined;
    const all = sorted(
      containersOf(spec).flatMap(({ securityContext }) => added(securityContext?.capabilities?.add)),
    );
    return {
      reason: 'non-default capabilities',
      detail: `${containersText(bad)} must not include ${joinQuote(all)} in securityContext.capabilities.add`,
    };
  },
};

const hostNamespaces: Check = {
  id: 'hostNamespaces',
  since: 0,
  violation(spec) {
    const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
    if (shared.length === 0) return undefined;
    return { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
  },
};

const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  since: 0,
  violation({ volumes = [] }) {
    const bad = volumes.filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
    if (bad.length === 0) return undefined;
    return { reason: 'hostPath volumes', detail: `${plural(bad, 'volume')} ${joinQuote(bad)}` };
  },
};

const hostPorts: Check = {
  id: 'hostPorts',
  since: 0,
  violation(spec) {
    const portsOf = (ports: readonly { readonly hostPort?: number }[] = []) =>
      ports.flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
    const bad = badContainers(spec, (_context, { ports }) => portsOf(ports).length > 0);
    if (bad.length === 0) return undefined;
    const all = sorted(containersOf(spec).flatMap(({ ports }) => portsOf(ports)));
    return {
      reason: 'hostPort',
      detail: `${containersText(bad)} ${plural(bad, 'uses', 'use')} ${plural(all, 'hostPort')} ${all.join(', ')}`,
    };
  },
};

const privileged: Check = {
  id: 'privileged',
  since: 0,
  violation(spec) {
    const bad = badContainers(spec, (context) => context?.privileged === true);
    if (bad.length === 0) return undefined;
    return {
      reason: 'privileged',
      detail: `${containersText(bad)} must not set securityContext.privileged=true`,
    };
  },
};

const procMount: Check = {
  id: 'procMount',
  since: 0,
  violation(spec) {
    const isBad = (type: string | undefined) => type !== undefined && type !== 'Default';
    const bad = badContainers(spec, (context) => isBad(context?.procMount));
    if (bad.length === 0) return undefined;
    const types = containersOf(spec).map(({ securityContext }) => securityContext?.procMount);
    return {
      reason: 'procMount',
      detail: `${containersText(bad)} must not set securityContext.procMount to ${joinQuote(sorted(types.filter(isBad) as string[]))}`,
    };
  },
};

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

function seLinuxOptions(allowed: readonly string[]): Check['violation'] {
  return (spec) => {
    const isBad = (options: SELinuxOptions | undefined) =>
      options !== undefined &&
      (!allowed.includes(options.type ?? '') || Boolean(options.user) || Boolean(options.role));
    const own = spec.securityContext?.seLinuxOptions;
    const bad = badContainers(spec, (context) => isBad(context?.seLinuxOptions));
    if (!isBad(own) && bad.length === 0) return undefined;
    const all = [own, ...containersOf(spec).map(({ securityContext }) => securityContext?.seLinuxOptions)];
    const types = sorted(
      all.flatMap((options) =>
        options === undefined || allowed.includes(options.type ?? '') ? [] : [options.type ?? ''],
      ),
    );
    const said = [
      ...(types.length > 0 ? [`${plural(types, 'type')} ${joinQuote(types)}`] : []),
      ...(all.some((options) => options?.user) ? ['user may not be set'] : []),
      ...(all.some((options) => options?.role) ? ['role may not be set'] : []),
    ];
    return {
      reason: 'seLinuxOptions',
      detail: `${settersText(isBad(own), bad)} set forbidden securityContext.seLinuxOptions: ${said.join('; ')}`,
    };
  };
}

const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/';

/** Before it was a field it was an annotation. */
const seccompAnnotations: Check['violation'] = (spec, { annotations = {} }) => {
  const keys = [seccompPod, ...containersOf(spec).map(({ name }) => seccompContainer + name)];
  const isBad = (value: string | undefined) =>
    value !== undefined &&
    value !== 'runtime/default' &&
    value !== 'docker/default' &&
    !value.startsWith('localhost/');
  const bad = sorted(
    keys.filter((key) => isBad(annotations[key])).map((key) => `${key}=${JSON.stringify(annotations[key])}`),
  );
  if (bad.length === 0) return undefined;
  return { reason: 'seccompProfile', detail: `forbidden ${plural(bad, 'annotation')} ${bad.join(', ')}` };
};

export function isBadSeccomp(type: string | undefined): boolean {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}

/** Profiles that are named and must not be. */
export const seccompNamed: Check['violation'] = (spec) => {
  const own = spec.securityContext?.seccompProfile?.type;
  const bad = badContainers(spec, (context) => isBadSeccomp(context?.seccompProfile?.type));
  if (!isBadSeccomp(own) && bad.length === 0) return undefined;
  const types = [
    own,
    ...containersOf(spec).map(({ securityContext }) => securityContext?.seccompProfile?.type),
  ];
  return {
    reason: 'seccompProfile',
    detail: `${settersText(isBadSeccomp(own), bad)} must not set securityContext.seccompProfile.type to ${joinQuote(sorted(types.filter(isBadSeccomp) as string[]))}`,
  };
};

const safeSysctls: readonly (readonly [since: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
];

const sysctls: readonly Check[] = safeSysctls.map(([since], index) => {
  const safe = safeSysctls.slice(0, index + 1).flatMap(([, names]) => names);
  const until = safeSysctls[index + 1]?.[0];
  return {
    id: 'sysctls',
    since,
    ...(until === undefined ? {} : { until }),
    violation({ securityContext }) {
      const bad = (securityContext?.sysctls ?? [])
        .map(({ name }) => name)
        .filter((name) => !safe.includes(name));
      return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') };
    },
  };
});

const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  since: 0,
  violation(spec) {
    const own = spec.securityContext?.windowsOptions?.hostProcess === true;
    const bad = badContainers(spec, (context) => context?.windowsOptions?.hostProcess === true);
    if (!own && bad.length === 0) return undefined;
    return {
      reason: 'hostProcess',
      detail: `${settersText(own, bad)} must not set securityContext.windowsOptions.hostProcess=true`,
    };
  },
};

export const baseline: readonly Check[] = [
  appArmorProfile,
  capabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  privileged,
  procMount,
  { id: 'seLinuxOptions', since: 0, until: 31, violation: seLinuxOptions(seLinuxTypes) },
  { id: 'seLinuxOptions', since: 31, violation: seLinuxOptions([...seLinuxTypes, 'container_engine_t']) },
  { id: 'seccompProfile_baseline', since: 0, until: 19, violation: seccompAnnotations },
  { id: 'seccompProfile_baseline', since: 19, violation: seccompNamed },
  ...sysctls,
  windowsHostProcess,
];
