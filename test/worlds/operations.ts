// What a random journal does to a world: the things that people and other programs do, by seeded dice.
import type { World } from '../../src/world.ts';
import type { Dice } from '../dice.ts';
import { controlPlane, isServed, maintenance, tenant } from './administration.ts';
import { deployment, get, list, mergePatch, pass, paths, podSpec, send, service, setPower } from './setup.ts';

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
const spans = [1, 5, 20, 45, 120, 400, 4000] as const;

type Operation = (world: World, roll: Dice) => string;

const container = (roll: Dice) => ({
  image: roll.pick(images),
  ...(roll.chance(60) ? { cpu: roll.pick(cpus), memory: roll.pick(memories) } : {}),
});

const at = (base: string, name: string): string => `${base}/${name}`;

function createDeployment(world: World, roll: Dice): string {
  const name = roll.pick(apps);
  const { status } = send(world, 'POST', paths.deployments, deployment(name, roll.below(9), container(roll)));
  return `create deployment ${name}: ${status}`;
}

function scale(world: World, roll: Dice): string {
  const name = roll.pick(apps);
  const replicas = roll.below(14);
  const { status } = send(
    world,
    'PATCH',
    `${at(paths.deployments, name)}/scale`,
    { spec: { replicas } },
    mergePatch,
  );
  return `scale ${name} to ${replicas}: ${status}`;
}

function roll_(world: World, roll: Dice): string {
  const name = roll.pick(apps);
  const spec = { template: { spec: podSpec(container(roll)) } };
  const { status } = send(world, 'PATCH', at(paths.deployments, name), { spec }, mergePatch);
  return `roll ${name}: ${status}`;
}

function strategy(world: World, roll: Dice): string {
  const name = roll.pick(apps);
  const chosen = roll.chance(50)
    ? { type: 'Recreate', rollingUpdate: null }
    : {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: roll.below(3), maxUnavailable: 1 + roll.below(3) },
      };
  const { status } = send(
    world,
    'PATCH',
    at(paths.deployments, name),
    { spec: { strategy: chosen, paused: roll.chance(20) } },
    mergePatch,
  );
  return `strategy of ${name}: ${status}`;
}

function remove(world: World, roll: Dice): string {
  const name = roll.pick(apps);
  const propagationPolicy = roll.pick(['Background', 'Foreground', 'Orphan'] as const);
  const { status } = send(world, 'DELETE', at(paths.deployments, name), { propagationPolicy });
  return `delete deployment ${name} (${propagationPolicy}): ${status}`;
}

const setNames = ['ledger', 'queue'] as const;
const daemonNames = ['agent', 'probe'] as const;

function createStatefulSet(world: World, roll: Dice): string {
  const name = roll.pick(setNames);
  const { spec } = deployment(name, roll.below(6), container(roll));
  const podManagementPolicy = roll.pick(['OrderedReady', 'Parallel'] as const);
  const body = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name } };
  const { status } = send(world, 'POST', paths.statefulSets, {
    ...body,
    spec: { ...spec, serviceName: name, podManagementPolicy },
  });
  return `create ${podManagementPolicy} stateful set ${name}: ${status}`;
}

function changeStatefulSet(world: World, roll: Dice): string {
  const name = roll.pick(setNames);
  const spec = roll.pick<object>([
    { replicas: roll.below(8) },
    { template: { spec: podSpec(container(roll)) } },
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: roll.below(4) } } },
    { updateStrategy: { type: 'OnDelete', rollingUpdate: null } },
    { ordinals: { start: roll.below(3) } },
    { minReadySeconds: roll.below(20) },
  ]);
  const { status } = send(world, 'PATCH', at(paths.statefulSets, name), { spec }, mergePatch);
  return `change stateful set ${name} to ${JSON.stringify(spec)}: ${status}`;
}

function createDaemonSet(world: World, roll: Dice): string {
  const name = roll.pick(daemonNames);
  const { replicas: _replicas, ...spec } = deployment(name, 1, container(roll)).spec;
  const body = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name }, spec };
  return `create daemon set ${name}: ${send(world, 'POST', paths.daemonSets, body).status}`;
}

function changeDaemonSet(world: World, roll: Dice): string {
  const name = roll.pick(daemonNames);
  const spec = roll.chance(50)
    ? { template: { spec: podSpec(container(roll)) } }
    : { updateStrategy: { rollingUpdate: { maxUnavailable: 1 + roll.below(3) } } };
  const { status } = send(world, 'PATCH', at(paths.daemonSets, name), { spec }, mergePatch);
  return `change daemon set ${name}: ${status}`;
}

