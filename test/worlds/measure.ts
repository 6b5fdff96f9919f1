// The world's figures: Pods from Deployments to Running, with what one costs. The scenario is past the product's maximums and
// says so: its pod CIDR is a /14 and its namespaces are many.
import { formatMilliTime } from '../../src/std/time.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import { clusterAdmin, World } from '../../src/world.ts';
import type { WireResponse } from '../../src/apis/kubernetes/wire.ts';

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

export const podsPerDeployment = 100;
export const namespaceCount = 20;

export function benchScenario(hosts: number): Scenario {
  const preset = presetNamed('four-hosts') as Scenario;
  return {
    ...preset,
    hosts: { ...preset.hosts, count: hosts },
    network: { ...preset.network, podCidrs: ['10.64.0.0/14'], egressCidrs: ['10.15.9.0/24'] },
    namespaces: Array.from({ length: namespaceCount }, (_, index) => ({
      name: `bench-${index}`,
      description: '',
      access: [],
    })),
  };
}

export function deployment(index: number) {
  const labels = { app: `load-${index}` };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `load-${index}` },
    spec: {
      replicas: podsPerDeployment,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'load',
              image: 'registry.example/load:1',
              resources: { requests: { cpu: '100m', memory: '128Mi' } },
            },
          ],
        },
      },
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

function running(world: World): number {
  return world
    .view('supervisor')
    .list('core/pods')
    .filter(
      (pod) =>
        pod.metadata.namespace?.startsWith('bench-') &&
        (pod as { status?: { phase?: string } }).status?.phase === 'Running',
    ).length;
}

interface Run {
  readonly seconds: number;
  /** Of user and system, all threads; the world's creation left out. */
  readonly cpuSeconds: number;
  readonly events: number;
  readonly longestMs: number;
}

/**
 * Collects all garbage, where --expose-gc lets it. Compiled code goes too, with the shapes of objects that nobody has at that moment: no
 * time is measured right after it.
 */
function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function worldOf(hosts: number): World {
  return World.create({ scenario: benchScenario(hosts), kernels: instantiateKernels() });
}

