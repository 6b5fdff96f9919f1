// What is right of a Pod's spec and still not wise: said to the client that writes the Pod, or a template of Pods.
// Source: kubernetes pkg/api/pod/warnings.go.
import { quote } from '../../../store/causes.ts';
import type { Container, ContainerPort, EnvVar, PodAffinityTerm, PodSpec, PodTemplateSpec } from '#types';
import { isDns1123Label } from '../../../std/names.ts';
import { labelWarnings, termWarnings } from '../deprecated-labels.ts';
import { claimWarnings, fractionWarnings } from '../fractions.ts';
import { deprecatedVolume } from '../persistent-volume/deprecated.ts';
import { addressWarnings } from '../../networking/address-warnings.ts';
import { overlapWarnings } from './overlaps.ts';
import { armorOfContainer, noArmor, seccompOfContainer, seccompOfPod } from './profile-annotations.ts';

/** Annotations that are fields today. */
const annotationsOfOld: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod':
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};
const noSeccomp = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const nullSelector = 'a null labelSelector results in matching no pod';

const inBytes = ['memory', 'ephemeral-storage'];

type Warnings = readonly string[];

/** Every container with its place. */
function containersOf(spec: PodSpec, field: string): readonly (readonly [Container, string])[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map(
      (container, index) => [container as Container, `${field}.${list}[${index}]`] as const,
    ),
  );
}

function placementWarnings({ affinity = {}, nodeSelector, ...spec }: PodSpec, field: string): Warnings {
  const { requiredDuringSchedulingIgnoredDuringExecution: required, ...node } = affinity.nodeAffinity ?? {};
  const at = `${field}.affinity.nodeAffinity`;
  const preferred = node.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...Object.keys(nodeSelector ?? {})
      .sort()
      .flatMap((label) => labelWarnings(label, `${field}.nodeSelector[${label}]`)),
    ...(required?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      termWarnings(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`),
    ),
    ...preferred.flatMap(({ preference }, index) =>
      termWarnings(preference, `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`),
    ),
    ...(spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, index) => {
      const place = `${field}.topologySpreadConstraints[${index}]`;
      return [
        ...labelWarnings(topologyKey, `${place}.topologyKey`, `${topologyKey} is `),
        ...(labelSelector === undefined ? [`${place}.labelSelector: ${nullSelector}`] : []),
      ];
    }),
  ];
}

function peerWarnings({ affinity = {} }: PodSpec, field: string): Warnings {
  const unselective = (term: PodAffinityTerm | undefined, place: string): Warnings =>
    term?.labelSelector === undefined ? [`${place}.labelSelector: ${nullSelector}`] : [];
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => {
    const at = `${field}.affinity.${kind}`;
    const required = affinity[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const preferred = affinity[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    return [
      ...required.flatMap((term, index) =>
        unselective(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`),
      ),
      ...preferred.flatMap(({ podAffinityTerm }, index) =>
        unselective(
          podAffinityTerm,
          `${at}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm`,
        ),
      ),
    ];
  });
}

function volumeWarnings({ volumes = [] }: PodSpec, field: string): Warnings {
  return volumes.flatMap((volume, index) => {
    const at = `${field}.volumes[${index}]`;
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
    return [
      ...deprecatedVolume(volume, at),
      ...claimWarnings(claim, `${at}.ephemeral.volumeClaimTemplate.spec`),
    ];
  });
}

/** Each that was there before, by the place where it is there again. */
function repeated(values: readonly string[], warn: (value: string, index: number) => string): Warnings {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [warn(value, index)] : []));
}

function listWarnings(spec: PodSpec, field: string): Warnings {
  const { hostAliases = [], imagePullSecrets = [] } = spec;
  const names = imagePullSecrets.map(({ name }) => name ?? '');
  const named = (index: number): string => `${field}.imagePullSecrets[${index}].name`;
  return [
    ...repeated(
      hostAliases.map(({ ip }) => ip),
      (ip, index) => `${field}.hostAliases[${index}].ip: duplicate ip "${ip}"`,
    ),
    ...repeated(names, (name, index) => `${named(index)}: duplicate name "${name}"`),
    ...names.flatMap((name, index) => (name === '' ? [`${named(index)}: invalid empty name ""`] : [])),
  ];
}

function hiding(env: readonly EnvVar[], field: string): Warnings {
  return repeated(
    env.map(({ name }) => name),
    (name, index) => {
      const { value = '', valueFrom } = env[index] as EnvVar;
      const reference = `$(${name})`;
      const isExtended = valueFrom === undefined && value !== reference && value.includes(reference);
      const why = `hides previous definition of "${name}", which may be dropped when using apply`;
      return isExtended ? '' : `${field}[${index}]: ${why}`;
    },
  ).filter((text) => text !== '');
}

