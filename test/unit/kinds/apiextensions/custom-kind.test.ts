import { describe, expect, it } from 'vitest';
import { get, list, pass, restored, send, worldOf } from '../../../worlds/setup.ts';
import { ask, mergePatch, refused, tableType, watching } from '../../apis/kubernetes/support.ts';
import { definition, definitionsPath, version, widget, widgetsPath, worldWith } from './support.ts';

const object = (properties: object, more: object = {}): Readonly<Record<string, unknown>> => ({
  type: 'object',
  properties,
  ...more,
});

const embedded = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  'x-kubernetes-preserve-unknown-fields': true,
} as const;

/** What the API says of a Widget's spec: its message after `is invalid: `, or `fine`. */
function judged(spec: Readonly<Record<string, unknown>>, value: unknown): string {
  const { body, status } = ask(worldWith(spec), 'POST', widgetsPath, { body: widget(value) });
  return status === 201 ? 'fine' : (body.message ?? '').replace('Widget.example.com "one" is invalid: ', '');
}

describe('a custom object is checked in the words of kube-openapi', () => {
  const leaf = (schema: object) => object({ a: schema });
  it.each([
    [
      'a type',
      { type: 'integer' },
      'x',
      'spec.a: Invalid value: "string": spec.a in body must be of type integer: "string"',
    ],
    ['a whole number where any is wanted', { type: 'number' }, 3, 'fine'],
    [
      'a fraction',
      { type: 'integer' },
      1.5,
      'spec.a: Invalid value: "number": spec.a in body must be of type integer: "number"',
    ],
    ['null, which is nothing', { type: 'string' }, null, 'fine'],
    [
      'null inside, which is nothing',
      { type: 'object', required: ['b'], properties: { b: { type: 'string' } } },
      { b: null },
      'spec.a.b: Required value',
    ],
    [
      'null in a list',
      { type: 'array', items: { type: 'string' } },
      [null],
      'spec.a[0]: Invalid value: "null": spec.a[0] in body must be of type string: "null"',
    ],
    ['null where allowed', { type: 'string', nullable: true }, null, 'fine'],
    [
      'int or string',
      { 'x-kubernetes-int-or-string': true },
      true,
      'spec.a: Invalid value: "boolean": spec.a in body must be of type integer,string: "boolean"',
    ],
    [
      'minimum',
      { type: 'integer', minimum: 1 },
      0,
      'spec.a: Invalid value: 0: spec.a in body should be greater than or equal to 1',
    ],
    [
      'maximum',
      { type: 'integer', maximum: 1, exclusiveMaximum: true },
      1,
      'spec.a: Invalid value: 1: spec.a in body should be less than 1',
    ],
    [
      'multipleOf',
      { type: 'number', multipleOf: 0.5 },
      0.7,
      'spec.a: Invalid value: 0.7: spec.a in body should be a multiple of 0.5',
    ],
    ['maxLength', { type: 'string', maxLength: 2 }, 'abc', 'spec.a: Too long: may not be more than 2 bytes'],
    [
      'minLength',
      { type: 'string', minLength: 2 },
      'a',
      'spec.a: Invalid value: "a": spec.a in body should be at least 2 chars long',
    ],
    [
      'pattern',
      { type: 'string', pattern: '^a+$' },
      'b',
      `spec.a: Invalid value: "b": spec.a in body should match '^a+$'`,
    ],
    [
      'enum',
      { type: 'string', enum: ['x', 'y'] },
      'z',
      'spec.a: Unsupported value: "z": supported values: "x", "y"',
    ],
    [
      'format',
      { type: 'string', format: 'date-time' },
      'now',
      'spec.a: Invalid value: "now": spec.a in body must be of type date-time: "now"',
    ],
    ['format ipv4', { type: 'string', format: 'ipv4' }, '10.0.0.1', 'fine'],
    [
      'maxItems',
      { type: 'array', maxItems: 1, items: { type: 'string' } },
      ['a', 'b'],
      'spec.a: Too many: 2: must have at most 1 items',
    ],
    [
      'minItems',
      { type: 'array', minItems: 1, items: { type: 'string' } },
      [],
      'spec.a: Invalid value: 0: spec.a in body should have at least 1 items',
    ],
    [
      'items',
      { type: 'array', items: { type: 'string' } },
      ['a', 1],
      'spec.a[1]: Invalid value: "integer": spec.a[1] in body must be of type string: "integer"',
    ],
    [
      'a set',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      ['a', 'a'],
      'spec.a[1]: Duplicate value: "a"',
    ],
    [
      'a map',
      {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['n'],
        items: object({ n: { type: 'string' } }, { required: ['n'] }),
      },
      [{ n: 'x' }, { n: 'x' }],
      'spec.a[1]: Duplicate value: map[string]interface {}{"n":"x"}',
    ],
    [
      'an embedded resource without its type',
      { type: 'array', items: embedded },
      [{ spec: {} }],
      '[spec.a[0].apiVersion: Required value: must not be empty, spec.a[0].kind: Required value: must not be empty]',
    ],
    [
      'the type of an embedded resource',
      embedded,
      { apiVersion: 'a/b/c', kind: 'No Kind' },
      '[spec.a.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c, spec.a.kind: Invalid value: "No Kind": ' +
        "may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
        "start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for " +
        "validation is '[a-z]([-a-z0-9]*[a-z0-9])?')]",
    ],
    [
      'the metadata of an embedded resource',
      { type: 'object', additionalProperties: embedded },
      { k: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a/b', labels: { a: '-' } } } },
      `[spec.a[k].metadata.name: Invalid value: "a/b": may not contain '/', spec.a[k].metadata.labels: Invalid value: "-": a valid ` +
        "label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
        "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')]",
    ],
    [
      'an embedded resource',
      embedded,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, anything: 1 },
      'fine',
    ],
    [
      'minProperties',
      object({ b: { type: 'string' } }, { minProperties: 1 }),
      {},
      'spec.a: Invalid value: 0: spec.a in body should have at least 1 properties',
    ],
    [
      'additionalProperties',
      { type: 'object', additionalProperties: { type: 'integer' } },
      { k: 'x' },
      'spec.a.k: Invalid value: "string": spec.a.k in body must be of type integer: "string"',
    ],
    ['required', object({ b: { type: 'string' } }, { required: ['b'] }), {}, 'spec.a.b: Required value'],
    [
      'anyOf',
      object(
        { b: { type: 'string' }, c: { type: 'string' } },
        { anyOf: [{ required: ['b'] }, { required: ['c'] }] },
      ),
      {},
      '[<nil>: Invalid value: "": "spec.a" must validate at least one schema (anyOf), spec.a.b: Required value]',
    ],
    [
      'oneOf',
      object(
        { b: { type: 'string' }, c: { type: 'string' } },
        { oneOf: [{ required: ['b'] }, { required: ['c'] }] },
      ),
      { b: 'x', c: 'y' },
      '<nil>: Invalid value: "": "spec.a" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
    [
      'not',
      object({ b: { type: 'string' } }, { not: { required: ['b'] } }),
      { b: 'x' },
      '<nil>: Invalid value: "": "spec.a" must not validate the schema (not)',
    ],
    [
      'rule',
      { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 1' }] },
      1,
      'spec.a: Invalid value: "integer": failed rule: self > 1',
    ],
    [
      'rule with a message',
      { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 1', message: 'too small' }] },
      1,
      'spec.a: Invalid value: "integer": too small',
    ],
    [
      'message expression',
      {
        type: 'integer',
        'x-kubernetes-validations': [{ rule: 'self > 1', messageExpression: "'%d is small'.format([self])" }],
      },
      1,
      'spec.a: Invalid value: "integer": 1 is small',
    ],
    [
      'reason and fieldPath',
      object(
        { b: { type: 'string' } },
        {
          'x-kubernetes-validations': [
            { rule: 'has(self.b)', reason: 'FieldValueRequired', fieldPath: '.b', message: 'say b' },
          ],
        },
      ),
      {},
      'spec.a.b: Required value: say b',
    ],
    [
      'a rule that fails',
      object({ b: { type: 'string' } }, { 'x-kubernetes-validations': [{ rule: "self.b == 'x'" }] }),
      {},
      `spec.a: Invalid value: "object": no such key: b evaluating rule: self.b == 'x'`,
    ],
  ] as const)('%s', (_name, schema, value, expected) => {
    expect(judged(leaf(schema), { a: value })).toBe(expected);
  });
});

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
