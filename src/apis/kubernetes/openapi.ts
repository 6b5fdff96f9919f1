// OpenAPI documents made from the kinds' schemas: v3 a group-version, v2 as one. kubectl checks fields, explains and
// computes patches with them. Built when first asked for, kept by the list of kinds they were built from.
import { bytesToBase64 } from '../../std/base64.ts';
import { hash128 } from '../../std/hash.ts';
import { DAY_MS, formatHttpDate } from '../../std/time.ts';
import { allVerbs, apiVersionOf, type Kind } from '../../store/kind.ts';
import type { Definitions, Schema } from '../../store/schema/schema.ts';
import { json, moved, pageNotFound, tagged } from './answer.ts';
import { groupVersions } from './discovery.ts';
import { plainResource } from './openapi-plain.ts';
import { openApiProtobuf } from './openapi-protobuf.ts';
import type { Headers, WireResponse } from './wire.ts';

/** Descriptions of definitions and their fields; they are large, so a host may hand them in late or not at all. */
export type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Node = Record<string, unknown>;

const refPrefix = { v2: '#/definitions/', v3: '#/components/schemas/' } as const;
type Dialect = keyof typeof refPrefix;

/** What kubectl asks version 2 in, and takes nothing else for; an answer's type has a dot where the question has `@`. */
const protobufAsked = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
const protobufType = protobufAsked.replace('@', '.');

/** For as long nobody need ask again for a document by its hash. */
const yearMs = 365 * DAY_MS;

const gvkKey = 'x-kubernetes-group-version-kind';

const contents = new WeakMap<Kind, string>();

/** What stands for a kind in the hash of its document: clients keep a document for as long as that is the same. */
function contentOf(kind: Kind): string {
  // What comes with the product changes only with it.
  if (kind.custom === undefined || kind.custom.brought !== undefined) return kind.plural;
  let content = contents.get(kind);
  if (content === undefined) {
    content = `${kind.plural} ${hash128(JSON.stringify([kind.definition, kind.subresources ?? []]))}`;
    contents.set(kind, content);
  }
  return content;
}

export class OpenApi {
  readonly #definitions: Definitions;
  readonly #descriptions: () => Descriptions;
  readonly #documents = new Map<string, string>();
  #builtFor: readonly Kind[] = [];
  #builtWith: Descriptions | undefined;

  constructor(definitions: Definitions, descriptions: () => Descriptions) {
    this.#definitions = definitions;
    this.#descriptions = descriptions;
  }

  /** Answers `/openapi/v2`, `/openapi/v3` and `/openapi/v3/<group-version>`; `hash` is that of the query. */
  answer(
    kinds: readonly Kind[],
    segments: readonly string[],
    headers: Headers = {},
    now = 0,
    hash?: string,
  ): WireResponse {
    const [, dialect, ...rest] = segments;
    const { accept = '' } = headers;
    const descriptions = this.#descriptions();
    const same =
      kinds.length === this.#builtFor.length && kinds.every((kind, index) => kind === this.#builtFor[index]);
    if (!same || descriptions !== this.#builtWith) {
      this.#documents.clear();
      this.#builtFor = kinds;
      this.#builtWith = descriptions;
    }
    if (dialect === 'v2' && rest.length === 0) {
      if (!accept.includes(protobufAsked)) return this.#body('v2', () => JSON.stringify(this.#v2(kinds)));
      const encoded = this.#body('v2 in protobuf', () => bytesToBase64(openApiProtobuf(this.#v2(kinds))));
      return { ...encoded, headers: { 'content-type': protobufType }, binary: true };
    }
    if (dialect !== 'v3') return pageNotFound();
    const served = groupVersions(kinds);
    const pathOf = (group: string, version: string) =>
      group === '' ? `api/${version}` : `apis/${group}/${version}`;
    const hashOf = (members: readonly Kind[]) =>
      hash128(`${members.map(contentOf).join()} ${Object.keys(descriptions).length}`).toUpperCase();
    const addressOf = (path: string, tag: string) => `/openapi/v3/${path}?hash=${tag}`;
    if (rest.length === 0) {
      const paths = served.map(({ group, version, kinds: members }) => {
        const path = pathOf(group, version);
        return [path, { serverRelativeURL: addressOf(path, hashOf(members)) }];
      });
      const told = json(200, { paths: Object.fromEntries(paths) });
      return tagged(told, hash128(told.body).toUpperCase(), headers);
    }
    const wanted = rest.join('/');
    const found = served.find(({ group, version }) => pathOf(group, version) === wanted);
    if (found === undefined) return pageNotFound();
    const tag = hashOf(found.kinds);
    if (hash !== undefined && hash !== '' && hash !== tag) return moved(addressOf(wanted, tag));
    const caching =
      hash === tag ? { 'cache-control': 'public, immutable', expires: formatHttpDate(now + yearMs) } : {};
    const document = this.#body(wanted, () => JSON.stringify(this.#v3(found.kinds)));
    return tagged(
      { ...document, headers: { ...document.headers, ...caching, vary: 'Accept' } },
      tag,
      headers,
    );
  }

