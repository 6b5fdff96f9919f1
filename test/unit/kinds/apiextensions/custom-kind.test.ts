import { describe, expect, it } from 'vitest';
import { get, list, pass, restored, send, worldOf } from '../../../worlds/setup.ts';
import { ask, mergePatch, refused, tableType, watching } from '../../apis/kubernetes/support.ts';
import { definition, definitionsPath, object, version, widget, widgetsPath, worldWith } from './support.ts';

describe('reading', () => {
  const spec = object({
    a: { type: 'string', default: 'filled' },
    inner: object({ n: { type: 'integer', default: 3 } }),
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  });

  it('prunes, fills in, keeps what it should', () => {
    const world = worldWith(spec);
    const value = { inner: { x: 1 }, free: { y: [1] }, z: 2 };
    const { body } = ask(world, 'POST', widgetsPath, { body: widget(value) });
    expect(body.spec).toEqual({ a: 'filled', inner: { n: 3 }, free: { y: [1] } });
    expect(body.metadata.generation).toBe(1);
  });

  it('reads the metadata of what is inside', () => {
    const inner = {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    };
    const world = worldWith(object({ inner }));
    const metadata = { name: 'x', bogus: 1 };
    const made = ask(world, 'POST', widgetsPath, {
      body: widget({ inner: { apiVersion: 'v1', kind: 'Pod', metadata } }),
    });
    expect(made.headers['warning']).toEqual(['299 - "unknown field \\"spec.inner.metadata.bogus\\""']);
    expect(made.body.spec['inner']).toMatchObject({ metadata: { name: 'x' } });
    const refusal = refused(world, 'POST', widgetsPath, {
      body: widget({ inner: { apiVersion: 5, kind: 'x' } }),
    });
    expect(refusal).toMatchObject({
      code: 400,
      message:
        'Widget in version "v1" cannot be handled as a Widget: spec.inner.apiVersion: Invalid value: 5: must be a string',
    });
  });

  it('refuses unknown fields when asked to, warns of them else', () => {
    const world = worldWith(spec);
    const body = widget({ inner: { x: 1 }, z: 2 });
    expect(refused(world, 'POST', `${widgetsPath}?fieldValidation=Strict`, { body }).message).toBe(
      'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.inner.x", unknown field "spec.z"',
    );
    const { headers } = ask(world, 'POST', `${widgetsPath}?fieldValidation=Warn`, { body });
    expect(headers['warning']).toEqual([
      '299 - "unknown field \\"spec.inner.x\\""',
      '299 - "unknown field \\"spec.z\\""',
    ]);
  });

  it('holds what was wrong before against nobody who leaves it as it is', () => {
    const world = worldWith(object({ a: { type: 'string' }, b: { type: 'string' } }));
    ask(world, 'POST', widgetsPath, { body: widget({ a: 'long', b: 'x' }) });
    const tight = definition([
      version(object({ a: { type: 'string', maxLength: 2 }, b: { type: 'string' } })),
    ]);
    send(world, 'PATCH', `${definitionsPath}/widgets.example.com`, { spec: tight.spec }, mergePatch);
    const patch = (body: object) => ask(world, 'PATCH', `${widgetsPath}/one`, { body, type: mergePatch });
    expect(patch({ spec: { b: 'y' } }).status).toBe(200);
    expect(patch({ spec: { a: 'longer' } }).body.message).toContain(
      'spec.a: Too long: may not be more than 2 bytes',
    );
  });

  it('compares with the value before where a rule asks', () => {
    const rule = { rule: 'self == oldSelf', message: 'stays' };
    const world = worldWith(object({ a: { type: 'string', 'x-kubernetes-validations': [rule] } }));
    ask(world, 'POST', widgetsPath, { body: widget({ a: 'x' }) });
    const { body } = ask(world, 'PATCH', `${widgetsPath}/one`, {
      body: { spec: { a: 'y' } },
      type: mergePatch,
    });
    expect(body.message).toBe('Widget.example.com "one" is invalid: spec.a: Invalid value: "string": stays');
  });
});

