import { describe, expect, it } from 'vitest';
import { parseQuantity } from '../../src/std/quantity.ts';
import { ask, metadataListType, tableType } from '../unit/apis/kubernetes/support.ts';
import type { World } from '../../src/world.ts';
import {
  call,
  deployment,
  get,
  mergePatch,
  pass,
  paths,
  send,
  service,
  worldOf,
  type Body,
} from './setup.ts';

const metrics = '/apis/metrics.k8s.io/v1beta1';
const podMetrics = `${metrics}/namespaces/demo/pods`;

interface Metrics extends Body {
  readonly timestamp: string;
  readonly window: string;
  readonly usage: Readonly<Record<string, string>>;
  readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
}

const itemsOf = (world: World, path = podMetrics) => get(world, path).items as readonly Metrics[];

/** Thousandths of a core, and MiB, of each Pod. */
function used(world: World): readonly (readonly [cpuMilli: number, memoryMiB: number])[] {
  const nano = (text = '0'): number => Number(parseQuantity(text)?.nano ?? NaN);
  return itemsOf(world).map(({ containers }) => [
    Math.round(containers.reduce((sum, { usage }) => sum + nano(usage['cpu']), 0) / 1e6),
    Math.round(containers.reduce((sum, { usage }) => sum + nano(usage['memory']), 0) / 1e9 / 1024 / 1024),
  ]);
}

function running(replicas: number, change: object = {}): World {
  const world = worldOf();
  const made = { ...deployment('web', replicas, { cpu: '500m', memory: '64Mi' }), ...change };
  expect(send(world, 'POST', paths.deployments, made).status).toBe(201);
  pass(world, 120);
  return world;
}

function annotate(world: World, path: string, annotations: object): void {
  expect(send(world, 'PATCH', path, { metadata: { annotations } }, mergePatch).status).toBe(200);
  pass(world, 20);
}

describe('the metrics API', () => {
  it('tells of Pods as a metrics server does', () => {
    const world = running(1);
    const [item] = itemsOf(world);
    expect(Object.keys(item ?? {})).toEqual(['metadata', 'timestamp', 'window', 'containers']);
    expect(item?.metadata).toEqual({
      name: expect.stringMatching(/^web-/) as string,
      namespace: 'demo',
      creationTimestamp: expect.any(String) as string,
      labels: { app: 'web', 'pod-template-hash': expect.any(String) as string },
    });
    expect(item?.window).toMatch(/^1[3-6](\.\d+)?s$/);
    expect(item?.containers).toEqual([
      {
        name: 'main',
        usage: {
          cpu: expect.stringMatching(/^\d+n$/) as string,
          memory: expect.stringMatching(/^\d+Ki$/) as string,
        },
      },
    ]);
    expect(get(world, podMetrics).metadata).toEqual({});
    expect(get(world, `${podMetrics}/${item?.metadata.name ?? ''}`)).toMatchObject({
      kind: 'PodMetrics',
      ...item,
    });
  });

  it('sums a node up from its Pods and itself', () => {
    const world = running(2);
    annotate(world, `${paths.deployments}/web`, { 'usage.sandbox/cpu': '3' });
    const nodes = itemsOf(world, `${metrics}/nodes`);
    expect(nodes.map(({ metadata }) => metadata.name)).toEqual(
      get(world, paths.nodes).items.map(({ metadata }) => metadata.name),
    );
    const cpu = nodes.map(({ usage }) => Number(parseQuantity(usage['cpu'] ?? '')?.nano) / 1e9);
    expect(cpu.filter((cores) => cores > 1.5)).toHaveLength(
      new Set(get(world, paths.pods).items.map(({ spec }) => spec['nodeName'])).size,
    );
  });

  it('has no Pod before it was looked at, and none that is gone', () => {
    const world = worldOf();
    send(world, 'POST', paths.deployments, deployment('web', 1));
    const isRunning = () => get(world, paths.pods).items[0]?.status?.['phase'] === 'Running';
    while (!isRunning()) pass(world, 1);
    const { name } = (get(world, paths.pods).items[0] as Body).metadata;
    expect(itemsOf(world)).toEqual([]);
    const early = call(world, { method: 'GET', path: `${podMetrics}/${name}` });
    expect(early).toMatchObject({
      status: 404,
      body: { reason: 'NotFound', message: `podmetrics.metrics.k8s.io "demo/${name}" not found` },
    });
    pass(world, 30);
    expect(itemsOf(world)).toHaveLength(1);
    send(world, 'DELETE', `${paths.deployments}/web`);
    pass(world, 60);
    expect(itemsOf(world)).toEqual([]);
    expect(get(world, `${podMetrics}/${name}`).message).toBe(`pods "${name}" not found`);
    expect(get(world, `${metrics}/nodes/x`).message).toBe('nodes "x" not found');
  });

  it('has no node that is not ready', () => {
    const world = worldOf();
    const before = itemsOf(world, `${metrics}/nodes`).length;
    const host = get(world, `${paths.hosts}/esxi-01.sandbox.lab`);
    send(world, 'POST', `/sdk/vim25/8.0.1.0/HostSystem/${String(host.spec['moid'])}/ShutdownHost_Task`, {});
    pass(world, 120);
    expect(itemsOf(world, `${metrics}/nodes`)).toHaveLength(before - 1);
  });

  it('is read only, selects, and prints columns', () => {
    const world = running(2);
    const ofNamespace = (query: string) => itemsOf(world, `${podMetrics}?${query}`);
    expect(ofNamespace('labelSelector=app%3Dweb')).toHaveLength(2);
    expect(ofNamespace('labelSelector=app%3Dother')).toHaveLength(0);
    const name = itemsOf(world)[0]?.metadata.name ?? '';
    expect(ofNamespace(`fieldSelector=metadata.name%3D${name}`)).toHaveLength(1);
    for (const method of ['POST', 'DELETE']) expect(send(world, method, podMetrics, {}).status).toBe(405);
    const { body } = ask(world, 'GET', podMetrics, { accept: tableType });
    const { columnDefinitions, rows } = body as unknown as {
      columnDefinitions: readonly { name: string }[];
      rows: readonly { cells: readonly string[] }[];
    };
    expect(columnDefinitions.map((column) => column.name)).toEqual(['Name', 'cpu', 'memory', 'Window']);
    expect(rows[0]?.cells).toEqual([
      name,
      expect.stringMatching(/n$/),
      expect.stringMatching(/Ki$/),
      expect.stringMatching(/s$/),
    ]);
    expect(ask(world, 'GET', podMetrics, { accept: metadataListType }).body.items).toHaveLength(2);
  });
});

