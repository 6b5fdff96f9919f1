// The forms of an answer: objects, Tables, metadata alone, JSON and YAML, for machines and for eyes; and what is said to a
// client that takes none of them.
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../src/std/yaml.ts';
import { worldOf, type Body } from '../../../worlds/setup.ts';
import { samples } from './samples.ts';
import { ask, configMap, maps, metadataListType, metadataType, refused, tableType } from './support.ts';

interface Table {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: object;
  readonly columnDefinitions: readonly {
    readonly name: string;
    readonly type: string;
    readonly format: string;
    readonly description: string;
    readonly priority: number;
  }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: Body | null }[];
}

const tableOf = (body: Body): Table => body as unknown as Table;

describe.each(samples)('$row', ({ path, object }) => {
  const world = worldOf();
  const made = ask(world, 'POST', path, { body: object }).body;
  const named = `${path}/${object.metadata.name}`;

  it('is a Table, alone and in a list', () => {
    const one = tableOf(ask(world, 'GET', named, { accept: tableType }).body);
    const { resourceVersion } = made.metadata;
    expect(one).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion } });
    expect(one.rows).toHaveLength(1);
    const all = tableOf(ask(world, 'GET', path, { accept: tableType }).body);
    expect(all.columnDefinitions).toEqual(one.columnDefinitions);
    expect(all.rows).toContainEqual(one.rows[0]);
    for (const { name, type, format, priority } of one.columnDefinitions) {
      expect(name).toMatch(/^[A-Z]/);
      expect(['string', 'integer', 'date', 'boolean']).toContain(type);
      expect(['', 'name']).toContain(format);
      expect([0, 1]).toContain(priority);
    }
    for (const { cells } of all.rows) expect(cells).toHaveLength(one.columnDefinitions.length);
  });

  it('is metadata alone, alone and in a list', () => {
    const { metadata } = made;
    const meta = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
    expect(ask(world, 'GET', named, { accept: metadataType }).body).toEqual(meta);
    const { items, ...list } = ask(world, 'GET', path, { accept: metadataListType }).body;
    expect(list).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(items).toContainEqual(meta);
  });

  it('is YAML that says the same', () => {
    const { headers, text } = ask(world, 'GET', named, { accept: 'application/yaml' });
    expect(headers['content-type']).toBe('application/yaml');
    const parsed = parseYaml(text);
    expect('documents' in parsed ? parsed.documents[0]?.value : parsed).toEqual(
      ask(world, 'GET', named).body,
    );
  });
});

describe('Tables', () => {
  const world = worldOf();
  const made = ask(world, 'POST', maps, { body: configMap('a', { x: '1' }) }).body;
  const row = (query: string, accept = tableType) =>
    tableOf(ask(world, 'GET', `${maps}/a${query}`, { accept }).body).rows[0];

  it('hold of each object its metadata, the whole, or nothing', () => {
    const { managedFields: _entries, ...named } = made.metadata;
    const metadata = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: named };
    expect(row('')?.object).toEqual(metadata);
    expect(row('?includeObject=Metadata')?.object).toEqual(metadata);
    expect(row('?includeObject=Object')?.object).toEqual(made);
    expect(row('?includeObject=None')).toEqual({ cells: ['a', 1, '0s'], object: null });
    expect(refused(world, 'GET', `${maps}?includeObject=Some`, { accept: tableType })).toMatchObject({
      code: 400,
      message:
        'Unable to convert to Table as requested: includeObject: Invalid value: "Some": ' +
        "must be 'Metadata', 'Object', 'None', or empty",
    });
  });

  it('come in both versions of their API', () => {
    const accept = tableType.replace('v=v1', 'v=v1beta1');
    expect(ask(world, 'GET', maps, { accept }).body).toMatchObject({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1beta1',
    });
    expect(row('', accept)?.object).toMatchObject({ apiVersion: 'meta.k8s.io/v1beta1' });
  });

  it('come where kubectl asks for them', () => {
    const accept = `${tableType},${tableType.replace('v=v1', 'v=v1beta1')},application/json`;
    expect(ask(world, 'GET', maps, { accept }).body.kind).toBe('Table');
  });

  it('tell ages at the time of the world', () => {
    const later = worldOf();
    ask(later, 'POST', maps, { body: configMap('a') });
    const age = () => tableOf(ask(later, 'GET', `${maps}/a`, { accept: tableType }).body).rows[0]?.cells[2];
    const ages = [0, 90, 3600, 86_400 * 3].map((seconds) => {
      later.runTo(later.now + seconds * 1000);
      return age();
    });
    expect(ages).toEqual(['0s', '90s', '61m', '3d1h']);
  });

  it('answer writes too', () => {
    const { status, body } = ask(world, 'POST', maps, { body: configMap('b'), accept: tableType });
    expect([status, body.kind]).toEqual([201, 'Table']);
  });

  it('never stand for a Status', () => {
    const { status, body } = ask(world, 'GET', `${maps}/nope`, { accept: tableType });
    expect([status, body.kind]).toEqual([404, 'Status']);
  });
});

