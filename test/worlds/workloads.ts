// What a random journal does in a namespace: what whoever may edit it does there. Each asks as whoever does it.
import type { World } from '../../src/world.ts';
import type { Dice } from '../dice.ts';
import { deployment, list, mergePatch, paths, podSpec, service, type Answer } from './setup.ts';

const apps = ['alpha', 'beta', 'gamma', 'delta'] as const;
const images = [
  'nginx:1.25',
  'nginx:1.27',
  'redis:7',
  'crash-loop:1',
  'does-not-exist:1',
  'unready:2',
] as const;
const cpus = ['100m', '2', '20', '40'] as const;
const memories = ['64Mi', '4Gi', '200Gi'] as const;

/** Asks as whoever does it. */
export type Send = (method: string, path: string, body?: unknown, contentType?: string) => Answer;

export type Workload = (world: World, roll: Dice, send: Send) => string;

const container = (roll: Dice) => ({
  image: roll.pick(images),
  ...(roll.chance(60) ? { cpu: roll.pick(cpus), memory: roll.pick(memories) } : {}),
});

export const at = (base: string, name: string): string => `${base}/${name}`;

function createDeployment(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  const { status } = send('POST', paths.deployments, deployment(name, roll.below(9), container(roll)));
  return `create deployment ${name}: ${status}`;
}

function scale(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  const replicas = roll.below(14);
  const { status } = send(
    'PATCH',
    `${at(paths.deployments, name)}/scale`,
    { spec: { replicas } },
    mergePatch,
  );
  return `scale ${name} to ${replicas}: ${status}`;
}

function roll_(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  const spec = { template: { spec: podSpec(container(roll)) } };
  const { status } = send('PATCH', at(paths.deployments, name), { spec }, mergePatch);
  return `roll ${name}: ${status}`;
}

function strategy(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  const chosen = roll.chance(50)
    ? { type: 'Recreate', rollingUpdate: null }
    : {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: roll.below(3), maxUnavailable: 1 + roll.below(3) },
      };
  const { status } = send(
    'PATCH',
    at(paths.deployments, name),
    { spec: { strategy: chosen, paused: roll.chance(20) } },
    mergePatch,
  );
  return `strategy of ${name}: ${status}`;
}

function remove(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  const propagationPolicy = roll.pick(['Background', 'Foreground', 'Orphan'] as const);
  const { status } = send('DELETE', at(paths.deployments, name), { propagationPolicy });
  return `delete deployment ${name} (${propagationPolicy}): ${status}`;
}

const setNames = ['ledger', 'queue'] as const;
const daemonNames = ['agent', 'probe'] as const;

function createStatefulSet(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(setNames);
  const { spec } = deployment(name, roll.below(6), container(roll));
  const podManagementPolicy = roll.pick(['OrderedReady', 'Parallel'] as const);
  const body = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name } };
  const { status } = send('POST', paths.statefulSets, {
    ...body,
    spec: { ...spec, serviceName: name, podManagementPolicy },
  });
  return `create ${podManagementPolicy} stateful set ${name}: ${status}`;
}

function changeStatefulSet(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(setNames);
  const spec = roll.pick<object>([
    { replicas: roll.below(8) },
    { template: { spec: podSpec(container(roll)) } },
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: roll.below(4) } } },
    { updateStrategy: { type: 'OnDelete', rollingUpdate: null } },
    { ordinals: { start: roll.below(3) } },
    { minReadySeconds: roll.below(20) },
  ]);
  const { status } = send('PATCH', at(paths.statefulSets, name), { spec }, mergePatch);
  return `change stateful set ${name} to ${JSON.stringify(spec)}: ${status}`;
}

function createDaemonSet(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(daemonNames);
  const { replicas: _replicas, ...spec } = deployment(name, 1, container(roll)).spec;
  const body = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name }, spec };
  return `create daemon set ${name}: ${send('POST', paths.daemonSets, body).status}`;
}

