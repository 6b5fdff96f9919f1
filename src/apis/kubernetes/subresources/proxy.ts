// `pods/proxy`, `services/proxy`, `nodes/proxy`: HTTP to what listens in a Pod, or to a kubelet, by way of the API server.
// Source: kubernetes pkg/registry/core/{pod,service}, ResourceLocation; apimachinery pkg/util/proxy.
// Deliberately absent: links in pages are not rewritten, connections are not upgraded.
import type { Endpoints, EndpointSubset } from '#types';
import { serveHttp, speaksHttp, type HttpRequest } from '../../../containers/http.ts';
import { listensOn } from '../../../containers/image.ts';
import { filesOf } from '../../../containers/script/wrote.ts';
import { isTerminal, type Pod } from '../../../kinds/core/pod/pod.ts';
import type { Node } from '../../../kinds/core/node.ts';
import type { Service } from '../../../kinds/core/service/service.ts';
import { crxOf } from '../../../kinds/vsphere/machine.ts';
import { keyedHash } from '../../../std/hash.ts';
import type { StoredObject } from '../../../store/object.ts';
import { badRequest, notFound, Refusal } from '../../../store/refusal.ts';
import type { ReadView } from '../../../store/view.ts';
import type { WireAnswer, WireRequest, WireResponse } from '../wire.ts';
import type { WriteCall, WriteTools } from '../write.ts';
import { pathAfter } from '../route.ts';
import type { ServeSubresource } from './index.ts';
import { askKubelet, kubeletUnreached } from '../kubelet/server.ts';

/** Where a request goes: a Pod's address. */
interface Place {
  readonly pod: Pod;
  readonly address: string;
  readonly port: number;
}

const unavailable = (message: string): Refusal => new Refusal(503, 'ServiceUnavailable', message);

const unreached = (why: string): Refusal => unavailable(`error trying to reach service: ${why}`);

/** `name`, `name:port`, `scheme:name:port`. */
function split(id: string, resource: string): { readonly name: string; readonly port: string } {
  const parts = id.split(':');
  const [scheme, name = '', port = ''] = parts.length > 2 ? parts : ['', ...parts];
  if (parts.length > 3 || name === '' || !['', 'http', 'https'].includes(scheme ?? ''))
    throw badRequest(`invalid ${resource} request ${JSON.stringify(id)}`);
  return { name, port };
}

/** What is looked for on the way is, where it is not there, named as what was asked for. */
function existing<T extends StoredObject>(
  view: ReadView,
  plural: string,
  name: string,
  namespace: string,
  asked = plural,
): T {
  const object = view.get<T>(`core/${plural}`, name, namespace);
  if (object === undefined) throw notFound({ group: '', plural: asked }, name);
  return object;
}

function ofPod(view: ReadView, namespace: string, id: string): Place {
  const { name, port } = split(id, 'pod');
  const pod = existing<Pod>(view, 'pods', name, namespace);
  const declared = pod.spec.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;
  const address = pod.status?.podIP;
  if (!address) throw badRequest('address not allowed');
  return { pod, address, port: Number(port === '' ? (declared ?? 80) : port) };
}

/** The name of the port that is asked for, be it by its name or its number. */
function portName(view: ReadView, namespace: string, name: string, port: string): string {
  if (!/^\d+$/.test(port)) return port;
  const { spec } = existing<Service>(view, 'services', name, namespace);
  const found = spec.ports?.find((candidate) => candidate.port === Number(port));
  if (found === undefined)
    throw unavailable(`no service port ${Number(port)} found for service ${JSON.stringify(name)}`);
  return found.name ?? '';
}

function placesIn(
  view: ReadView,
  { addresses = [], ports = [] }: EndpointSubset,
  port: string,
): readonly Place[] {
  const number = ports.find(({ name = '' }) => name === port)?.port;
  if (number === undefined) return [];
  return addresses.flatMap(({ ip, targetRef }) => {
    const pod = view.get<Pod>('core/pods', targetRef?.name ?? '', targetRef?.namespace);
    return pod?.status?.podIP === ip ? [{ pod, address: ip, port: number }] : [];
  });
}

function ofService(view: ReadView, namespace: string, id: string): Place {
  const { name, port } = split(id, 'service');
  const wanted = portName(view, namespace, name, port);
  const endpoints = existing<StoredObject & Endpoints>(view, 'endpoints', name, namespace, 'services');
  const { subsets = [] } = endpoints;
  if (subsets.length === 0) throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  const places = subsets.flatMap((subset) => placesIn(view, subset, wanted));
  const place = places[keyedHash(view.now, endpoints.metadata.uid) % Math.max(1, places.length)];
  if (place === undefined) throw unavailable(`no endpoints available for service ${JSON.stringify(id)}`);
  return place;
}

function asked(place: Place, request: WireRequest, path: string): HttpRequest {
  const headers: [string, string][] = [['Host', `${place.address}:${place.port}`]];
  for (const [name, value] of Object.entries(request.headers ?? {}))
    if (!['authorization', 'connection', 'host'].includes(name)) headers.push([name, value]);
  return {
    method: request.method,
    path,
    headers,
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

/** Leaves out what the server that answers says by itself. */
const ownHeaders = new Set(['connection', 'content-length', 'date']);

function speak(view: ReadView, place: Place, request: HttpRequest): WireResponse {
  const { pod, address, port } = place;
  const running = new Set(
    (pod.status?.containerStatuses ?? []).flatMap(({ name, state }) =>
      state?.running === undefined ? [] : [name],
    ),
  );
  const container = pod.spec.containers.find(
    (each) => running.has(each.name) && listensOn(each).includes(port),
  );
  if (isTerminal(pod) || container === undefined)
    throw unreached(`dial tcp ${address}:${port}: connect: connection refused`);
  if (!speaksHttp(container)) throw unreached('EOF');
  const files = filesOf(view, pod, container, crxOf(pod, view));
  const { status, headers, body } = serveHttp(pod, container, files, request, view.now);
  const kept = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !ownHeaders.has(name));
  return { status, headers: Object.fromEntries(kept), body };
}

function ofNode(tools: WriteTools, call: WriteCall, path: string): WireAnswer {
  const { view, name: id } = call.target;
  const { name, port } = split(id, 'node');
  const node = existing<Node>(view, 'nodes', name, '');
  const why = kubeletUnreached(node, port);
  if (why !== undefined) throw unreached(why);
  return askKubelet(tools, call, node, path);
}

export const proxy: ServeSubresource = (tools, call) => {
  const { target, request } = call;
  const { kind, view, namespace, name } = target;
  if (kind.plural === 'nodes') return ofNode(tools, call, pathAfter(request));
  const place = kind.plural === 'pods' ? ofPod(view, namespace, name) : ofService(view, namespace, name);
  const path = pathAfter(request);
  if (!path.startsWith('/')) {
    const [base = '', ...query] = request.path.split('?');
    const location = [`${base}/`, ...query].join('?');
    return { status: 301, headers: { location }, body: '' };
  }
  return speak(view, place, asked(place, request, path));
};
