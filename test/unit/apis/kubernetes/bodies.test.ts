// Bodies in each of their forms, and everything that can be wrong with one before its fields are looked at.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { base64ToBytes } from '../../../../src/std/base64.ts';
import { mediaTypes, type WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin, type World } from '../../../../src/world.ts';
import { worldOf, type Body } from '../../../worlds/setup.ts';
import { samples } from './samples.ts';
import { ask, configMap, maps, refused } from './support.ts';

/** JSON in block style with every scalar quoted, which is YAML. */
function yamlOf(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}`;
  const entries = Object.entries(value);
  if (entries.length === 0) return Array.isArray(value) ? ' []' : ' {}';
  return entries
    .map(
      ([key, member]) =>
        `\n${indent}${Array.isArray(value) ? '-' : `${JSON.stringify(key)}:`}${yamlOf(member, `${indent}  `)}`,
    )
    .join('');
}

/** What two runs of the same write never share. */
function same({ metadata, ...rest }: Body): object {
  const { uid: _uid, resourceVersion: _rv, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

describe.each(samples)('$row', ({ path, object }) => {
  it('is the same from JSON and from YAML', () => {
    const fromJson = ask(worldOf(), 'POST', path, { body: object });
    const fromYaml = ask(worldOf(), 'POST', path, { body: yamlOf(object), type: 'application/yaml' });
    expect(fromYaml.status, fromYaml.text).toBe(201);
    expect(same(fromYaml.body)).toEqual(same(fromJson.body));
  });
});

function recorded(name: string): { readonly base64: string; readonly json: unknown } {
  const file = (ending: string) =>
    readFileSync(new URL(`../../../golden/protobuf/${name}.${ending}`, import.meta.url), 'utf8');
  return { base64: file('txt').replaceAll(/\s/g, ''), json: JSON.parse(file('json')) };
}

function sendProtobuf(
  world: World,
  path: string,
  base64: string,
): { readonly status: number; readonly body: Body } {
  const request = {
    method: 'POST',
    path: `${path}?fieldManager=kubectl-create&fieldValidation=Strict`,
    headers: { 'content-type': mediaTypes.protobuf },
    body: base64,
    binary: true,
  };
  const { status, body } = world.request(request, clusterAdmin) as WireResponse;
  return { status, body: JSON.parse(body) as Body };
}

describe('protobuf', () => {
  it.each([
    ['configmap', maps],
    ['deployment', '/apis/apps/v1/namespaces/demo/deployments'],
    ['deployment-command', '/apis/apps/v1/namespaces/demo/deployments'],
    ['namespace', '/api/v1/namespaces'],
    ['secret-generic', '/api/v1/namespaces/demo/secrets'],
    ['secret-docker-registry', '/api/v1/namespaces/demo/secrets'],
    ['serviceaccount', '/api/v1/namespaces/demo/serviceaccounts'],
    ['service-nodeport', '/api/v1/namespaces/demo/services'],
    ['service-headless', '/api/v1/namespaces/demo/services'],
    ['service-externalname', '/api/v1/namespaces/demo/services'],
    ['role', '/apis/rbac.authorization.k8s.io/v1/namespaces/demo/roles'],
    ['rolebinding', '/apis/rbac.authorization.k8s.io/v1/namespaces/demo/rolebindings'],
    ['clusterrole', '/apis/rbac.authorization.k8s.io/v1/clusterroles'],
    ['clusterrolebinding', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'],
  ])('%s, as kubectl 1.33 sent it, makes what its JSON makes', (name, path) => {
    const { base64, json } = recorded(name);
    // What kubectl was told on the command line: another namespace than here.
    const body = json as { metadata: { namespace?: string } };
    const at =
      body.metadata.namespace === undefined ? path : path.replace('/demo/', `/${body.metadata.namespace}/`);
    const world = worldOf();
    const fromProtobuf = sendProtobuf(world, at, base64);
    expect(fromProtobuf.status, JSON.stringify(fromProtobuf.body)).toBe(201);
    const fromJson = ask(worldOf(), 'POST', `${at}?fieldManager=kubectl-create`, { body: json });
    expect(same(fromProtobuf.body)).toEqual(same(fromJson.body));
  });

  it.each<readonly [string, string, string]>([
    ['nothing', '', 'empty data (<empty>)'],
    [
      'JSON',
      Buffer.from('{"kind":"ConfigMap"}').toString('base64'),
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] ({"kind":"ConfigMap"})',
    ],
    [
      'other bytes',
      Buffer.from([1, 2, 3]).toString('base64'),
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] (010203)',
    ],
    ['no base64', '***', 'empty data (<empty>)'],
  ])('of %s is refused', (_, base64, why) => {
    const { status, body } = sendProtobuf(worldOf(), maps, base64);
    expect([status, body.message]).toEqual([
      400,
      `the object provided is unrecognized (must be of type ConfigMap): ${why}`,
    ]);
  });

  it('of another kind than the address has is refused', () => {
    expect(sendProtobuf(worldOf(), maps, recorded('serviceaccount').base64).body.message).toBe(
      'ServiceAccount in version "v1" cannot be handled as a ConfigMap: converting (v1.ServiceAccount) to (core.ConfigMap): unknown conversion',
    );
  });

  it('is what the recordings are', () => {
    expect('bytes' in base64ToBytes(recorded('configmap').base64)).toBe(true);
  });
});

describe('type and version', () => {
  it.each<readonly [string, object, string]>([
    [
      'a kind that nobody knows',
      { apiVersion: 'v1', kind: 'Foo' },
      'Foo in version "v1" cannot be handled as a ConfigMap: no kind "Foo" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      'a version that nobody knows',
      { apiVersion: 'v9', kind: 'ConfigMap' },
      'ConfigMap in version "v9" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v9" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      'a kind of another group',
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      'Deployment in version "v1" cannot be handled as a ConfigMap: converting (v1.Deployment) to (core.ConfigMap): unknown conversion',
    ],
    [
      'a kind in a group that has others',
      { apiVersion: 'apps/v1', kind: 'ConfigMap' },
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "apps/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
  ])('%s', (_, type, message) => {
    const body = { ...configMap('a'), ...type };
    expect(refused(worldOf(), 'POST', maps, { body })).toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message,
    });
  });

  it('of the same kind in another group do not match', () => {
    const body = {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: 'a' },
      involvedObject: { namespace: 'demo' },
    };
    expect(refused(worldOf(), 'POST', '/api/v1/namespaces/demo/events', { body }).message).toBe(
      'the API version in the data (events.k8s.io/v1) does not match the expected API version (v1)',
    );
  });

  it.each([
    {},
    { apiVersion: 'v1' },
    { kind: 'ConfigMap' },
    { apiVersion: '', kind: '' },
    { apiVersion: null },
  ])('%j is filled in from the address', (type) => {
    const body = { ...type, metadata: { name: 'a' } };
    expect(ask(worldOf(), 'POST', maps, { body })).toMatchObject({
      status: 201,
      body: { apiVersion: 'v1', kind: 'ConfigMap' },
    });
  });
});

describe('bodies that are none', () => {
  const lead = 'the object provided is unrecognized (must be of type ConfigMap): ';
  const parse = "couldn't get version/kind; json parse error: ";
  const struct =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

  it.each([
    ['', `${lead}${parse}unexpected end of JSON input (<empty>)`],
    ['{"kind":', `${lead}${parse}unexpected end of JSON input ({"kind":)`],
    [
      '{"kind":"ConfigMap","metadata":{{',
      `${lead}${parse}invalid character '{' looking for beginning of object key string ({"kind":"ConfigMap","metadata" ...)`,
    ],
    ['[]', `${lead}${parse}json: cannot unmarshal array into Go value of type ${struct} (5b5d)`],
    ['"x"', `${lead}${parse}json: cannot unmarshal string into Go value of type ${struct} (227822)`],
    [
      '{"kind":1}',
      `${lead}${parse}json: cannot unmarshal number into Go struct field .kind of type string ({"kind":1})`,
    ],
    [
      '{"apiVersion":[]}',
      `${lead}${parse}json: cannot unmarshal array into Go struct field .apiVersion of type string ({"apiVersion":[]})`,
    ],
  ])('JSON %j', (body, message) => {
    expect(refused(worldOf(), 'POST', maps, { body })).toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message,
    });
  });

  it('JSON null is an object with nothing in it', () => {
    expect(refused(worldOf(), 'POST', maps, { body: 'null' }).message).toBe(
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  });

  it.each([
    ['a:\n\t- b', `${lead}yaml: line 2: found character that cannot start any token (613a0a092d2062)`],
    ['- a', `${lead}${parse}json: cannot unmarshal array into Go value of type ${struct} (2d2061)`],
  ])('YAML %j', (body, message) => {
    expect(refused(worldOf(), 'POST', maps, { body, type: 'application/yaml' }).message).toBe(message);
  });

  it('YAML with a key twice is minded strictly, and else the last counts', () => {
    const body = 'metadata: {name: twice}\ndata: {a: x}\ndata: {a: z}\n';
    const twice = 'line 3: key "data" already set in map';
    const type = 'application/yaml';
    const world = worldOf();
    expect(refused(world, 'POST', `${maps}?fieldValidation=Strict`, { body, type }).message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: ' +
        `yaml: unmarshal errors:\n  ${twice}`,
    );
    const made = ask(world, 'POST', maps, { body, type });
    expect(made.body).toMatchObject({ data: { a: 'z' } });
    expect(made.headers['warning']).toEqual([`299 - "${twice.replaceAll('"', '\\"')}"`]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/merge-patch+json', 'nonsense'])(
    'of type %s',
    (type) => {
      for (const method of ['POST', 'PUT']) {
        const path = method === 'PUT' ? `${maps}/kube-root-ca.crt` : maps;
        expect(refused(worldOf(), method, path, { body: configMap('a'), type })).toMatchObject({
          code: 415,
          reason: 'UnsupportedMediaType',
          message:
            'the body of the request was in an unknown format - accepted media types include: ' +
            'application/json, application/yaml, application/vnd.kubernetes.protobuf',
        });
      }
    },
  );

  it('take a media type with parameters, in any case, or none', () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', undefined]) {
      const asked = type === undefined ? {} : { type };
      expect(ask(worldOf(), 'POST', maps, { body: configMap('a'), ...asked }).status).toBe(201);
    }
  });
});

describe('names', () => {
  it('are undeterminable where a replacement has none', () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} };
    expect(refused(worldOf(), 'PUT', `${maps}/a`, { body })).toMatchObject({
      code: 400,
      message: 'the name of the object (a based on URL) was undeterminable: name must be provided',
    });
  });

  it('of namespaces must be those of the address', () => {
    const metadata = { name: 'kube-root-ca.crt', namespace: 'other' };
    const world = worldOf();
    const path = `${maps}/kube-root-ca.crt`;
    expect(refused(world, 'PUT', path, { body: { ...configMap(''), metadata } }).message).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
    expect(refused(world, 'PATCH', path, { body: { metadata }, type: mediaTypes.mergePatch }).message).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  });

  it('with signs of an address in them are read from it', () => {
    const world = worldOf();
    const path = '/apis/rbac.authorization.k8s.io/v1/namespaces/demo/roles';
    const metadata = { name: 'system:a+b' };
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: [] };
    expect(ask(world, 'POST', path, { body: role }).status).toBe(201);
    for (const name of ['system:a+b', 'system%3Aa%2Bb'])
      expect(ask(world, 'GET', `${path}/${name}`).status).toBe(200);
    expect(ask(world, 'GET', `${path}/%zz`).status).toBe(404);
  });
});