describe('what a client accepts', () => {
  const world = worldOf();
  const kindOf = (accept: string) => ask(world, 'GET', maps, { accept }).body.kind;

  it.each([
    ['', 'ConfigMapList'],
    ['*/*', 'ConfigMapList'],
    ['application/json,application/vnd.kubernetes.protobuf', 'ConfigMapList'],
    ['text/html, application/xhtml+xml;q=0.9, */*;q=0.8', 'ConfigMapList'],
    [`${tableType};q=0.1,application/json`, 'ConfigMapList'],
    [`application/json;q=0.1,${tableType}`, 'Table'],
    ['application/json;as=Bogus;v=v1;g=meta.k8s.io,application/json', 'ConfigMapList'],
    ['application/json;as=Table;v=v2;g=meta.k8s.io,application/json', 'ConfigMapList'],
  ])('%j gets a %s', (accept, kind) => {
    expect(kindOf(accept)).toBe(kind);
  });

  it('may be only forms that there are not', () => {
    const none =
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf';
    for (const accept of [
      'application/json;as=Bogus;v=v1;g=meta.k8s.io',
      'application/json;as=constructor;v=v1;g=meta.k8s.io',
      'application/json;as=Table;v=v9;g=meta.k8s.io',
      'application/json;as=Table;v=v1;g=other.io',
    ]) {
      expect(refused(world, 'GET', maps, { accept })).toMatchObject({
        code: 406,
        reason: 'NotAcceptable',
        message: none,
      });
    }
  });

  const representations =
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf';

  it.each(['text/html', 'application/cbor', 'application/*'])('may be only %s', (accept) => {
    expect(refused(world, 'GET', maps, { accept })).toMatchObject({
      code: 406,
      message: `${representations}, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch`,
      details: {},
    });
    expect(refused(world, 'GET', `${maps}/kube-root-ca.crt`, { accept }).message).toBe(representations);
  });

  it('is no YAML of a watch', () => {
    expect(ask(world, 'GET', `${maps}?watch=true`, { accept: 'application/yaml' })).toMatchObject({
      status: 406,
      headers: { 'content-type': 'application/yaml' },
    });
  });

  it('is also of a refusal', () => {
    const { text } = ask(world, 'GET', `${maps}/nope`, { accept: 'application/yaml' });
    expect(text).toMatch(/^apiVersion: v1\ncode: 404\n/);
  });

  it('must be the metadata of one or of many, as it is', () => {
    expect(refused(world, 'GET', maps, { accept: metadataType })).toMatchObject({
      code: 406,
      message:
        'you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)',
    });
    expect(refused(world, 'GET', `${maps}/kube-root-ca.crt`, { accept: metadataListType })).toMatchObject({
      code: 406,
      message:
        'you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)',
    });
  });

  it.each([
    [tableType, 406],
    [`${tableType},application/json`, 201],
  ])('of an answer that is never stored is no Table: %s', (accept, status) => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const body = { spec: { resourceAttributes: { verb: 'get', resource: 'pods' } } };
    expect(ask(world, 'POST', path, { accept, body }).status).toBe(status);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('is settled before %s does anything', (method) => {
    const untouched = worldOf();
    if (method !== 'POST') ask(untouched, 'POST', maps, { body: configMap('a') });
    const before = untouched.hash();
    const { status } = ask(untouched, method, method === 'POST' ? maps : `${maps}/a`, {
      accept: 'text/html',
      type: method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      body: configMap('a', { x: '2' }),
    });
    expect([status, untouched.hash()]).toEqual([406, before]);
  });
});

describe('answers for eyes', () => {
  const world = worldOf();
  const isIndented = (path: string, agent?: string) =>
    ask(world, 'GET', path, agent === undefined ? {} : { headers: { 'user-agent': agent } }).text.startsWith(
      '{\n  "',
    );

  it.each([
    ['', 'curl/8.5.0', true],
    ['', 'Wget/1.21', true],
    ['', 'Mozilla/5.0 (X11; Linux x86_64)', true],
    ['', 'kubectl/v1.33.0', false],
    ['?pretty=true', 'kubectl/v1.33.0', true],
    ['?pretty=1', undefined, true],
    ['?pretty=0', 'curl/8.5.0', false],
    ['?pretty', 'curl/8.5.0', true],
    ['', undefined, false],
  ])('%j for %s: %s', (query, agent, indented) => {
    expect(isIndented(`${maps}${query}`, agent)).toBe(indented);
    expect(isIndented(`${maps}/nope${query}`, agent)).toBe(indented);
  });

  it('say the same as others', () => {
    expect(ask(world, 'GET', `${maps}?pretty=true`).body).toEqual(ask(world, 'GET', maps).body);
    const { text } = ask(world, 'GET', '/healthz?pretty=true');
    expect(text).toBe('ok');
  });
});
