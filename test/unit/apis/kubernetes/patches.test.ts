// The three patches through the face: what each makes of an object, every directive of the strategic one, and how each fails.
import { describe, expect, it } from 'vitest';
import { deployment, paths, worldOf, type Body } from '../../../worlds/setup.ts';
import { ask, configMap, jsonPatch, maps, mergePatch, refused, strategicPatch } from './support.ts';

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly args?: readonly string[];
}

interface Spec {
  readonly replicas: number;
  readonly strategy: object;
  readonly template: {
    readonly metadata: object;
    readonly spec: {
      readonly containers: readonly Container[];
      readonly volumes?: readonly { readonly name: string }[];
      readonly tolerations?: readonly object[];
      readonly hostAliases?: readonly object[];
    };
  };
}

const named = `${paths.deployments}/web`;
const specOf = (body: Body): Spec => body.spec as unknown as Spec;

/** A Deployment of two containers, three variables, two volumes. */
function web() {
  const world = worldOf();
  const base = deployment('web', 0);
  const spec = {
    ...base.spec,
    template: {
      ...base.spec.template,
      spec: {
        containers: [
          {
            name: 'main',
            image: 'nginx:1.25',
            args: ['-v'],
            env: ['a', 'b', 'c'].map((name) => ({ name, value: '1' })),
          },
          { name: 'side', image: 'fluentd' },
        ],
        volumes: [
          { name: 'x', emptyDir: {} },
          { name: 'y', hostPath: { path: '/y' } },
        ],
        tolerations: [{ key: 'a', operator: 'Exists' }],
      },
    },
  };
  const metadata = { ...base.metadata, finalizers: ['example.com/one', 'example.com/two'] };
  const { status, text } = ask(world, 'POST', paths.deployments, { body: { ...base, metadata, spec } });
  expect(status, text).toBe(201);
  const patch = (type: string, body: unknown) => ask(world, 'PATCH', named, { type, body });
  return { world, patch };
}

const pod = (spec: object) => ({ spec: { template: { spec } } });
const containersOf = (body: Body) => specOf(body).template.spec.containers;
const names = (items: readonly { readonly name: string }[] | undefined) =>
  items?.map(({ name }) => name).join(' ');

