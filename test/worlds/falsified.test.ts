// Answers falsified on their way to whoever checks: the invariants of requests and watches say no. Worlds in which something is wrong are
// next door, in planted.test.ts.
import { expect, test } from 'vitest';
import { isStream, type WireRequest } from '../../src/apis/kubernetes/wire.ts';
import type { World } from '../../src/world.ts';
import { Invariants } from './invariants/index.ts';
import { deployment, mergePatch, pass, paths, send, worldOf } from './setup.ts';

/** The same world, but for one of its members. */
function falsified<Name extends 'request' | 'ledgers'>(
  name: Name,
  change: (world: World) => World[Name],
): World {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', 3));
  pass(world, 60);
  const changed = change(world);
  return new Proxy(world, {
    get: (_, member) => {
      if (member === name) return changed;
      const value: unknown = Reflect.get(world, member, world);
      return typeof value === 'function' ? (value.bind(world) as unknown) : value;
    },
  });
}

/** A world that hears another request than was made. */
const hearing = (change: (request: WireRequest) => WireRequest): World =>
  falsified('request', (world) => (request, actor) => world.request(change(request), actor));

/** A world whose watches of Pods and Deployments have other frames than were written. */
const telling = (change: (frame: string) => readonly string[]): World =>
  falsified('request', (world) => (request, actor) => {
    const answer = world.request(request, actor);
    if (!isStream(answer) || !/\/(pods|deployments)\?/.test(request.path)) return answer;
    return {
      ...answer,
      open: (sink) =>
        answer.open({ ...sink, frame: (text) => change(text).forEach((each) => sink.frame(each)) }),
    };
  });

function atRest(world: World): void {
  new Invariants(world).atRest();
}

/** Something happens to Pods, and who watched is asked. */
function scaled(world: World): void {
  const invariants = new Invariants(world);
  send(world, 'PATCH', `${paths.deployments}/web`, { spec: { replicas: 4 } }, mergePatch);
  pass(world, 60);
  invariants.always();
}

const withoutDryRun = (request: WireRequest): WireRequest => ({
  ...request,
  path: request.path.replace('?dryRun=All', ''),
});

const withoutVersion = (request: WireRequest): WireRequest =>
  request.method === 'PUT'
    ? { ...request, body: (request.body ?? '').replace('"resourceVersion":"1001",', '') }
    : request;

/** Every page after the first is asked for as the first was. */
const withoutOffset = (request: WireRequest): WireRequest => ({
  ...request,
  path: request.path.includes('continue=') ? '/api/v1/pods?limit=500' : request.path,
});

test.each<readonly [bug: string, caught: RegExp, run: () => void]>([
  [
    'a watch loses a Pod that is new',
    /watch knows \d+, list has \d+|is MODIFIED but unknown/,
    () => scaled(telling((frame) => (frame.includes('"type":"ADDED"') ? [] : [frame]))),
  ],
  [
    'a watch loses a change',
    /watch missed a version of/,
    () => scaled(telling((frame) => (frame.includes('"type":"MODIFIED"') ? [] : [frame]))),
  ],
  [
    'a watch tells everything twice',
    /revision \d+ after \d+/,
    () => scaled(telling((frame) => [frame, frame])),
  ],
  [
    'a generation stands still',
    /generation 1 to 1, spec changed \(2\)/,
    () => scaled(telling((frame) => [frame.replace(/"generation":\d+/, '"generation":1')])),
  ],
  [
    'a ledger drifts',
    /strictly deep-equal/,
    () => {
      const drifted = falsified('ledgers', (world) => () => ({ ...world.ledgers(), kept: [] as never }));
      new Invariants(drifted).always();
    },
  ],
  ['a dry run writes', /changed the world \(13, 15, 18\)/, () => atRest(hearing(withoutDryRun))],
  ['a stale write is taken', /a stale write is answered 200 \(13\)/, () => atRest(hearing(withoutVersion))],
  [
    'a page repeats what was there',
    /pages differ from the list \(17\)/,
    () => atRest(hearing(withoutOffset)),
  ],
])('%s', (_, caught, run) => {
  expect(run).toThrow(caught);
});