  #body(name: string, build: () => string): WireResponse {
    let body = this.#documents.get(name);
    if (body === undefined) {
      body = build();
      this.#documents.set(name, body);
    }
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }

  #v3(kinds: readonly Kind[]): Node {
    return {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: 'unversioned' },
      paths: Object.fromEntries(kinds.flatMap((kind) => pathsOf(kind, 'v3'))),
      components: { schemas: this.#closure(kinds, 'v3') },
    };
  }

  #v2(kinds: readonly Kind[]): Node {
    return {
      swagger: '2.0',
      info: { title: 'Kubernetes', version: 'unversioned' },
      paths: Object.fromEntries(kinds.flatMap((kind) => pathsOf(kind, 'v2'))),
      definitions: this.#closure(kinds, 'v2'),
    };
  }

  /** The definitions of the kinds and everything that they refer to. */
  #closure(kinds: readonly Kind[], dialect: Dialect): Node {
    const result: Node = {};
    const own = new Map(kinds.flatMap((kind) => (kind.definition ? [[kind.schema, kind.definition]] : [])));
    const open = [...kinds.map((kind) => kind.schema), 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const custom = own.get(name);
      const schema =
        dialect === 'v2' && custom !== undefined
          ? plainResource(custom)
          : (custom ?? this.#definitions[name]);
      if (schema === undefined || name in result) continue;
      const texts = this.#descriptions()[name] ?? {};
      result[name] = published(schema, texts, dialect, (reference) => open.push(reference));
    }
    for (const kind of kinds) {
      const list = listDefinition(kind, dialect);
      result[list.name] = list.schema;
    }
    return result;
  }
}

function listDefinition(kind: Kind, dialect: Dialect): { readonly name: string; readonly schema: Node } {
  const { group, version } = kind;
  return {
    name: `${kind.schema}List`,
    schema: {
      type: 'object',
      required: ['items'],
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object' },
        items: { type: 'array', items: { $ref: refPrefix[dialect] + kind.schema } },
      },
      [gvkKey]: [{ group, version, kind: `${kind.kind}List` }],
    },
  };
}

function published(
  schema: Schema,
  texts: Readonly<Record<string, string>>,
  dialect: Dialect,
  refer: (name: string) => void,
): Node {
  const node: Node = {};
  const root = texts[''];
  if (root !== undefined) node['description'] = root;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      const properties: Node = {};
      for (const [name, property] of Object.entries(value as Record<string, Schema>)) {
        properties[name] = published(
          property,
          texts[name] === undefined ? {} : { '': texts[name] },
          dialect,
          refer,
        );
      }
      node['properties'] = properties;
    } else if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) {
      node[key] = published(value as Schema, {}, dialect, refer);
    } else if (key === '$ref') {
      refer(value as string);
      const reference = { $ref: refPrefix[dialect] + (value as string) };
      if (dialect === 'v3') node['allOf'] = [reference];
      else Object.assign(node, reference);
    } else if (key === 'x-go-type') {
      continue;
    } else if (key === 'oneOf' && dialect === 'v2') {
      // Version 2 knows no choices: what may be a text is one.
      node['type'] = 'string';
    } else {
      node[key] = value;
    }
  }
  return node;
}

const actions = {
  get: 'get',
  list: 'list',
  create: 'post',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
} as const;

function pathsOf(kind: Kind, dialect: Dialect): [string, Node][] {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${apiVersionOf(kind)}`;
  const base = `${root}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}`;
  const verbs = kind.verbs ?? allVerbs;
  const gvk = { group: kind.group, version: kind.version, kind: kind.kind };
  const parameter = (name: string) =>
    dialect === 'v3'
      ? { name, in: 'query', schema: { type: 'string', uniqueItems: true } }
      : { name, in: 'query', type: 'string', uniqueItems: true };
  const operation = (action: string, writes: boolean): Node => ({
    ...(writes
      ? { parameters: [parameter('dryRun'), parameter('fieldManager'), parameter('fieldValidation')] }
      : {}),
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': action,
    [gvkKey]: gvk,
  });
  const collection: Node = {};
  const single: Node = {};
  if (verbs.includes('list')) collection[actions.get] = operation('list', false);
  if (verbs.includes('create')) collection[actions.create] = operation('post', true);
  if (verbs.includes('get')) single[actions.get] = operation('get', false);
  if (verbs.includes('update')) single[actions.update] = operation('put', true);
  if (verbs.includes('patch')) single[actions.patch] = operation('patch', true);
  if (verbs.includes('delete')) single[actions.delete] = operation('delete', true);
  return [
    [base, collection],
    [`${base}/{name}`, single],
  ];
}