describe('versions, subresources, columns, fields', () => {
  const spec = object({ a: { type: 'string' }, n: { type: 'integer' } });

  it('shows each version over one store', () => {
    const world = worldOf();
    const older = version(spec, { name: 'v1beta1', storage: false, deprecated: true });
    send(world, 'POST', definitionsPath, definition([older, version(spec)]));
    pass(world, 1);
    const beta = widgetsPath.replace('/v1/', '/v1beta1/');
    const made = ask(world, 'POST', beta, {
      body: { ...widget({ a: 'x' }), apiVersion: 'example.com/v1beta1' },
    });
    const deprecated = ['299 - "example.com/v1beta1 Widget is deprecated"'];
    expect(made.headers['warning']).toEqual(deprecated);
    expect(ask(world, 'GET', beta).headers['warning']).toEqual(deprecated);
    expect(ask(world, 'GET', `${beta}/none`)).toMatchObject({
      status: 404,
      headers: { warning: deprecated },
    });
    expect(watching(world, `${beta}?watch=true`).stream.headers['warning']).toEqual(deprecated);
    expect(ask(world, 'GET', widgetsPath).headers).not.toHaveProperty('warning');
    expect([get(world, `${beta}/one`), get(world, `${widgetsPath}/one`)]).toMatchObject([
      { apiVersion: 'example.com/v1beta1' },
      { apiVersion: 'example.com/v1' },
    ]);
    const patched = ask(world, 'PATCH', `${beta}/one`, { body: { spec: { a: 'y' } }, type: mergePatch });
    expect(patched.body).toMatchObject({ apiVersion: 'example.com/v1beta1', spec: { a: 'y' } });
    const group = ask(world, 'GET', '/apis/example.com').body as unknown as {
      versions: { version: string }[];
    };
    expect(group.versions.map((entry) => entry.version)).toEqual(['v1', 'v1beta1']);
  });

  it('keeps status and spec apart, scales by its paths', () => {
    const scale = { specReplicasPath: '.spec.n', statusReplicasPath: '.status.replicas' };
    const world = worldWith(spec, { subresources: { status: {}, scale } });
    const made = ask(world, 'POST', widgetsPath, { body: { ...widget({ n: 2 }), status: { replicas: 9 } } });
    expect(made.body.status).toBeUndefined();
    const body = { ...made.body, spec: { n: 7 }, status: { replicas: 1 } };
    expect(ask(world, 'PUT', `${widgetsPath}/one/status`, { body }).body).toMatchObject({
      spec: { n: 2 },
      status: { replicas: 1 },
    });
    const patch = { body: { spec: { replicas: 5 } }, type: mergePatch };
    expect(ask(world, 'PATCH', `${widgetsPath}/one/scale`, patch).body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 5 },
      status: { replicas: 1 },
    });
    expect(get(world, `${widgetsPath}/one`)).toMatchObject({ spec: { n: 5 }, metadata: { generation: 2 } });
    const of = (part: string, patch: object) =>
      refused(world, 'PATCH', `${widgetsPath}/one${part}`, { body: patch, type: mergePatch }).message;
    const path = 'Widget.example.com "one" is invalid: ';
    expect(of('/scale', { spec: { replicas: -1 } })).toBe(
      `${path}.spec.n: Invalid value: -1: should be a non-negative integer`,
    );
    expect(of('', { spec: 'x' })).toContain(
      '.spec.n: Invalid value: 0: .spec.n accessor error: x is of the type string, expected map[string]interface{}',
    );
    expect(of('/status', { status: { replicas: 'x' } })).toBe(
      `${path}[status.replicas: Invalid value: "string": replicas in body must be of type integer: "string", ` +
        '.status.replicas: Invalid value: 0: .status.replicas accessor error: x is of the type string, expected int64]',
    );
    expect(of('/none', {})).toBe('widgets.example.com "one" not found');
    // Who writes the status of what has no spec gives it none.
    ask(world, 'PATCH', `${widgetsPath}/one`, { body: { spec: null }, type: mergePatch });
    const written = { body: { spec: { n: 9 }, status: { replicas: 3 } }, type: mergePatch };
    const { body: object } = ask(world, 'PATCH', `${widgetsPath}/one/status`, written);
    expect([object.spec, object.metadata.generation]).toEqual([undefined, 3]);
  });

  it('is answered as by who serves custom objects', () => {
    const world = worldWith(spec);
    const { body: list } = ask(world, 'GET', `${widgetsPath}`);
    expect(list.metadata.continue).toBe('');
    const other = { ...widget({}), kind: 'Gadget' };
    expect(refused(world, 'POST', widgetsPath, { body: other }).message).toBe(
      'Gadget.example.com "one" is invalid: kind: Invalid value: "Gadget": must be Widget',
    );
    const anywhere = ask(world, 'POST', '/apis/example.com/v1/widgets', { body: widget({}) });
    expect([anywhere.status, anywhere.body.message]).toEqual([404, '404 page not found\n']);
  });

  it('prints its columns, selects by its fields', () => {
    const additionalPrinterColumns = [
      { name: 'A', type: 'string', jsonPath: '.spec.a' },
      { name: 'N', type: 'integer', jsonPath: '.spec.n', priority: 1 },
      { name: 'First', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ];
    const world = worldWith(spec, { additionalPrinterColumns, selectableFields: [{ jsonPath: '.spec.a' }] });
    ask(world, 'POST', widgetsPath, { body: widget({ a: 'x', n: 1 }) });
    ask(world, 'POST', widgetsPath, { body: widget({ a: 'y' }, 'two') });
    pass(world, 5);
    const table = ask(world, 'GET', widgetsPath, { accept: tableType }).body as unknown as {
      columnDefinitions: { name: string; priority: number }[];
      rows: { cells: unknown[] }[];
    };
    expect(table.columnDefinitions.map(({ name, priority }) => `${name}${priority}`)).toEqual([
      'Name0',
      'A0',
      'N1',
      'First0',
      'Age0',
    ]);
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      ['one', 'x', 1, null, '5s'],
      ['two', 'y', null, null, '5s'],
    ]);
    expect(
      list(world, `${widgetsPath}?fieldSelector=spec.a%3Dy`).map(({ metadata }) => metadata.name),
    ).toEqual(['two']);
    expect(refused(world, 'GET', `${widgetsPath}?fieldSelector=spec.n%3D1`).message).toBe(
      'field label not supported: spec.n',
    );
  });
});