/** What a port has to do with one of the same number and protocol before it. */
function clash(port: ContainerPort, other: ContainerPort): string | undefined {
  const [ip, otherIp] = [port.hostIP ?? '', other.hostIP ?? ''];
  const [host, otherHost] = [port.hostPort ?? 0, other.hostPort ?? 0];
  if (ip === otherIp && host === otherHost) return 'duplicate';
  if (host === 0 || otherHost === 0) return 'overlapping';
  return host === otherHost && (ip === '') !== (otherIp === '') ? 'dangerously ambiguous' : undefined;
}

function portWarnings(spec: PodSpec, field: string): Warnings {
  const seen: { readonly port: ContainerPort; readonly place: string }[] = [];
  const warnings: string[] = [];
  for (const [{ ports = [] }, at] of containersOf(spec, field)) {
    for (const [index, port] of ports.entries()) {
      const place = `${at}.ports[${index}]`;
      const { name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' } = port;
      if (hostIP !== '' && hostPort === 0)
        warnings.push(
          `${place}: hostIP set without hostPort: {Name:${name} HostPort:${hostPort} ` +
            `ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`,
        );
      for (const other of seen) {
        if (other.port.containerPort !== containerPort || other.port.protocol !== protocol) continue;
        const how = clash(port, other.port);
        if (how !== undefined) warnings.push(`${place}: ${how} port definition with ${other.place}`);
      }
      seen.push({ port, place });
    }
  }
  return [...warnings, ...portNameWarnings(seen)];
}

/** Ports of one name in several containers: who asks for the name gets the first. */
function portNameWarnings(
  ports: readonly { readonly port: ContainerPort; readonly place: string }[],
): Warnings {
  const firsts = new Map<string, string>();
  return ports.flatMap(({ port: { name }, place }) => {
    if (!name) return [];
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, place);
    const use = `services and probes that select ports by name will use ${first}`;
    return first === undefined ? [] : [`${place}: duplicate port name ${quote(name)} with ${first}, ${use}`];
  });
}

function specWarnings({ metadata = {}, spec }: PodTemplateSpec, field: string): Warnings {
  if (spec === undefined) return [];
  const { annotations = {} } = metadata;
  const place = field === '' ? '' : `${field}.`;
  const at = `${place}spec`;
  const annotated = (key: string, why: string | undefined): Warnings =>
    key in annotations && why !== undefined ? [`${place}metadata.annotations[${key}]: ${why}`] : [];
  const { securityContext: podSecurity, terminationGracePeriodSeconds: graceSeconds = 0 } = spec;
  const ofContainers = containersOf(spec, at).flatMap(([container, where]) => {
    const { name, resources, securityContext: own, env = [] } = container;
    const isArmored = podSecurity?.appArmorProfile !== undefined || own?.appArmorProfile !== undefined;
    return [
      ...(own?.seccompProfile === undefined ? annotated(`${seccompOfContainer}${name}`, noSeccomp) : []),
      ...(isArmored ? [] : annotated(`${armorOfContainer}${name}`, noArmor)),
      ...inBytes.flatMap((resource) =>
        (['limits', 'requests'] as const).flatMap((list) =>
          fractionWarnings(resources?.[list], [resource], `${where}.resources.${list}`),
        ),
      ),
      ...hiding(env, `${where}.env`),
    ];
  });
  return [
    ...placementWarnings(spec, at),
    ...Object.entries(annotationsOfOld).flatMap(([key, why]) => annotated(key, why)),
    ...volumeWarnings(spec, at),
    ...overlapWarnings(spec.volumes),
    ...listWarnings(spec, at),
    ...fractionWarnings(spec.overhead, inBytes, `${at}.overhead`),
    ...(podSecurity?.seccompProfile === undefined ? annotated(seccompOfPod, noSeccomp) : []),
    ...ofContainers,
    ...portWarnings(spec, at),
    ...(graceSeconds < 0
      ? [
          `${at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...peerWarnings(spec, at),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((address, index) =>
      addressWarnings(address, `${at}.dnsConfig.nameservers[${index}]`),
    ),
    ...(spec.hostAliases ?? []).flatMap(({ ip }, index) =>
      addressWarnings(ip, `${at}.hostAliases[${index}].ip`),
    ),
  ];
}

/** Of what a client writes; nothing where the Pod is only changed, as its template was warned of. */
export function podWarnings(
  pod: { readonly metadata: { readonly name: string }; readonly spec: PodSpec },
  prev: unknown,
): Warnings {
  if (prev !== undefined) return [];
  return [
    ...nameWarnings(pod.metadata.name, "the Pod's hostname"),
    ...specWarnings(pod as PodTemplateSpec, ''),
  ];
}

/** Of a template that stands under `field`. */
export function templateWarnings(template: PodTemplateSpec | undefined, field: string): Warnings {
  return template === undefined ? [] : specWarnings(template, field);
}

/** Of an object whose name becomes that of Pods. */
export function nameWarnings(name: string, use = 'Pod names and hostnames'): Warnings {
  const causes = isDns1123Label(name);
  if (causes.length === 0) return [];
  const why = `which can result in surprising behavior; a DNS label is recommended: [${causes.join(' ')}]`;
  return [`metadata.name: this is used in ${use}, ${why}`];
}
