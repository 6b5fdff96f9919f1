// What would have to change for a Pod that fits nowhere: single changes, each as small as it can be, each tried on the scheduler and
// DRS before it is named. A change is of the Pod itself (its template, where it has an owner), of one node, or of somebody else (elsewhere.ts).
import type { Container, PodSpec } from '#types';
import { isDeleting } from '../../store/object.ts';
import { unschedulableTaint, type Node } from '../../kinds/core/node.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { requestsOf } from '../../kinds/core/pod/resources.ts';
import { tolerates } from '../../kinds/core/pod/tolerations.ts';
import { limits } from '../../std/limits.ts';

export interface Edit {
  readonly of: 'pod' | 'node' | 'host' | 'other';
  /** In words: `container web asks for 1500m of cpu instead of 4`. */
  readonly change: string;
  /** What kubectl or govc would be told, for a change of something else than the Pod. */
  readonly command?: string;
  /** The Pod's spec with the change, for a change of the Pod. */
  readonly spec?: PodSpec;
  /** The node that is changed, as a merge patch. */
  readonly patch?: { readonly node: string; readonly body: object };
  /** What is asked, of vCenter or of the Pod's own API, for a change of a host or of another Pod. */
  readonly requests?: readonly { readonly method: string; readonly path: string; readonly body?: object }[];
  /** Where the Pod would go. */
  readonly node: string;
}

/** Where a Pod would go; undefined where nowhere. */
type NodeFor = (pod: Pod) => string | undefined;

const withSpec = (pod: Pod, spec: Partial<PodSpec>): Pod => ({ ...pod, spec: { ...pod.spec, ...spec } });

const amountText = {
  cpu: (milli: number): string => (milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`),
  memory: (mebibytes: number): string =>
    mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`,
} as const;

type Resource = keyof typeof amountText;

const askedOf = ({ resources }: Container, resource: Resource): number => {
  const { cpuMilli, memoryMiB } = requestsOf({ containers: [resources === undefined ? {} : { resources }] });
  return resource === 'cpu' ? cpuMilli : memoryMiB;
};

/** The container at a place asks for so much; a limit that was as high comes down with it. */
function asking(pod: Pod, place: number, resource: Resource, amount: number): Pod {
  const containers = pod.spec.containers.map((container, index): Container => {
    if (index !== place) return container;
    const text = amountText[resource](amount);
    const { requests, limits: most, ...rest } = container.resources ?? {};
    const isBound = most?.[resource] !== undefined;
    return {
      ...container,
      resources: {
        ...rest,
        requests: { ...requests, [resource]: text },
        ...(most === undefined ? {} : { limits: isBound ? { ...most, [resource]: text } : most }),
      },
    };
  });
  return withSpec(pod, { containers });
}

/** The most that the container that asks for most can ask for. */
function lowered(pod: Pod, resource: Resource, nodeFor: NodeFor): readonly Edit[] {
  const asked = pod.spec.containers.map((container) => askedOf(container, resource));
  const most = Math.max(...asked);
  const place = asked.indexOf(most);
  const container = pod.spec.containers[place];
  if (container === undefined || most === 0) return [];
  const goes = (amount: number) => nodeFor(asking(pod, place, resource, amount));
  let [fits, tooMuch] = [0, most];
  if (goes(fits) === undefined) return [];
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (goes(middle) === undefined) tooMuch = middle;
    else fits = middle;
  }
  const { spec } = asking(pod, place, resource, fits);
  const [less, was] = [fits, most].map(amountText[resource]);
  const change = `container ${container.name} asks for ${less} of ${resource} instead of ${was}`;
  return [{ of: 'pod', change, spec, node: goes(fits) ?? '' }];
}

/** Rules of the Pod, each taken away alone. */
function* loosened(pod: Pod): Generator<readonly [change: string, spec: Partial<PodSpec>]> {
  const { nodeSelector = {}, affinity = {}, topologySpreadConstraints = [], containers } = pod.spec;
  for (const [key, value] of Object.entries(nodeSelector)) {
    const { [key]: _gone, ...rest } = nodeSelector;
    yield [`its nodeSelector does without ${key}: ${value}`, { nodeSelector: rest }];
  }
  const { nodeAffinity, ...others } = affinity;
  if (nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution !== undefined)
    yield ['it requires no node affinity', { affinity: others }];
  for (const which of ['podAffinity', 'podAntiAffinity'] as const) {
    const { requiredDuringSchedulingIgnoredDuringExecution: terms = [], ...rest } = affinity[which] ?? {};
    for (const [index, term] of terms.entries()) {
      const left = terms.filter((_, place) => place !== index);
      const next = { ...rest, requiredDuringSchedulingIgnoredDuringExecution: left };
      const name = which === 'podAffinity' ? 'affinity' : 'anti-affinity';
      yield [
        `its Pod ${name} by ${term.topologyKey} is preferred instead of required`,
        { affinity: { ...affinity, [which]: next } },
      ];
    }
  }
  for (const [index, constraint] of topologySpreadConstraints.entries()) {
    if (constraint.whenUnsatisfiable !== 'DoNotSchedule') continue;
    const next = topologySpreadConstraints.map((each, place) =>
      place === index ? { ...each, whenUnsatisfiable: 'ScheduleAnyway' } : each,
    );
    yield [
      `it spreads by ${constraint.topologyKey} only as far as it can: ScheduleAnyway`,
      { topologySpreadConstraints: next },
    ];
  }
  if (containers.some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort !== undefined))) {
    const next = containers.map((container) => ({
      ...container,
      ...(container.ports === undefined
        ? {}
        : { ports: container.ports.map(({ hostPort: _taken, ...port }) => port) }),
    }));
    yield ['it takes no port of the host', { containers: next }];
  }
}