describe('a definition in a world', () => {
  const spec = object({ a: { type: 'string' } });

  it('takes names that nobody has', () => {
    const world = worldWith(spec);
    const other = definition(
      [version(spec)],
      { names: { plural: 'gadgets', kind: 'Gadget', shortNames: ['wd'] } },
      { name: 'gadgets.example.com' },
    );
    send(world, 'POST', definitionsPath, other);
    pass(world, 1);
    const { status } = get(world, `${definitionsPath}/gadgets.example.com`);
    expect(status).toMatchObject({
      acceptedNames: { plural: 'gadgets', singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList' },
      conditions: [
        {
          type: 'NamesAccepted',
          status: 'False',
          reason: 'ShortNamesConflict',
          message: '"wd" is already in use',
        },
        {
          type: 'Established',
          status: 'False',
          reason: 'NotAccepted',
          message: 'not all names are accepted',
        },
      ],
    });
    send(world, 'DELETE', `${definitionsPath}/widgets.example.com`);
    pass(world, 1);
    expect(get(world, `${definitionsPath}/gadgets.example.com`).status).toMatchObject({
      conditions: [
        { status: 'True' },
        { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' },
      ],
    });
  });

  it('goes with all that was made of it, once no finalizer holds any of that', () => {
    const world = worldWith(spec);
    const held = widget({ a: 'x' });
    ask(world, 'POST', widgetsPath, {
      body: { ...held, metadata: { ...held.metadata, finalizers: ['example.com/hold'] } },
    });
    ask(world, 'POST', widgetsPath, { body: widget({ a: 'y' }, 'two') });
    const watch = watching(world, `${widgetsPath}?watch=true`);
    watch.frames();
    expect(ask(world, 'DELETE', `${definitionsPath}/widgets.example.com`).body).toMatchObject({
      metadata: { finalizers: ['customresourcecleanup.apiextensions.k8s.io'] },
    });
    pass(world, 2);
    expect(watch.told()).toContain('DELETED two');
    expect(get(world, `${definitionsPath}/widgets.example.com`).status).toMatchObject({
      conditions: [{}, {}, { type: 'Terminating', status: 'True', reason: 'InstanceDeletionInProgress' }],
    });
    expect(refused(world, 'POST', widgetsPath, { body: widget({}, 'three') })).toMatchObject({
      code: 405,
      message: 'create not allowed while custom resource definition is terminating',
    });
    ask(world, 'PATCH', `${widgetsPath}/one`, { body: { metadata: { finalizers: null } }, type: mergePatch });
    pass(world, 2);
    expect(ask(world, 'GET', widgetsPath).status).toBe(404);
    expect(ask(world, 'GET', `${definitionsPath}/widgets.example.com`).status).toBe(404);
  });

  it('is emptied with its namespace, collected with its owner', () => {
    const world = worldWith(spec);
    send(world, 'POST', '/api/v1/namespaces', { metadata: { name: 'gone' } });
    pass(world, 1);
    const away = widgetsPath.replace('demo', 'gone');
    const owner = ask(world, 'POST', widgetsPath, { body: widget({ a: 'x' }) }).body;
    ask(world, 'POST', away, { body: widget({ a: 'x' }) });
    const reference = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'one', uid: owner.metadata.uid };
    const owned = { metadata: { name: 'owned', ownerReferences: [reference] }, data: {} };
    send(world, 'POST', '/api/v1/namespaces/demo/configmaps', owned);
    pass(world, 5);
    expect(ask(world, 'GET', '/api/v1/namespaces/demo/configmaps/owned').status).toBe(200);
    send(world, 'DELETE', '/api/v1/namespaces/gone');
    send(world, 'DELETE', `${widgetsPath}/one`);
    pass(world, 30);
    expect(ask(world, 'GET', '/api/v1/namespaces/gone').status).toBe(404);
    expect(ask(world, 'GET', '/api/v1/namespaces/demo/configmaps/owned').status).toBe(404);
  });

  it('comes back with a checkpoint, and a replay makes the same world', () => {
    const world = worldOf();
    const start = world.checkpoint();
    send(world, 'POST', definitionsPath, definition([version(spec)]));
    pass(world, 1);
    ask(world, 'POST', widgetsPath, { body: widget({ a: 'x' }) });
    pass(world, 5);
    const again = restored(world.checkpoint());
    expect(again.hash()).toBe(world.hash());
    expect(get(again, `${widgetsPath}/one`).spec).toEqual({ a: 'x' });
    const replayed = restored(start);
    for (const record of world.journal) replayed.replay(record);
    replayed.runTo(world.now);
    expect(replayed.hash()).toBe(world.hash());
  });

  it('is told in OpenAPI at once, under another hash when it changes', () => {
    const world = worldWith(spec);
    const url = (): string => {
      const index = ask(world, 'GET', '/openapi/v3').body as unknown as {
        paths: Record<string, { serverRelativeURL: string }>;
      };
      return index.paths['apis/example.com/v1']?.serverRelativeURL ?? '';
    };
    const first = url();
    const document = ask(world, 'GET', first).body as unknown as {
      components: { schemas: Record<string, object> };
    };
    expect(document.components.schemas['com.example.v1.Widget']).toMatchObject({
      properties: { spec: { properties: { a: { type: 'string' } } } },
      'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Widget' }],
    });
    const wider = definition([version(object({ a: { type: 'string' }, b: { type: 'string' } }))]);
    send(world, 'PATCH', `${definitionsPath}/widgets.example.com`, { spec: wider.spec }, mergePatch);
    expect(url()).not.toBe(first);
  });
});
