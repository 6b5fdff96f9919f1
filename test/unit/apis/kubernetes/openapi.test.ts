// OpenAPI as clients need it: an index whose addresses change with the content, one document a group-version with everything
// that its schemas refer to, operations that name their kind and their options, and version 2 both ways.
import { describe, expect, it } from 'vitest';
import { definitions } from '../../../../src/kinds/index.ts';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { World } from '../../../../src/world.ts';
import { worldOf } from '../../../worlds/setup.ts';
import { ask, golden } from './support.ts';

interface Operation {
  readonly 'x-kubernetes-action': string;
  readonly 'x-kubernetes-group-version-kind': {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

type PathItem = Readonly<Record<string, Operation>>;

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly allOf?: readonly SchemaNode[];
  readonly $ref?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly object[];
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

interface Document {
  readonly openapi?: string;
  readonly swagger?: string;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly schemas: Readonly<Record<string, SchemaNode>> };
  readonly definitions: Readonly<Record<string, SchemaNode>>;
}

interface Index {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

const world = worldOf();
const document = (path: string) => ask(world, 'GET', path).body as unknown as Document;
const index = ask(world, 'GET', '/openapi/v3').body as unknown as Index;
type Table = Record<string, { verbs: string; scope: string; kind: string }>;
const table = { ...golden<Table>('discovery/supervisor'), ...golden<Table>('discovery/product') };
const served = Object.keys(table);

/** Every reference in a document's schemas that nothing in it answers. */
function dangling(schemas: Readonly<Record<string, SchemaNode>>, prefix: string): readonly string[] {
  const missing = new Set<string>();
  const walk = (node: SchemaNode): void => {
    if (node.$ref !== undefined) {
      const name = node.$ref.slice(prefix.length);
      if (!node.$ref.startsWith(prefix) || !Object.hasOwn(schemas, name)) missing.add(node.$ref);
    }
    for (const inner of Object.values(node.properties ?? {})) walk(inner);
    for (const inner of node.allOf ?? []) walk(inner);
    if (node.items !== undefined) walk(node.items);
    if (typeof node.additionalProperties === 'object') walk(node.additionalProperties);
  };
  for (const schema of Object.values(schemas)) walk(schema);
  return [...missing];
}

describe('version 3', () => {
  it('lists every group-version, each under an address with a hash', () => {
    const groups = [...new Set(served.map((row) => row.split(' ')[0] ?? ''))];
    expect(Object.keys(index.paths)).toEqual(
      groups.map((each) => (each.includes('/') ? `apis/${each}` : `api/${each}`)),
    );
    for (const [path, { serverRelativeURL }] of Object.entries(index.paths)) {
      expect(serverRelativeURL).toMatch(new RegExp(`^/openapi/v3/${path}\\?hash=[0-9A-F]{32}$`));
    }
  });

  it.each(Object.entries(index.paths))('%s answers all that it refers to', (_, { serverRelativeURL }) => {
    const { openapi, components, paths } = document(serverRelativeURL);
    expect(openapi).toBe('3.0.0');
    expect(dangling(components.schemas, '#/components/schemas/')).toEqual([]);
    expect(Object.keys(paths)).not.toEqual([]);
  });

  it.each(served)('%s has an operation for each verb, with its options', (row) => {
    const [groupVersion = '', resource = ''] = row.split(' ');
    const root = groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;
    const { paths } = document(`/openapi/v3/${root}`);
    const { verbs = '', scope, kind } = table[row] ?? {};
    const base = `/${root}${scope === 'Namespaced' ? '/namespaces/{namespace}' : ''}/${resource}`;
    const [version = '', group = ''] = groupVersion.split('/').reverse();
    const wanted = [
      ['list', base, 'get'],
      ['create', base, 'post'],
      ['get', `${base}/{name}`, 'get'],
      ['update', `${base}/{name}`, 'put'],
      ['patch', `${base}/{name}`, 'patch'],
      ['delete', `${base}/{name}`, 'delete'],
    ] as const;
    for (const [verb, path, method] of wanted) {
      const operation = paths[path]?.[method];
      expect(operation !== undefined, `${verb} ${path}`).toBe(verbs.split(',').includes(verb));
      if (operation === undefined) continue;
      expect(operation['x-kubernetes-group-version-kind']).toEqual({ group, version, kind });
      if (verb === 'get' || verb === 'list') continue;
      const parameters = operation.parameters?.map(({ name, in: where }) => `${where} ${name}`);
      expect(parameters).toEqual(expect.arrayContaining(['query dryRun', 'query fieldValidation']));
    }
  });

  it('carries kinds and merge keys', () => {
    const { components } = document('/openapi/v3/apis/apps/v1');
    expect(components.schemas['io.k8s.api.apps.v1.Deployment']?.['x-kubernetes-group-version-kind']).toEqual([
      { group: 'apps', kind: 'Deployment', version: 'v1' },
    ]);
    expect(components.schemas['io.k8s.api.apps.v1.DeploymentList']).toBeDefined();
    const spec = components.schemas['io.k8s.api.core.v1.PodSpec'];
    expect(spec?.properties?.['containers']?.['x-kubernetes-patch-merge-key']).toBe('name');
    expect(spec?.properties?.['securityContext']?.allOf?.[0]?.$ref).toBe(
      '#/components/schemas/io.k8s.api.core.v1.PodSecurityContext',
    );
  });

  it('has no other documents', () => {
    expect(ask(world, 'GET', '/openapi/v3/apis/nope/v1').status).toBe(404);
    expect(ask(world, 'GET', '/openapi/v4').status).toBe(404);
    expect(ask(world, 'GET', '/openapi').status).toBe(404);
  });

  it('says what fields mean where the host hands that in, and then its addresses change', () => {
    const texts = { 'io.k8s.api.core.v1.Pod': { '': 'Containers together', spec: 'What is wished for' } };
    let descriptions: typeof texts | Record<string, never> = {};
    const told = World.restore(
      { kernels: instantiateKernels(), descriptions: () => descriptions },
      worldOf().checkpoint(),
    );
    const address = () =>
      (ask(told, 'GET', '/openapi/v3').body as unknown as Index).paths['api/v1']?.serverRelativeURL ?? '';
    const pod = () =>
      (ask(told, 'GET', '/openapi/v3/api/v1').body as unknown as Document).components.schemas[
        'io.k8s.api.core.v1.Pod'
      ];
    const before = address();
    expect(pod()?.description).toBeUndefined();
    descriptions = texts;
    expect(address()).not.toBe(before);
    expect(pod()?.description).toBe('Containers together');
    expect(pod()?.properties?.['spec']).toMatchObject({ description: 'What is wished for' });
  });
});

/** The fields of a protobuf message, those of bytes only. */
function fieldsOf(message: Buffer): ReadonlyMap<number, readonly Buffer[]> {
  const found = new Map<number, Buffer[]>();
  let at = 0;
  const varint = (): number => {
    for (let value = 0, times = 1; ; times *= 128) {
      const byte = message[at++] as number;
      value += (byte & 127) * times;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if (tag % 8 === 0) varint();
    else if (tag % 8 === 1) at += 8;
    else {
      const length = varint();
      const field = Math.floor(tag / 8);
      found.set(field, [...(found.get(field) ?? []), message.subarray(at, at + length)]);
      at += length;
    }
  }
  return found;
}

const messageIn = (message: Buffer, field: number): Buffer =>
  fieldsOf(message).get(field)?.[0] ?? Buffer.of();
const textIn = (message: Buffer, field: number): string => messageIn(message, field).toString();

describe('version 2', () => {
  it('knows no choices in version 2: an amount is a text there', () => {
    const { definitions: schemas } = document('/openapi/v2');
    const amount = schemas?.['io.k8s.apimachinery.pkg.api.resource.Quantity'];
    const port = schemas?.['io.k8s.apimachinery.pkg.util.intstr.IntOrString'];
    expect(amount).toMatchObject({ type: 'string' });
    expect(port).toMatchObject({ type: 'string', format: 'int-or-string' });
    expect([amount, port].some((schema) => schema !== undefined && 'oneOf' in schema)).toBe(false);
  });

  it('is one document of everything', () => {
    const { swagger, definitions: schemas, paths } = document('/openapi/v2');
    expect(swagger).toBe('2.0');
    expect(dangling(schemas, '#/definitions/')).toEqual([]);
    expect(Object.keys(paths)).toHaveLength(served.length * 2);
    expect(schemas['io.k8s.api.core.v1.Pod']?.properties?.['spec']?.$ref).toBe(
      '#/definitions/io.k8s.api.core.v1.PodSpec',
    );
  });

  it('is the same document in protobuf, the only form that kubectl takes', () => {
    const type = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    const { status, headers, text } = ask(world, 'GET', '/openapi/v2?timeout=32s', { accept: type });
    expect([status, headers['content-type']]).toEqual([
      200,
      'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
    ]);
    const { definitions: schemas, paths } = document('/openapi/v2');
    const whole = fieldsOf(Buffer.from(text, 'base64'));
    const namedIn = (bytes: Buffer, field: number) =>
      new Map(
        fieldsOf(bytes)
          .get(field)
          ?.map((entry) => [textIn(entry, 1), messageIn(entry, 2)]),
      );
    const encoded = namedIn(whole.get(9)?.[0] ?? Buffer.of(), 1);
    expect(whole.get(1)?.toString()).toBe('2.0');
    expect([...encoded.keys()]).toEqual(Object.keys(schemas));
    expect([...namedIn(whole.get(8)?.[0] ?? Buffer.of(), 2).keys()]).toEqual(Object.keys(paths));
    for (const [name, { properties = {} }] of Object.entries(schemas)) {
      const schema = encoded.get(name) ?? Buffer.of();
      const members = namedIn(messageIn(schema, 25), 1);
      expect([name, [...members.keys()]]).toEqual([name, Object.keys(properties)]);
      for (const [member, { $ref = '', description = '' }] of Object.entries(properties)) {
        const told = members.get(member) ?? Buffer.of();
        expect([textIn(told, 1), textIn(told, 4)]).toEqual([$ref, description]);
      }
    }
    const containers = namedIn(
      messageIn(encoded.get('io.k8s.api.core.v1.PodSpec') ?? Buffer.of(), 25),
      1,
    ).get('containers');
    expect(textIn(messageIn(containers ?? Buffer.of(), 22), 1)).toBe('array');
    expect(textIn(messageIn(messageIn(containers ?? Buffer.of(), 23), 1), 1)).toBe(
      '#/definitions/io.k8s.api.core.v1.Container',
    );
  });
});

it('publishes no schema of the fabric at the root', () => {
  const own = Object.keys(definitions).filter((name) => !name.startsWith('io.k8s.'));
  expect(own).not.toEqual([]);
  const { definitions: schemas } = document('/openapi/v2');
  expect(own.filter((name) => Object.hasOwn(schemas, name))).toEqual([]);
});