describe('a strategic merge patch', () => {
  it('merges lists by their keys', () => {
    const { patch } = web();
    const { status, body } = patch(
      strategicPatch,
      pod({
        containers: [
          { name: 'side', image: 'fluentd:2' },
          { name: 'new', image: 'x' },
        ],
      }),
    );
    expect(status).toBe(200);
    expect(names(containersOf(body))).toBe('main side new');
    expect(containersOf(body).find(({ name }) => name === 'side')?.image).toBe('fluentd:2');
    expect(containersOf(body).find(({ name }) => name === 'main')?.env).toHaveLength(3);
  });

  it('puts items in the order of $setElementOrder', () => {
    const { patch } = web();
    const order = ['new', 'main', 'side'].map((name) => ({ name }));
    const body = pod({ '$setElementOrder/containers': order, containers: [{ name: 'new', image: 'x' }] });
    expect(names(containersOf(patch(strategicPatch, body).body))).toBe('new main side');
  });

  it('refuses items that $setElementOrder does not name', () => {
    const { world } = web();
    const body = pod({
      '$setElementOrder/containers': [{ name: 'main' }],
      containers: [{ name: 'new', image: 'x' }],
    });
    const { code, message } = refused(world, 'PATCH', named, { type: strategicPatch, body });
    expect(code).toBe(500);
    expect(message).toMatch(/^The order in patch list:\n.*\n doesn't match \$setElementOrder list:\n/s);
  });

  it('deletes an item with $patch: delete', () => {
    const { patch } = web();
    const { body } = patch(
      strategicPatch,
      pod({ containers: [{ name: 'main', env: [{ $patch: 'delete', name: 'b' }] }] }),
    );
    expect(names(containersOf(body)[0]?.env)).toBe('a c');
  });

  it('replaces a list with $patch: replace', () => {
    const { patch } = web();
    const only = [{ $patch: 'replace' }, { name: 'only', image: 'x' }];
    expect(names(containersOf(patch(strategicPatch, pod({ containers: only })).body))).toBe('only');
  });

  it('replaces an object with $patch: replace', () => {
    const { patch } = web();
    const body = {
      spec: { template: { metadata: { $patch: 'replace', labels: { app: 'web', new: 'yes' } } } },
    };
    expect(specOf(patch(strategicPatch, body).body).template.metadata).toEqual({
      creationTimestamp: null,
      labels: { app: 'web', new: 'yes' },
    });
  });

  it('keeps only what $retainKeys names', () => {
    const { patch } = web();
    const { status, body, text } = patch(strategicPatch, {
      spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    });
    expect([status, text.includes('rollingUpdate')]).toEqual([200, false]);
    expect(specOf(body).strategy).toEqual({ type: 'Recreate' });
  });

  it('changes the source of a volume only with $retainKeys', () => {
    const { world, patch } = web();
    const source = { name: 'y', emptyDir: {} };
    expect(
      refused(world, 'PATCH', named, { type: strategicPatch, body: pod({ volumes: [source] }) }).message,
    ).toContain('may not specify more than 1 volume type');
    const volumes = [{ $retainKeys: ['name', 'emptyDir'], ...source }];
    expect(specOf(patch(strategicPatch, pod({ volumes })).body).template.spec.volumes).toEqual([
      { name: 'x', emptyDir: {} },
      source,
    ]);
  });

  it('takes words out of a list with $deleteFromPrimitiveList', () => {
    const { patch } = web();
    const body = { metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/one'] } };
    expect(patch(strategicPatch, body).body.metadata.finalizers).toEqual(['example.com/two']);
  });

  it('adds words to a set, its own first, and replaces an atomic list', () => {
    const { patch } = web();
    expect(
      patch(strategicPatch, { metadata: { finalizers: ['example.com/three'] } }).body.metadata.finalizers,
    ).toEqual(['example.com/three', 'example.com/one', 'example.com/two']);
    const { body } = patch(
      strategicPatch,
      pod({ tolerations: [{ key: 'b', operator: 'Exists' }], containers: [{ name: 'main', args: ['-x'] }] }),
    );
    expect(specOf(body).template.spec.tolerations).toEqual([{ key: 'b', operator: 'Exists' }]);
    expect(containersOf(body)[0]?.args).toEqual(['-x']);
  });

  it('removes with null', () => {
    const { patch } = web();
    const { body } = patch(strategicPatch, { metadata: { finalizers: null }, ...pod({ tolerations: null }) });
    expect([body.metadata.finalizers, specOf(body).template.spec.tolerations]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each<readonly [string, object, string]>([
    [
      'an unknown directive',
      { spec: { $patch: 'destroy' } },
      'unknown patch type: destroy in map: map[$patch:destroy]',
    ],
    [
      'an item without its key',
      pod({ containers: [{ image: 'x' }] }),
      'map: map[image:x] does not contain declared merge key: name',
    ],
  ])('says what it minds: %s', (_, body, message) => {
    expect(refused(web().world, 'PATCH', named, { type: strategicPatch, body })).toMatchObject({
      code: 500,
      message,
    });
  });

  it('is not for kinds that are not Kubernetes’ own', () => {
    const world = worldOf();
    const path = '/scopes/fabric/apis/vsphere.sandbox/v1/users';
    const { name } = ask(world, 'GET', path).body.items[0]?.metadata ?? { name: '' };
    expect(refused(world, 'PATCH', `${path}/${name}`, { type: strategicPatch, body: {} })).toMatchObject({
      code: 415,
      message:
        'the body of the request was in an unknown format - accepted media types include: ' +
        'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    });
    expect(ask(world, 'PATCH', `${path}/${name}`, { type: mergePatch, body: {} }).status).toBe(200);
  });
});

describe('a merge patch', () => {
  it('replaces lists, merges objects, removes nulls', () => {
    const { patch } = web();
    const labels = { app: 'web', extra: 'yes' };
    const { status, body } = patch(mergePatch, {
      spec: {
        template: {
          metadata: { labels: { extra: 'yes', none: null } },
          spec: { containers: [{ name: 'only', image: 'x' }], tolerations: null },
        },
      },
    });
    expect(status).toBe(200);
    expect(specOf(body).template.metadata).toEqual({ creationTimestamp: null, labels });
    expect(names(containersOf(body))).toBe('only');
    expect(specOf(body).template.spec.tolerations).toBeUndefined();
    expect(names(specOf(body).template.spec.volumes)).toBe('x y');
  });

  it.each([
    [
      '[]',
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    [
      '"x"',
      'error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}',
    ],
    ['{', 'error decoding patch: unexpected end of JSON input'],
    ['null', 'Invalid JSON Patch'],
  ])('that is %s is none', (body, message) => {
    expect(refused(web().world, 'PATCH', named, { type: mergePatch, body })).toMatchObject({
      code: 400,
      message,
    });
  });
});

describe('a JSON patch', () => {
  it('does its operations in order', () => {
    const { patch } = web();
    const at = '/spec/template/spec';
    const { body } = patch(jsonPatch, [
      { op: 'test', path: '/spec/replicas', value: 0 },
      { op: 'replace', path: '/spec/replicas', value: 3 },
      { op: 'copy', from: `${at}/volumes/0`, path: `${at}/volumes/-` },
      { op: 'replace', path: `${at}/volumes/2/name`, value: 'z' },
      { op: 'move', from: `${at}/containers/1`, path: `${at}/containers/0` },
      { op: 'remove', path: `${at}/containers/1/env/0` },
      { op: 'add', path: '/metadata/annotations', value: { 'a/b': 'x' } },
      { op: 'replace', path: '/metadata/annotations/a~1b', value: 'y' },
    ]);
    expect(specOf(body).replicas).toBe(3);
    expect(names(specOf(body).template.spec.volumes)).toBe('x y z');
    expect(names(containersOf(body))).toBe('side main');
    expect(names(containersOf(body)[1]?.env)).toBe('b c');
    expect(body.metadata.annotations).toEqual({ 'a/b': 'y' });
  });

  it.each([
    ['a test that fails', [{ op: 'test', path: '/spec/replicas', value: 9 }]],
    ['a path that is not there', [{ op: 'replace', path: '/spec/nothing/here', value: 1 }]],
    ['a removal of nothing', [{ op: 'remove', path: '/metadata/labels/x' }]],
    ['an index that is none', [{ op: 'remove', path: '/spec/template/spec/containers/9' }]],
    ['an operation that is none', [{ op: 'destroy', path: '/spec' }]],
  ])('with %s changes nothing and says little', (_, body) => {
    const { world } = web();
    const before = ask(world, 'GET', named).body;
    expect(refused(world, 'PATCH', named, { type: jsonPatch, body })).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
      details: {},
    });
    expect(ask(world, 'GET', named).body).toEqual(before);
  });

  it.each([
    ['{}', 'json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
    ['[1]', 'json: cannot unmarshal number into Go value of type jsonpatch.Operation'],
    ['[', 'error decoding patch: unexpected end of JSON input'],
  ])('that is %s is none', (body, message) => {
    expect(refused(web().world, 'PATCH', named, { type: jsonPatch, body })).toMatchObject({
      code: 400,
      message,
    });
  });

  it('has at most so many operations', () => {
    const body = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'Deployment' }));
    expect(refused(web().world, 'PATCH', named, { type: jsonPatch, body })).toMatchObject({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    });
    expect(ask(web().world, 'PATCH', named, { type: jsonPatch, body: body.slice(1) }).status).toBe(200);
  });
});

describe('every patch', () => {
  it('is of a type that is taken', () => {
    const { world } = web();
    for (const type of ['application/json', 'application/apply-patch+cbor', 'text/plain']) {
      expect(refused(world, 'PATCH', named, { type, body: {} })).toMatchObject({
        code: 415,
        reason: 'UnsupportedMediaType',
        message: '415: Unsupported Media Type',
        details: {},
      });
    }
  });

  it.each([mergePatch, strategicPatch, jsonPatch])('%s of nothing finds nothing', (type) => {
    expect(refused(worldOf(), 'PATCH', named, { type, body: type === jsonPatch ? [] : {} })).toMatchObject({
      code: 404,
      message: 'deployments.apps "web" not found',
    });
  });

  it.each([
    [mergePatch, { metadata: { name: 'other' } }],
    [strategicPatch, { metadata: { name: 'other' } }],
    [jsonPatch, [{ op: 'replace', path: '/metadata/name', value: 'other' }]],
  ])('%s renames nothing', (type, body) => {
    expect(refused(web().world, 'PATCH', named, { type, body })).toMatchObject({
      code: 400,
      message: 'the name of the object (other) does not match the name on the URL (web)',
    });
  });

  it.each([
    [mergePatch, { kind: 'Secret' }],
    [jsonPatch, [{ op: 'replace', path: '/kind', value: 'Secret' }]],
  ])('%s makes nothing else of an object', (type, body) => {
    const world = worldOf();
    ask(world, 'POST', maps, { body: configMap('a') });
    const { code, message } = refused(world, 'PATCH', `${maps}/a`, { type, body });
    expect(code).toBe(422);
    expect(message?.endsWith('converting (v1.Secret) to (core.ConfigMap): unknown conversion')).toBe(true);
  });

  it('is not asked its type where it is strategic', () => {
    const world = worldOf();
    ask(world, 'POST', maps, { body: configMap('a') });
    const body = { kind: 'Secret', apiVersion: 'v2', data: { x: 'y' } };
    expect(ask(world, 'PATCH', `${maps}/a`, { type: strategicPatch, body }).body).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      data: { x: 'y' },
    });
  });

  it('moves no time that stands, nor takes a revision that is no number', () => {
    const world = worldOf();
    ask(world, 'POST', maps, { body: configMap('a') });
    const change = (metadata: object) =>
      refused(world, 'PATCH', `${maps}/a`, { type: mergePatch, body: { metadata } });
    expect(change({ creationTimestamp: '2020-01-01T00:00:00Z' }).message).toBe(
      'ConfigMap "a" is invalid: metadata.creationTimestamp: Invalid value: 2020-01-01 00:00:00 +0000 UTC: field is immutable',
    );
    expect(change({ resourceVersion: 'x' })).toMatchObject({
      code: 500,
      message: 'strconv.ParseUint: parsing "x": invalid syntax',
    });
  });

  it('leaves keys that mean something to JavaScript alone', () => {
    const world = worldOf();
    ask(world, 'POST', maps, { body: configMap('a', { x: '1' }) });
    const data = JSON.parse('{"__proto__":"p","constructor":"c","toString":"t"}') as object;
    for (const [type, body] of [
      [mergePatch, { data }],
      [strategicPatch, { data }],
      [jsonPatch, [{ op: 'add', path: '/data/__proto__', value: 'p' }]],
    ] as const) {
      const { status, text } = ask(world, 'PATCH', `${maps}/a`, { type, body: JSON.stringify(body) });
      expect(status, text).toBe(200);
      expect(text).toContain('"__proto__":"p"');
    }
    expect(ask(world, 'GET', `${maps}/a`).text).toContain('"toString":"t"');
    expect(({} as Record<string, unknown>)['p']).toBeUndefined();
    const removed = ask(world, 'PATCH', `${maps}/a`, {
      type: mergePatch,
      body: '{"data":{"__proto__":null,"toString":null}}',
    });
    expect(removed.text).not.toMatch(/__proto__|toString/);
    expect(removed.text).toContain('"constructor":"c"');
  });
});