/** The taints of nodes that the Pod does not tolerate, each once. */
function taintsOf({ spec }: Pod, nodes: readonly Node[]) {
  const found = new Map<string, { key: string; value?: string; effect: string }>();
  for (const node of nodes)
    for (const { key, value, effect } of node.spec.taints ?? [])
      if (effect !== 'PreferNoSchedule' && key !== unschedulableTaint)
        if (!tolerates(spec.tolerations, { key, effect, ...(value === undefined ? {} : { value }) }))
          found.set(`${key}=${value ?? ''}:${effect}`, { key, effect, ...(value ? { value } : {}) });
  return found;
}

const toleration = (taint: { readonly key: string; readonly value?: string; readonly effect: string }) =>
  taint.value === undefined
    ? { key: taint.key, operator: 'Exists', effect: taint.effect }
    : { key: taint.key, operator: 'Equal', value: taint.value, effect: taint.effect };

/** The Pod with a toleration more, on one node only where it is named. */
function tolerating(pod: Pod, tolerated: object, only?: string): Pod {
  const { tolerations = [], affinity = {} } = pod.spec;
  const own = affinity.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [
    {},
  ];
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [only ?? ''] }];
  const nodeSelectorTerms = own.map((term) => ({
    ...term,
    matchFields: [...(term.matchFields ?? []), ...matchFields],
  }));
  return withSpec(pod, {
    tolerations: [...tolerations, tolerated],
    ...(only === undefined
      ? {}
      : {
          affinity: {
            ...affinity,
            nodeAffinity: {
              ...affinity.nodeAffinity,
              requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
            },
          },
        }),
  });
}

/** Nodes that are cordoned or tainted, each opened alone. */
function opened(pod: Pod, nodes: readonly Node[], nodeFor: NodeFor): readonly Edit[] {
  return nodes.flatMap((node): readonly Edit[] => {
    const { name } = node.metadata;
    const [first] = taintsOf(pod, [node]);
    const goes = (tolerated: object) => nodeFor(tolerating(pod, tolerated, name)) === name;
    if (node.spec.unschedulable === true && goes({ key: unschedulableTaint, operator: 'Exists' })) {
      const patch = { node: name, body: { spec: { unschedulable: null } } };
      const command = `kubectl uncordon ${name}`;
      return [{ of: 'node', change: `${name} takes Pods again`, command, patch, node: name }];
    }
    if (first === undefined || !goes(toleration(first[1]))) return [];
    const [text, gone] = first;
    const taints = (node.spec.taints ?? []).filter(
      ({ key, effect }) => key !== gone.key || effect !== gone.effect,
    );
    const patch = { node: name, body: { spec: { taints: taints.length === 0 ? null : taints } } };
    const command = `kubectl taint nodes ${name} ${gone.key}:${gone.effect}-`;
    return [{ of: 'node', change: `${name} has no taint ${text}`, command, patch, node: name }];
  });
}

/** The changes that help, those that take least first: nodes opened, rules loosened, less asked for, others gone, a host bought. */
export function editsOf(
  pod: Pod,
  nodes: readonly Node[],
  nodeFor: NodeFor,
  elsewhere: () => Readonly<Record<'left' | 'gone' | 'joined', readonly Edit[]>>,
): readonly Edit[] {
  if (isDeleting(pod) || pod.spec.nodeName) return [];
  const hosts = nodes.slice(0, limits.editNodesMax);
  const tried = (change: string, next: Pod): readonly Edit[] => {
    const node = nodeFor(next);
    return node === undefined ? [] : [{ of: 'pod', change, spec: next.spec, node }];
  };
  const tolerated = [...taintsOf(pod, hosts)].flatMap(([text, taint]) =>
    tried(`it tolerates ${text}`, tolerating(pod, toleration(taint))),
  );
  const { left, gone, joined } = elsewhere();
  return [
    ...left,
    ...opened(pod, hosts, nodeFor).slice(0, limits.editHostsMax),
    ...[...loosened(pod)].flatMap(([change, spec]) => tried(change, withSpec(pod, spec))),
    ...tolerated,
    ...lowered(pod, 'cpu', nodeFor),
    ...lowered(pod, 'memory', nodeFor),
    ...gone,
    ...joined,
  ].slice(0, limits.editsMax);
}