function changeDaemonSet(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(daemonNames);
  const spec = roll.chance(50)
    ? { template: { spec: podSpec(container(roll)) } }
    : { updateStrategy: { rollingUpdate: { maxUnavailable: 1 + roll.below(3) } } };
  const { status } = send('PATCH', at(paths.daemonSets, name), { spec }, mergePatch);
  return `change daemon set ${name}: ${status}`;
}

function removeSet(_world: World, roll: Dice, send: Send): string {
  const [base, name] = roll.pick([
    [paths.statefulSets, roll.pick(setNames)],
    [paths.daemonSets, roll.pick(daemonNames)],
  ] as const);
  const propagationPolicy = roll.pick(['Background', 'Foreground', 'Orphan'] as const);
  return `delete ${name} (${propagationPolicy}): ${send('DELETE', at(base, name), { propagationPolicy }).status}`;
}

function evict(world: World, roll: Dice, send: Send): string {
  const pods = list(world, paths.pods);
  const name = pods[roll.below(Math.max(1, pods.length))]?.metadata.name ?? 'none';
  const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'calm' } };
  const spec = { maxUnavailable: roll.below(3), selector: { matchLabels: { app: roll.pick(apps) } } };
  send('POST', paths.budgets, { ...budget, spec });
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
  return `evict ${name}: ${send('POST', `${at(paths.pods, name)}/eviction`, body).status}`;
}

function removePod(world: World, roll: Dice, send: Send): string {
  const pods = list(world, paths.pods);
  const pod = pods[roll.below(Math.max(1, pods.length))];
  if (pod === undefined) return 'no pod to delete';
  const gracePeriodSeconds = roll.pick([0, 1, 30] as const);
  const { status } = send('DELETE', at(paths.pods, pod.metadata.name), { gracePeriodSeconds });
  return `delete pod ${pod.metadata.name}: ${status}`;
}

function createPod(_world: World, roll: Dice, send: Send): string {
  const name = `single-${roll.below(5)}`;
  const restartPolicy = roll.pick(['Always', 'OnFailure', 'Never'] as const);
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: roll.pick(apps) } },
    spec: { ...podSpec(container(roll)), restartPolicy },
  };
  return `create pod ${name}: ${send('POST', paths.pods, body).status}`;
}

const scripts = ['sleep 5', 'exit 3', 'sleep 20; echo done', 'while true; do sleep 1; done'] as const;

function createJob(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  const isIndexed = roll.chance(50);
  const policy = roll.pick(['Never', 'OnFailure'] as const);
  const spec = {
    completions: 1 + roll.below(4),
    parallelism: roll.below(4),
    backoffLimit: roll.below(3),
    ...(isIndexed ? { completionMode: 'Indexed' } : {}),
    ...(isIndexed && policy === 'Never' && roll.chance(40) ? { backoffLimitPerIndex: roll.below(2) } : {}),
    ...(roll.chance(30) ? { activeDeadlineSeconds: 60 } : {}),
    ...(roll.chance(30) ? { ttlSecondsAfterFinished: 30 } : {}),
    ...(roll.chance(20) ? { suspend: true } : {}),
    template: {
      spec: {
        restartPolicy: policy,
        containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', roll.pick(scripts)] }],
      },
    },
  };
  const body = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec };
  return `create job ${name}: ${send('POST', paths.jobs, body).status}`;
}

function changeJob(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  if (roll.chance(40)) {
    const propagationPolicy = roll.pick(['Background', 'Foreground', 'Orphan'] as const);
    return `delete job ${name} (${propagationPolicy}): ${send('DELETE', at(paths.jobs, name), { propagationPolicy }).status}`;
  }
  const spec = { suspend: roll.chance(50), parallelism: roll.below(4) };
  return `change job ${name}: ${send('PATCH', at(paths.jobs, name), { spec }, mergePatch).status}`;
}

