// Every verb of every kind, from nothing to nothing: what each answers, and what then is there.
import { describe, expect, it } from 'vitest';
import { worldOf, type Body } from '../../../worlds/setup.ts';
import { samples } from './samples.ts';
import { ask, golden, jsonPatch, mergePatch, strategicPatch, watching } from './support.ts';

const table = golden<Record<string, { verbs: string }>>('discovery/supervisor');

it('has a sample of every kind that is stored', () => {
  const stored = Object.keys(table).filter((row) => table[row]?.verbs.includes('watch') === true);
  expect(samples.map(({ row }) => row)).toEqual(stored);
});

/** What a client must find in what it wrote: members of its own, at any depth. */
const holds = (object: object): object => expect.objectContaining(object) as object;

/** The object without who owns what of it, which every write may change. */
function unowned({ metadata, ...rest }: Body): Body {
  const { managedFields: _entries, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

/** Two names of a kind: addresses and definitions are named by what they are. */
function namesOf(kind: string): readonly [string, string] {
  if (kind === 'IPAddress') return ['10.0.0.1', '10.0.0.2'];
  if (kind === 'APIService') return ['v1.ones.example.com', 'v1.twos.example.com'];
  return kind === 'CustomResourceDefinition' ? ['ones.example.com', 'twos.example.com'] : ['one', 'two'];
}

/** The object so that it may have the name. */
function calledBy(object: object & { readonly kind: string }, name: string): object {
  const { spec } = object as unknown as { readonly spec: object };
  if (object.kind === 'APIService') return { ...object, spec: { ...spec, group: name.slice('v1.'.length) } };
  if (object.kind !== 'CustomResourceDefinition') return object;
  const [plural = ''] = name.split('.');
  return { ...object, spec: { ...spec, names: { kind: plural.toUpperCase(), plural } } };
}

describe.each(samples)('$row', ({ row, path, object }) => {
  const { apiVersion, kind } = object;
  const named = `${path}/${object.metadata.name}`;
  const resource = row.split(' ')[1] ?? '';
  const [, group = ''] = (row.split(' ')[0] ?? '').split('/').reverse();

  const made = () => {
    const world = worldOf();
    const { status, body, text } = ask(world, 'POST', path, { body: object });
    expect(status, text).toBe(201);
    return { world, body };
  };

  it('create answers with the object, get finds it, list and watch tell of it', () => {
    const world = worldOf();
    const before = ask(world, 'GET', path).body;
    const watch = watching(world, `${path}?watch=true&resourceVersion=${before.metadata.resourceVersion}`);
    const { status, body } = ask(world, 'POST', path, { body: object });
    expect(status).toBe(201);
    expect(body).toMatchObject({ apiVersion, kind });
    expect(body.metadata).toMatchObject({
      name: object.metadata.name,
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      creationTimestamp: '2023-04-18T09:00:00Z',
    });
    expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(Number(before.metadata.resourceVersion));
    expect(ask(world, 'GET', named).body).toEqual(body);
    const { items, ...list } = ask(world, 'GET', path).body;
    expect(list).toMatchObject({ apiVersion, kind: `${kind}List` });
    const listed = items.find(({ metadata }) => metadata.name === object.metadata.name);
    expect({ ...listed, apiVersion, kind }).toEqual(body);
    expect(listed).not.toHaveProperty('kind');
    expect(watch.frames()[0]).toEqual({ type: 'ADDED', object: body });
  });

  it('create refuses what is there already', () => {
    const { world } = made();
    const { status, body } = ask(world, 'POST', path, { body: object });
    // Events are the core group's, whatever they are asked as.
    const isCore = group === '' || group === 'events.k8s.io';
    const name = isCore ? resource : `${resource}.${group}`;
    expect(status).toBe(409);
    expect(body).toMatchObject({
      reason: 'AlreadyExists',
      message: `${name} "${object.metadata.name}" already exists`,
    });
  });

  it('update replaces what it names', () => {
    const { world, body } = made();
    const labels = { ...body.metadata.labels, changed: 'yes' };
    const next = { ...body, metadata: { ...body.metadata, labels } };
    const answer = ask(world, 'PUT', named, { body: next });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.metadata.labels).toEqual(labels);
    expect(answer.body.metadata.uid).toBe(body.metadata.uid);
    expect(Number(answer.body.metadata.resourceVersion)).toBeGreaterThan(
      Number(body.metadata.resourceVersion),
    );
    expect(ask(world, 'GET', named).body).toEqual(answer.body);
  });

  it.each([
    ['merge', mergePatch, { metadata: { annotations: { note: 'x' } } }],
    ['strategic merge', strategicPatch, { metadata: { annotations: { note: 'x' } } }],
    ['JSON', jsonPatch, [{ op: 'add', path: '/metadata/annotations', value: { note: 'x' } }]],
  ])('a %s patch changes one thing', (_, type, patch) => {
    const { world, body } = made();
    const answer = ask(world, 'PATCH', named, { type, body: patch });
    expect(answer.status, answer.text).toBe(200);
    const { metadata, ...rest } = unowned(answer.body);
    const { metadata: before, ...restBefore } = unowned(body);
    expect(rest).toEqual(restBefore);
    expect(metadata).toEqual({
      ...before,
      // Of all kinds a Deployment's generation alone counts annotations.
      ...(path.endsWith('/deployments') ? { generation: 2 } : {}),
      annotations: { ...before.annotations, note: 'x' },
      resourceVersion: metadata.resourceVersion,
    });
    expect(Number(metadata.resourceVersion)).toBe(Number(before.resourceVersion) + 1);
  });

  it('delete answers, and the object goes', () => {
    const { world, body } = made();
    const watch = watching(world, `${path}?watch=true&resourceVersion=${body.metadata.resourceVersion}`);
    const answer = ask(world, 'DELETE', named, { body: { propagationPolicy: 'Background' } });
    expect(answer.status).toBe(200);
    if (answer.body.kind === 'Status') {
      expect(answer.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: {
          name: object.metadata.name,
          ...(group === '' ? {} : { group }),
          kind: resource,
          uid: body.metadata.uid,
        },
      });
    } else expect(answer.body.metadata.uid).toBe(body.metadata.uid);
    world.runTo(world.now + 60_000);
    expect(ask(world, 'GET', named).status).toBe(404);
    expect(watch.frames().at(-1)).toMatchObject({ type: 'DELETED', object: holds({ kind }) });
  });

  it.runIf(table[row]?.verbs.includes('deletecollection'))(
    'deletecollection takes what the selector means',
    () => {
      const world = worldOf();
      const labelled = (name: string, sweep: string): Body =>
        ask(world, 'POST', path, {
          body: { ...calledBy(object, name), metadata: { name, labels: { sweep } } },
        }).body;
      const [first, second] = namesOf(kind);
      const one = labelled(first, 'yes');
      labelled(second, 'no');
      const { status, body } = ask(world, 'DELETE', `${path}?labelSelector=sweep%3Dyes`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ apiVersion, kind: `${kind}List` });
      expect(body.items.map(({ metadata }) => metadata)).toEqual([one.metadata]);
      world.runTo(world.now + 60_000);
      expect(ask(world, 'GET', `${path}/${first}`).status).toBe(404);
      expect(ask(world, 'GET', `${path}/${second}`).status).toBe(200);
    },
  );
});