describe('usage', () => {
  it.each<[string, object, readonly (readonly [number, number])[]]>([
    [
      'of a workload is shared by its Pods',
      { 'usage.sandbox/cpu': '900m', 'usage.sandbox/memory': '96Mi' },
      [
        [300, 32],
        [300, 32],
        [300, 32],
      ],
    ],
    [
      'in percent is of what each Pod asks for',
      { 'usage.sandbox/cpu': '90%', 'usage.sandbox/memory': '50%' },
      [
        [450, 32],
        [450, 32],
        [450, 32],
      ],
    ],
  ])('%s', (_what, annotations, expected) => {
    const world = running(3);
    annotate(world, `${paths.deployments}/web`, annotations);
    expect(used(world)).toEqual(expected);
  });

  it('of a Pod goes before that of its workload', () => {
    const world = running(2);
    annotate(world, `${paths.deployments}/web`, { 'usage.sandbox/cpu': '800m' });
    const name = itemsOf(world)[0]?.metadata.name ?? '';
    annotate(world, `${paths.pods}/${name}`, { 'usage.sandbox/cpu': '50m' });
    expect(used(world).map(([cpu]) => cpu)).toEqual([50, 400]);
  });

  it('stays within limits, and is little of what is asked for where nobody says otherwise', () => {
    const world = worldOf();
    const pod = (name: string, image: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        containers: [{ name: 'main', image, resources: { limits: { cpu: '600m', memory: '100Mi' } } }],
      },
    });
    send(world, 'POST', paths.pods, pod('burns', 'vish/stress'));
    send(world, 'POST', paths.pods, pod('idles', 'nginx'));
    pass(world, 120);
    const [[burns, large], [idles, small]] = used(world) as [[number, number], [number, number]];
    expect(burns).toBe(600);
    expect(idles).toBeLessThan(100);
    for (const memory of [large, small]) {
      expect(memory).toBeGreaterThan(20);
      expect(memory).toBeLessThanOrEqual(100);
    }
  });

  it('grows with who asks a Service in a loop', () => {
    const world = running(2);
    send(world, 'POST', paths.services, service('web', 'web'));
    const idle = used(world);
    const command = ['/bin/sh', '-c', 'while sleep 0.01; do wget -q -O- http://web; done'];
    send(world, 'POST', paths.pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'load-generator' },
      spec: { containers: [{ name: 'main', image: 'busybox:1.28', command }] },
    });
    pass(world, 60);
    const loaded = used(world).slice(1);
    for (const [place, [cpu]] of loaded.entries()) {
      expect(cpu - (idle[place]?.[0] ?? 0)).toBeGreaterThan(300);
      expect(cpu).toBeLessThanOrEqual(500);
    }
  });

  it('is the same in the same world at the same time', () => {
    expect(used(running(2))).toEqual(used(running(2)));
  });
});
