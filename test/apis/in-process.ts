// The API's figures without a network: what the page pays. Requests go to the world as the Node server and the page send them.
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import { isResponse, type WireStream } from '../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, World } from '../../src/world.ts';
import { benchScenario, deployment, median, namespaceCount, podsPerDeployment } from '../worlds/measure.ts';

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const objects = 5_000;
const listed = 10_000;
const watches = 100;
const changes = 1_000;
/** Rounds over a world of their own each, behind a first one in which the engine still compiles, as a control plane does not. */
const rounds = 3;

function worldOf(scenario: Scenario): World {
  return World.create({ scenario, kernels: instantiateKernels() });
}

/** The body of the answer, which must be one of success. */
function ask(world: World, method: string, path: string, body?: object, type = 'application/json'): string {
  const headers = { 'content-type': type, accept: 'application/json' };
  const request = { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = world.request(request, clusterAdmin);
  if (!isResponse(answer) || answer.status >= 300)
    throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer.body;
}

const configMaps = '/api/v1/namespaces/demo/configmaps';
const configMap = (index: number, text: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `c-${index}` },
  data: { text },
});

/** Times a second that `act` is done, over `times` of them. */
function rate(times: number, act: (index: number) => void): number {
  const started = performance.now();
  for (let index = 0; index < times; index++) act(index);
  return times / ((performance.now() - started) / 1000);
}

function operations(): Figure[] {
  const world = worldOf(presetNamed('four-hosts') as Scenario);
  const figure = (name: string, value: number): Figure => ({ name, value, unit: 'a second' });
  const apply = (index: number, text: string) =>
    ask(
      world,
      'PATCH',
      `${configMaps}/c-${index}?fieldManager=bench&force=true`,
      configMap(index, text),
      'application/apply-patch+yaml',
    );
  return [
    figure(
      'create',
      rate(objects, (index) => ask(world, 'POST', configMaps, configMap(index, 'a'))),
    ),
    figure(
      'get',
      rate(objects, (index) => ask(world, 'GET', `${configMaps}/c-${index}`)),
    ),
    figure(
      'update',
      rate(objects, (index) => ask(world, 'PUT', `${configMaps}/c-${index}`, configMap(index, 'b'))),
    ),
    figure(
      'server-side apply of a change',
      rate(objects, (index) => apply(index, 'c')),
    ),
    figure(
      'server-side apply of nothing new',
      rate(objects, (index) => apply(index, 'c')),
    ),
    figure(
      'delete',
      rate(objects, (index) => ask(world, 'DELETE', `${configMaps}/c-${index}`)),
    ),
  ];
}

function watchEvents(): Figure[] {
  const world = worldOf(presetNamed('four-hosts') as Scenario);
  let heard = 0;
  const sink = { frame: () => (heard += 1), end: () => undefined };
  for (let watch = 0; watch < watches; watch++) {
    const stream = world.request(
      { method: 'GET', path: `${configMaps}?watch=true` },
      clusterAdmin,
    ) as WireStream;
    stream.open(sink);
  }
  heard = 0;
  const started = performance.now();
  for (let index = 0; index < changes; index++) ask(world, 'POST', configMaps, configMap(index, 'a'));
  const seconds = (performance.now() - started) / 1000;
  if (heard !== watches * changes) throw new Error(`${heard} events of ${watches * changes} were heard`);
  return [{ name: `watch events, ${watches} watches`, value: heard / seconds, unit: 'a second' }];
}

function lists(): Figure[] {
  const world = worldOf(benchScenario(100));
  for (let index = 0; index < listed / podsPerDeployment; index++)
    ask(
      world,
      'POST',
      `/apis/apps/v1/namespaces/bench-${index % namespaceCount}/deployments`,
      deployment(index),
    );
  world.runTo(world.now + 120_000);
  const time = (accept: string): number => {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      const answer = world.request(
        { method: 'GET', path: '/api/v1/pods', headers: { accept } },
        clusterAdmin,
      );
      if (!isResponse(answer) || answer.status !== 200) throw new Error('the list was refused');
      // A text that nobody has looked into is not put together yet. Each answer ends with a line feed, as Go's encoder has it.
      if (answer.body.charCodeAt(answer.body.length - 1) !== 0x0a) throw new Error('the list has no end');
      return performance.now() - started;
    });
    return median(times);
  };
  const table = 'application/json;as=Table;g=meta.k8s.io;v=v1';
  return [
    { name: 'list of 10,000 Pods as JSON, ms', value: time('application/json'), unit: 'ms' },
    { name: 'list of 10,000 Pods as a Table, ms', value: time(table), unit: 'ms' },
  ];
}

/** What a create costs with 100,000 objects there, as a multiple of what it costs with 1,000. */
function growth(): Figure[] {
  const world = worldOf(presetNamed('four-hosts') as Scenario);
  const create = (index: number) => ask(world, 'POST', configMaps, configMap(index, 'a'));
  rate(1_000, create);
  const few = rate(1_000, (index) => create(1_000 + index));
  rate(98_000, (index) => create(2_000 + index));
  const many = rate(1_000, (index) => create(100_000 + index));
  return [{ name: 'a create with 100,000 objects beside one with 1,000', value: few / many, unit: 'times' }];
}

/** Medians of the rounds, and what the first create cost before anything was compiled. */
function warmOperations(): Figure[] {
  const [coldCreate] = operations();
  const all = Array.from({ length: rounds }, operations);
  const warm = (all[0] ?? []).map((figure, index) => ({
    ...figure,
    value: median(all.map((round) => round[index]?.value ?? NaN)),
  }));
  return coldCreate === undefined ? warm : [{ ...coldCreate, name: 'create, not yet compiled' }, ...warm];
}

export function measureInProcess(): readonly Figure[] {
  return [...warmOperations(), ...watchEvents(), ...lists(), ...growth()];
}

/** The scenario of the lists, for the server. */
export const listScenario = (): Scenario => benchScenario(100);
export { deployment, listed, namespaceCount, podsPerDeployment };
