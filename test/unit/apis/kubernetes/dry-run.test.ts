// Dry runs: the same answer as the real thing, and nothing happens.
import { describe, expect, it } from 'vitest';
import { deployment, paths, worldOf, type Body } from '../../../worlds/setup.ts';
import { samples } from './samples.ts';
import { ask, configMap, maps, mergePatch, refused } from './support.ts';

/** What two runs of the same write never share. */
function same({ metadata, ...rest }: Body): object {
  const { uid: _uid, resourceVersion: _rv, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

describe.each(samples)('$row', ({ path, object }) => {
  const named = `${path}/${object.metadata.name}`;

  it('is created, changed and deleted in the answers only', () => {
    const world = worldOf();
    const { hash, revision } = { hash: world.hash(), revision: world.revision };
    const dry = ask(world, 'POST', `${path}?dryRun=All`, { body: object });
    expect(dry.status, dry.text).toBe(201);
    expect([world.hash(), world.revision]).toEqual([hash, revision]);
    expect(ask(world, 'GET', named).status).toBe(404);

    const real = ask(world, 'POST', path, { body: object });
    expect(same(dry.body)).toEqual(same(real.body));
    const made = world.hash();
    const patch = { type: mergePatch, body: { metadata: { labels: { tried: 'yes' } } } };
    expect(ask(world, 'PATCH', `${named}?dryRun=All`, patch).body.metadata.labels).toMatchObject({
      tried: 'yes',
    });
    const next = { ...real.body, metadata: { ...real.body.metadata, annotations: { tried: 'yes' } } };
    expect(ask(world, 'PUT', `${named}?dryRun=All`, { body: next }).body.metadata.annotations).toMatchObject({
      tried: 'yes',
    });
    expect(ask(world, 'DELETE', `${named}?dryRun=All`).status).toBe(200);
    expect(ask(world, 'DELETE', named, { body: { dryRun: ['All'] } }).status).toBe(200);
    expect(world.hash()).toBe(made);
    expect(ask(world, 'GET', named).body).toEqual(real.body);
  });
});

it('says what would be refused', () => {
  const world = worldOf();
  ask(world, 'POST', maps, { body: configMap('a') });
  expect(refused(world, 'POST', `${maps}?dryRun=All`, { body: configMap('a') }).code).toBe(409);
  expect(refused(world, 'POST', `${maps}?dryRun=All`, { body: configMap('Bad') }).code).toBe(422);
  expect(refused(world, 'DELETE', `${maps}/b?dryRun=All`).code).toBe(404);
});

it('of a collection deletes nothing', () => {
  const world = worldOf();
  ask(world, 'POST', maps, { body: configMap('a') });
  const before = ask(world, 'GET', maps).body;
  const { status, body } = ask(world, 'DELETE', `${maps}?dryRun=All`);
  expect([status, body.items]).toEqual([200, before.items]);
  expect(ask(world, 'GET', maps).body).toEqual(before);
});

it('of a scale and of a status changes neither', () => {
  const world = worldOf();
  const named = `${paths.deployments}/web`;
  const made = ask(world, 'POST', paths.deployments, { body: deployment('web', 0) }).body;
  const scale = { type: mergePatch, body: { spec: { replicas: 4 } } };
  expect(ask(world, 'PATCH', `${named}/scale?dryRun=All`, scale).body.spec).toEqual({ replicas: 4 });
  const status = { type: mergePatch, body: { status: { replicas: 4 } } };
  expect(ask(world, 'PATCH', `${named}/status?dryRun=All`, status).body.status).toMatchObject({
    replicas: 4,
  });
  expect(ask(world, 'GET', named).body).toEqual(made);
});

it.each(['Some', 'all', 'true'])('takes no other word: %s', (word) => {
  expect(refused(worldOf(), 'POST', `${maps}?dryRun=${word}`, { body: configMap('a') })).toMatchObject({
    code: 422,
    details: { kind: 'CreateOptions', causes: [{ field: 'dryRun' }] },
  });
  expect(refused(worldOf(), 'DELETE', `${maps}/a?dryRun=${word}`)).toMatchObject({
    code: 422,
    details: { kind: 'DeleteOptions', causes: [{ field: 'dryRun' }] },
  });
});