function run(pods: number, hosts: number, world = worldOf(hosts)): Run {
  const started = performance.now();
  const cpu = process.cpuUsage();
  for (let index = 0; index < pods / podsPerDeployment; index++) {
    const namespace = `bench-${index % namespaceCount}`;
    const answer = world.request(
      {
        method: 'POST',
        path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(deployment(index)),
      },
      clusterAdmin,
    ) as WireResponse;
    if (answer.status !== 201) throw new Error(answer.body);
  }
  let events = 0;
  let longestMs = 0;
  const until = world.now + 120_000;
  for (;;) {
    const before = performance.now();
    const { events: ran, done } = world.run(until, 1);
    longestMs = Math.max(longestMs, performance.now() - before);
    events += ran;
    if (done) break;
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const count = running(world);
  if (count !== pods) throw new Error(`${count} of ${pods} Pods run at ${formatMilliTime(world.now)}`);
  const cpuSeconds = (user + system) / 1e6;
  return { seconds, cpuSeconds, events, longestMs };
}

/** What a world of so many Pods keeps; needs --expose-gc. */
function weigh(pods: number, hosts: number): { readonly bytesPerPod: number; readonly objects: number } {
  const world = worldOf(hosts);
  const before = heapUsed();
  run(pods, hosts, world);
  const bytesPerPod = (heapUsed() - before) / pods;
  return { bytesPerPod, objects: world.objects };
}

/** How long a read takes while the world runs at full speed, in ms: the wait for the slice included. */
function answerTimes(): number[] {
  const world = worldOf(100);
  for (let index = 0; index < 100; index++) {
    world.request(
      {
        method: 'POST',
        path: `/apis/apps/v1/namespaces/bench-${index % namespaceCount}/deployments`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(deployment(index)),
      },
      clusterAdmin,
    );
  }
  const times: number[] = [];
  const until = world.now + 60_000;
  for (let done = false; !done;) {
    const asked = performance.now();
    // A request arrives while a slice of the pace runs: 8 ms of events, then the answer.
    do done = world.run(until, 32).done;
    while (!done && performance.now() - asked < 8);
    world.request({ method: 'GET', path: '/api/v1/namespaces/bench-0/pods?limit=50' }, clusterAdmin);
    times.push(performance.now() - asked);
  }
  return times;
}

export function measureWorld(): readonly Row[] {
  const runs = 3;
  run(1_000, 100);
  const small = Array.from({ length: runs }, () => run(1_000, 100));
  const large = Array.from({ length: runs }, () => run(10_000, 100));
  const smallSeconds = median(small.map(({ seconds }) => seconds));
  const largeSeconds = median(large.map(({ seconds }) => seconds));
  const { bytesPerPod, objects } = weigh(10_000, 100);
  const times = answerTimes().sort((a, b) => a - b);
  const note = `median of ${runs}; past the product's maximums`;
  return [
    {
      name: '1,000 Pods on 100 hosts, created to Running',
      value: 1_000 / smallSeconds,
      unit: 'Pods/s',
      note,
    },
    {
      name: '10,000 Pods on 100 hosts, created to Running',
      value: 10_000 / largeSeconds,
      unit: 'Pods/s',
      note: `${note}; at least 2,000`,
    },
    {
      name: 'ten times the Pods take',
      value: largeSeconds / smallSeconds,
      unit: 'times',
      note: 'at most 12',
    },
    {
      name: 'events a Pod',
      value: median(large.map(({ events }) => events)) / 10_000,
      unit: 'events',
      note: '',
    },
    {
      name: 'heap a Pod, with its events and its CRX',
      value: bytesPerPod / 1024,
      unit: 'KiB',
      note: 'once',
    },
    { name: 'objects in the world', value: objects, unit: 'objects', note: '' },
    {
      name: 'longest event',
      value: Math.max(...large.map(({ longestMs }) => longestMs)),
      unit: 'ms',
      note: 'a slice is 8 ms',
    },
    {
      name: 'answer of a list while running flat out, median',
      value: times[times.length >> 1] ?? 0,
      unit: 'ms',
      note: 'slice of 8 ms included',
    },
    {
      name: 'the same, 99th percentile',
      value: times[Math.floor(times.length * 0.99)] ?? 0,
      unit: 'ms',
      note: '',
    },
  ];
}

/** Kubernetes 1.20.2 with etcd 3.4 from Debian's sources, 10,000 Pods on 1,000 nodes: Pods a CPU second, and GB of all processes. */
const peer = { podsPerCpuSecond: [57, 74], residentGB: 2.5 } as const;

const peersBest = peer.podsPerCpuSecond[1];

/** The shape in which a real control plane was measured, and ten times that. */
export function measureScale(): readonly Row[] {
  run(1_000, 1_000);
  // The largest first: the process keeps what memory it once had.
  const hundred = run(100_000, 1_000);
  const residentGB = process.memoryUsage().rss / 1e9;
  collect();
  run(10_000, 1_000);
  const ten = Array.from({ length: 3 }, () => run(10_000, 1_000));
  const tenPerCpuSecond = 10_000 / median(ten.map(({ cpuSeconds }) => cpuSeconds));
  const hundredPerCpuSecond = 100_000 / hundred.cpuSeconds;
  return [
    {
      name: '10,000 Pods on 1,000 hosts',
      value: tenPerCpuSecond,
      unit: 'Pods/CPU s',
      note: `${(tenPerCpuSecond / peersBest).toFixed(0)} times Kubernetes 1.20.2 (${peer.podsPerCpuSecond.join('-')}); at least 20`,
    },
    {
      name: '100,000 Pods on 1,000 hosts',
      value: 100_000 / hundred.seconds,
      unit: 'Pods/s',
      note: 'once; at least 2,000',
    },
    {
      name: 'the same',
      value: hundredPerCpuSecond,
      unit: 'Pods/CPU s',
      note: `a Pod costs ${(tenPerCpuSecond / hundredPerCpuSecond).toFixed(2)} times what it does among 10,000; at most 1.25`,
    },
    {
      name: 'resident afterwards',
      value: residentGB,
      unit: 'GB',
      note: `Kubernetes 1.20.2 with 10,000 Pods: ${peer.residentGB}`,
    },
  ];
}