function relabelPod(world: World, roll: Dice, send: Send): string {
  const pods = list(world, paths.pods);
  const pod = pods[roll.below(Math.max(1, pods.length))];
  if (pod === undefined) return 'no pod to label';
  const labels = { app: roll.pick(apps) };
  return `label ${pod.metadata.name}: ${send('PATCH', at(paths.pods, pod.metadata.name), { metadata: { labels } }, mergePatch).status}`;
}

function createService(_world: World, roll: Dice, send: Send): string {
  const app = roll.pick(apps);
  const type = roll.pick(['ClusterIP', 'NodePort', 'LoadBalancer'] as const);
  return `create ${type} ${app}: ${send('POST', paths.services, service(app, app, type)).status}`;
}

function changeService(_world: World, roll: Dice, send: Send): string {
  const app = roll.pick(apps);
  const type = roll.pick(['ClusterIP', 'NodePort', 'LoadBalancer'] as const);
  return `service ${app} becomes ${type}: ${send('PATCH', at(paths.services, app), { spec: { type } }, mergePatch).status}`;
}

function removeService(_world: World, roll: Dice, send: Send): string {
  const app = roll.pick(apps);
  return `delete service ${app}: ${send('DELETE', at(paths.services, app)).status}`;
}

function finalizer(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(apps);
  const held = roll.chance(50);
  const finalizers = held ? ['example.com/hold'] : null;
  send('POST', paths.configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, finalizers: ['example.com/hold'] },
    data: { a: String(roll.below(9)) },
  });
  const { status } = send('PATCH', at(paths.configMaps, name), { metadata: { finalizers } }, mergePatch);
  if (roll.chance(50)) send('DELETE', at(paths.configMaps, name));
  return `finalizer of configmap ${name}: ${status}`;
}

const claimNames = ['one', 'two'] as const;

function createClaim(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(claimNames);
  const storage = roll.pick(['1Gi', '20Gi', '1Pi'] as const);
  const { status } = send('POST', paths.claims, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'vsan-default-storage-policy',
      resources: { requests: { storage } },
    },
  });
  return `create claim ${name} of ${storage}: ${status}`;
}

function growClaim(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(claimNames);
  const spec = { resources: { requests: { storage: '30Gi' } } };
  return `grow claim ${name}: ${send('PATCH', at(paths.claims, name), { spec }, mergePatch).status}`;
}

function removeClaim(_world: World, roll: Dice, send: Send): string {
  const name = roll.pick(claimNames);
  return `delete claim ${name}: ${send('DELETE', at(paths.claims, name)).status}`;
}

function createUser(_world: World, roll: Dice, send: Send): string {
  const claimName = roll.pick(claimNames);
  const name = `uses-${claimName}`;
  const spec = { ...podSpec(), volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] };
  const { status } = send('POST', paths.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec,
  });
  return `create pod ${name}: ${status}`;
}

function refused(_world: World, roll: Dice, send: Send): string {
  const bad = roll.pick<unknown>([
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'UPPER' }, spec: {} },
    deployment('x', -1),
    { apiVersion: 'v1', kind: 'Deployment' },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'y', resourceVersion: '5' },
      spec: deployment('y', 1).spec,
    },
  ] as const);
  return `refused: ${send('POST', paths.deployments, bad).status}`;
}

/** Weighted: the common things are done more than the rare. */
export const workloads: readonly (readonly [weight: number, workload: Workload])[] = [
  [8, createDeployment],
  [6, scale],
  [5, roll_],
  [3, strategy],
  [3, remove],
  [4, createStatefulSet],
  [4, changeStatefulSet],
  [2, createDaemonSet],
  [2, changeDaemonSet],
  [2, removeSet],
  [2, evict],
  [5, removePod],
  [3, createPod],
  [3, createJob],
  [3, changeJob],
  [2, relabelPod],
  [4, createService],
  [3, changeService],
  [2, removeService],
  [2, finalizer],
  [3, createClaim],
  [1, growClaim],
  [2, removeClaim],
  [2, createUser],
  [3, refused],
];