function removeSet(world: World, roll: Dice): string {
  const [base, name] = roll.pick([
    [paths.statefulSets, roll.pick(setNames)],
    [paths.daemonSets, roll.pick(daemonNames)],
  ] as const);
  const propagationPolicy = roll.pick(['Background', 'Foreground', 'Orphan'] as const);
  return `delete ${name} (${propagationPolicy}): ${send(world, 'DELETE', at(base, name), { propagationPolicy }).status}`;
}

function evict(world: World, roll: Dice): string {
  const pods = list(world, paths.pods);
  const name = pods[roll.below(Math.max(1, pods.length))]?.metadata.name ?? 'none';
  const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'calm' } };
  const spec = { maxUnavailable: roll.below(3), selector: { matchLabels: { app: roll.pick(apps) } } };
  send(world, 'POST', paths.budgets, { ...budget, spec });
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
  return `evict ${name}: ${send(world, 'POST', `${at(paths.pods, name)}/eviction`, body).status}`;
}

function removePod(world: World, roll: Dice): string {
  const pods = list(world, paths.pods);
  const pod = pods[roll.below(Math.max(1, pods.length))];
  if (pod === undefined) return 'no pod to delete';
  const gracePeriodSeconds = roll.pick([0, 1, 30] as const);
  const { status } = send(world, 'DELETE', at(paths.pods, pod.metadata.name), { gracePeriodSeconds });
  return `delete pod ${pod.metadata.name}: ${status}`;
}

function createPod(world: World, roll: Dice): string {
  const name = `single-${roll.below(5)}`;
  const restartPolicy = roll.pick(['Always', 'OnFailure', 'Never'] as const);
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: roll.pick(apps) } },
    spec: { ...podSpec(container(roll)), restartPolicy },
  };
  return `create pod ${name}: ${send(world, 'POST', paths.pods, body).status}`;
}

const scripts = ['sleep 5', 'exit 3', 'sleep 20; echo done', 'while true; do sleep 1; done'] as const;

function createJob(world: World, roll: Dice): string {
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
  return `create job ${name}: ${send(world, 'POST', paths.jobs, body).status}`;
}

function changeJob(world: World, roll: Dice): string {
  const name = roll.pick(apps);
  if (roll.chance(40)) {
    const propagationPolicy = roll.pick(['Background', 'Foreground', 'Orphan'] as const);
    return `delete job ${name} (${propagationPolicy}): ${send(world, 'DELETE', at(paths.jobs, name), { propagationPolicy }).status}`;
  }
  const spec = { suspend: roll.chance(50), parallelism: roll.below(4) };
  return `change job ${name}: ${send(world, 'PATCH', at(paths.jobs, name), { spec }, mergePatch).status}`;
}

function relabelPod(world: World, roll: Dice): string {
  const pods = list(world, paths.pods);
  const pod = pods[roll.below(Math.max(1, pods.length))];
  if (pod === undefined) return 'no pod to label';
  const labels = { app: roll.pick(apps) };
  return `label ${pod.metadata.name}: ${send(world, 'PATCH', at(paths.pods, pod.metadata.name), { metadata: { labels } }, mergePatch).status}`;
}

function createService(world: World, roll: Dice): string {
  const app = roll.pick(apps);
  const type = roll.pick(['ClusterIP', 'NodePort', 'LoadBalancer'] as const);
  return `create ${type} ${app}: ${send(world, 'POST', paths.services, service(app, app, type)).status}`;
}

function changeService(world: World, roll: Dice): string {
  const app = roll.pick(apps);
  const type = roll.pick(['ClusterIP', 'NodePort', 'LoadBalancer'] as const);
  return `service ${app} becomes ${type}: ${send(world, 'PATCH', at(paths.services, app), { spec: { type } }, mergePatch).status}`;
}

function removeService(world: World, roll: Dice): string {
  const app = roll.pick(apps);
  return `delete service ${app}: ${send(world, 'DELETE', at(paths.services, app)).status}`;
}

function power(world: World, roll: Dice): string {
  const name = `esxi-0${1 + roll.below(4)}.sandbox.lab`;
  const on = get(world, at(paths.hosts, name)).spec['power'] === 'On';
  return `power ${name} ${on ? 'off' : 'on'}: ${setPower(world, name, on ? 'Off' : 'On').status}`;
}

function cordon(world: World, roll: Dice): string {
  const name = `esxi-0${1 + roll.below(4)}.sandbox.lab`;
  const unschedulable = roll.chance(50) ? true : null;
  return `cordon ${name}: ${send(world, 'PATCH', at(paths.nodes, name), { spec: { unschedulable } }, mergePatch).status}`;
}

