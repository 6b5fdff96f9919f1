// Answers in protobuf: of every built-in kind what JSON says, of custom kinds none but their metadata.
import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from '../../../../../src/apis/kubernetes/protobuf/decode.ts';
import { isBuiltIn } from '../../../../../src/apis/kubernetes/showing.ts';
import { isResponse, isStream } from '../../../../../src/apis/kubernetes/wire.ts';
import { clusterAdmin } from '../../../../../src/world.ts';
import { deployment, pass, paths, worldOf, type Body } from '../../../../worlds/setup.ts';
import { samples } from '../samples.ts';
import { ask, configMap, maps, tableType } from '../support.ts';

const protobuf = 'application/vnd.kubernetes.protobuf';
const world = worldOf();
for (const { path, object } of samples) ask(world, 'POST', path, { body: object });
ask(world, 'POST', paths.deployments, { body: deployment('web', 3) });
pass(world, 60);
/** An answer in protobuf, decoded. */
function told(method: string, path: string, accept = protobuf, body?: unknown): Body {
  const answer = world.request(
    { method, path, headers: { accept }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
    clusterAdmin,
  );
  if (!isResponse(answer) || answer.binary !== true) throw new Error(`${path} is no protobuf`);
  expect(answer.headers['content-type']).toBe(protobuf);
  const decoded = decodeProtobuf(Buffer.from(answer.body, 'base64'));
  if ('error' in decoded) throw new Error(decoded.error);
  return decoded.value as unknown as Body;
}

/** What protobuf cannot tell from what is not there: null, and nothing in a list or map. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && !(Array.isArray(member) && member.length === 0))
      .map(([key, member]) => [key, plain(member)]),
  );
}

const listed = world
  .view('supervisor')
  .served.filter((kind) => isBuiltIn(kind) && (kind.verbs ?? ['list']).includes('list'));

describe('a list of every built-in kind', () => {
  it.each(listed.map((kind) => [`${kind.group}/${kind.version} ${kind.plural}`, kind] as const))(
    '%s',
    (_row, { group, version, plural }) => {
      const path = `/${group === '' ? 'api' : `apis/${group}`}/${version}/${plural}`;
      expect(plain(told('GET', path))).toEqual(plain(ask(world, 'GET', path).body));
    },
  );
});

const map = `${maps}/kube-root-ca.crt`;
const customs = '/apis/example.com/v1/namespaces/demo/samples';

describe('protobuf is answered', () => {
  it.each([
    ['GET', map, 'ConfigMap'],
    ['GET', '/apis/apps/v1/namespaces/demo/deployments/web/scale', 'Scale'],
    ['GET', '/apis', 'APIGroupList'],
    ['GET', '/apis/apps', 'APIGroup'],
    ['GET', '/apis/apps/v1', 'APIResourceList'],
    ['GET', `${maps}/nope`, 'Status'],
    ['GET', '/apis/apps/v1/nonsense', 'Status'],
    ['GET', '/apis/metrics.k8s.io/v1beta1/pods', 'PodMetricsList'],
  ])('%s %s', (method, path, kind) => {
    const answer = told(method, path);
    expect(answer.kind).toBe(kind);
    expect(answer).toMatchObject(plain(ask(world, method, path).body) as object);
  });

  it('to what is written', () => {
    const made = told('POST', maps, protobuf, configMap('made', { a: '1' }));
    expect(made).toMatchObject({ kind: 'ConfigMap', data: { a: '1' } });
    const changed = { ...configMap('made', { a: '2' }) };
    expect(told('PUT', `${maps}/made`, protobuf, changed)).toMatchObject({ data: { a: '2' } });
    expect(told('DELETE', `${maps}/made`)).toMatchObject({ kind: 'Status', status: 'Success' });
    const review = { spec: { resourceAttributes: { verb: 'get', resource: 'pods' } } };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    expect(told('POST', path, protobuf, review)).toMatchObject({ status: { allowed: true } });
  });

  it.each([
    `${protobuf},application/json`,
    `application/json;q=0.5,${protobuf}`,
    `${protobuf};stream=watch`,
    `${tableType.replace('application/json', protobuf)},${protobuf}`,
    `text/html,${protobuf};q=0.1`,
  ])('where that is wanted most: %s', (accept) => {
    expect(told('GET', map, accept).kind).toBe('ConfigMap');
  });

  it.each([
    ['application/json', 'application/json'],
    [`${protobuf};q=0.5,application/json`, 'application/json'],
    [`*/*,${protobuf}`, 'application/json'],
    [`${tableType},${protobuf}`, 'application/json'],
    [`application/yaml,${protobuf}`, 'application/yaml'],
  ])('and not otherwise: %s', (accept, type) => {
    expect(ask(world, 'GET', map, { accept }).headers['content-type']).toBe(type);
  });

  it('of metadata alone, in either version', () => {
    for (const version of ['v1', 'v1beta1']) {
      const metadata = (kind: string) => `${protobuf};as=${kind};g=meta.k8s.io;v=${version}`;
      expect(told('GET', map, metadata('PartialObjectMetadata'))).toMatchObject({
        kind: 'PartialObjectMetadata',
        apiVersion: `meta.k8s.io/${version}`,
        metadata: { name: 'kube-root-ca.crt' },
      });
      const list = told('GET', maps, metadata('PartialObjectMetadataList'));
      expect(list).toMatchObject({ kind: 'PartialObjectMetadataList' });
      expect(list.items?.map((item) => item.metadata.name)).toEqual(['kube-root-ca.crt', 'sample']);
      expect(told('GET', customs, metadata('PartialObjectMetadataList'))).toMatchObject({
        metadata: { resourceVersion: expect.any(String) as string },
      });
    }
  });

  it('of the core versions, which say no version of their own', () => {
    const { text } = ask(world, 'GET', '/api', { accept: protobuf });
    expect(Buffer.from(text, 'base64').toString('hex')).toMatch(/^6b3873000a0f0a00120b4150495665/);
  });

  it('never of what the server says of itself', () => {
    expect(ask(world, 'GET', '/version', { accept: protobuf }).body).toMatchObject({ major: '1' });
  });
});

describe('a custom kind has none', () => {
  it('and is JSON where the client takes that too', () => {
    const { body, headers } = ask(world, 'GET', customs, { accept: `${protobuf},application/json` });
    expect([body.kind, headers['content-type']]).toEqual(['SampleList', 'application/json']);
  });

  it('or is refused', () => {
    const status = told('GET', customs);
    expect(status).toMatchObject({
      code: 406,
      reason: 'NotAcceptable',
      message:
        'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    });
    expect(told('GET', `${customs}?watch=true`).message).toBe(status.message);
  });
});

/** A watch's frames, read by their lengths. */
function framesOf(path: string, accept: string) {
  const answer = world.request({ method: 'GET', path, headers: { accept } }, clusterAdmin);
  if (!isStream(answer) || answer.binary !== true) throw new Error(`${path} is no watch in protobuf`);
  expect(answer.headers['content-type']).toBe(`${protobuf};stream=watch`);
  const parts: Buffer[] = [];
  let bookmark: (() => void) | undefined;
  const stop = answer.open({
    frame: (frame) => parts.push(Buffer.from(frame, 'base64')),
    end: () => undefined,
    onBookmark: (send) => {
      bookmark = send;
    },
  });
  const take = () => {
    let rest = Buffer.concat(parts.splice(0));
    const events: { type: string; object: Body }[] = [];
    while (rest.length > 0) {
      const length = rest.readUInt32BE(0);
      const event = rest.subarray(4, 4 + length);
      rest = rest.subarray(4 + length);
      const typeLength = event[1] ?? 0;
      const at = event.indexOf('k8s\0');
      const decoded = decodeProtobuf(event.subarray(at));
      if ('error' in decoded) throw new Error(decoded.error);
      events.push({
        type: event.toString('utf8', 2, 2 + typeLength),
        object: decoded.value as unknown as Body,
      });
    }
    return events.map(
      ({ type, object }) => `${type} ${object.kind} ${object.metadata.name ?? object.message ?? ''}`,
    );
  };
  return { take, stop, bookmark: () => bookmark?.() };
}

describe('a watch in protobuf', () => {
  it('tells what comes, each in its frame', () => {
    const { take, stop, bookmark } = framesOf(`${maps}?watch=true&allowWatchBookmarks=true`, protobuf);
    expect(take()).toEqual(['ADDED ConfigMap kube-root-ca.crt', 'ADDED ConfigMap sample']);
    ask(world, 'POST', maps, { body: configMap('seen') });
    ask(world, 'DELETE', `${maps}/seen`);
    bookmark();
    expect(take()).toEqual(['ADDED ConfigMap seen', 'DELETED ConfigMap seen', 'BOOKMARK ConfigMap ']);
    stop();
  });

  it('tells metadata of custom kinds, and why it ends', () => {
    const accept = `${protobuf};as=PartialObjectMetadata;g=meta.k8s.io;v=v1`;
    expect(framesOf(`${customs}?watch=true`, accept).take()).toEqual([]);
    const [old] = framesOf(`${maps}?watch=true&resourceVersion=1`, protobuf).take();
    expect(old).toMatch(/^ERROR Status too old resource version: 1/);
  });
});