function namespace(world: World, roll: Dice): string {
  const name = `team-${roll.below(3)}`;
  if (roll.chance(40))
    return `delete namespace ${name}: ${send(world, 'DELETE', `/api/v1/namespaces/${name}`).status}`;
  const { status } = send(world, 'POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  const base = `/apis/apps/v1/namespaces/${name}/deployments`;
  send(world, 'POST', base, deployment('web', 1 + roll.below(20), { image: 'nginx:1.25' }));
  send(world, 'POST', `/api/v1/namespaces/${name}/services`, service('web', 'web', 'LoadBalancer'));
  return `create namespace ${name}: ${status}`;
}

function finalizer(world: World, roll: Dice): string {
  const name = roll.pick(apps);
  const held = roll.chance(50);
  const finalizers = held ? ['example.com/hold'] : null;
  send(world, 'POST', paths.configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, finalizers: ['example.com/hold'] },
    data: { a: String(roll.below(9)) },
  });
  const { status } = send(
    world,
    'PATCH',
    at(paths.configMaps, name),
    { metadata: { finalizers } },
    mergePatch,
  );
  if (roll.chance(50)) send(world, 'DELETE', at(paths.configMaps, name));
  return `finalizer of configmap ${name}: ${status}`;
}

const claimNames = ['one', 'two'] as const;

function createClaim(world: World, roll: Dice): string {
  const name = roll.pick(claimNames);
  const storage = roll.pick(['1Gi', '20Gi', '1Pi'] as const);
  const { status } = send(world, 'POST', paths.claims, {
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

function growClaim(world: World, roll: Dice): string {
  const name = roll.pick(claimNames);
  const spec = { resources: { requests: { storage: '30Gi' } } };
  return `grow claim ${name}: ${send(world, 'PATCH', at(paths.claims, name), { spec }, mergePatch).status}`;
}

function removeClaim(world: World, roll: Dice): string {
  const name = roll.pick(claimNames);
  return `delete claim ${name}: ${send(world, 'DELETE', at(paths.claims, name)).status}`;
}

function createUser(world: World, roll: Dice): string {
  const claimName = roll.pick(claimNames);
  const name = `uses-${claimName}`;
  const spec = { ...podSpec(), volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] };
  const { status } = send(world, 'POST', paths.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec,
  });
  return `create pod ${name}: ${status}`;
}

function summaries(world: World, roll: Dice): string {
  const mode = roll.pick(['None', 'Exact', 'Boundary'] as const);
  const summarization = { mode, boundaryBits: mode === 'Boundary' ? 20 + roll.below(13) : null };
  const { status } = send(world, 'PATCH', paths.tier0, { spec: { summarization } }, mergePatch);
  return `summaries ${mode}: ${status}`;
}

function refused(world: World, roll: Dice): string {
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
  return `refused: ${send(world, 'POST', paths.deployments, bad).status}`;
}

function wait(world: World, roll: Dice): string {
  const seconds = roll.pick(spans);
  pass(world, seconds);
  return `${seconds} s pass`;
}

/** Weighted: time passes often, the common things are done more than the rare. */
const operations: readonly (readonly [weight: number, operation: Operation])[] = [
  [8, createDeployment],
  [6, scale],
  [5, roll_],
  [3, strategy],
  [3, remove],
  [5, removePod],
  [4, createStatefulSet],
  [4, changeStatefulSet],
  [2, createDaemonSet],
  [2, changeDaemonSet],
  [2, removeSet],
  [2, evict],
  [3, createPod],
  [3, createJob],
  [3, changeJob],
  [2, relabelPod],
  [4, createService],
  [3, changeService],
  [2, removeService],
  [3, power],
  [2, cordon],
  [2, namespace],
  [2, maintenance],
  [5, tenant],
  [2, controlPlane],
  [2, finalizer],
  [3, createClaim],
  [1, growClaim],
  [2, removeClaim],
  [2, createUser],
  [2, summaries],
  [3, refused],
  [20, wait],
];

const total = operations.reduce((sum, [weight]) => sum + weight, 0);

/** What can be done while nothing can be asked of the Supervisor. */
const outside: readonly [Operation, ...Operation[]] = [power, maintenance, controlPlane, wait];

/** Does one thing; the answer says what, for the log of a failing journal. */
export function operate(world: World, roll: Dice): string {
  if (!isServed(world)) return roll.pick(outside)(world, roll);
  let left = roll.below(total);
  for (const [weight, operation] of operations) {
    left -= weight;
    if (left < 0) return operation(world, roll);
  }
  return wait(world, roll);
}
