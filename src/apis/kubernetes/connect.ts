// A connection to a part of an object, as admission sees it: the options that the query says, in the shape of their kind. What a
// client leaves open is absent. Source: apiserver pkg/endpoints/handlers/rest.go, ConnectResource; api core/v1, PodExecOptions and the like.
import type { Draft } from '../../std/draft.ts';
import type { StoredObject } from '../../store/object.ts';
import { keyOfTarget } from './read.ts';
import { pathAfter } from './route.ts';
import type { WireRequest } from './wire.ts';
import { optionsOf, type WriteCall, type WriteTools } from './write.ts';

/** The parts of an object that are connected to. */
export const connects: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy']);

const words: Readonly<Record<string, string>> = {
  exec: 'Exec',
  attach: 'Attach',
  portforward: 'PortForward',
  proxy: 'Proxy',
};

/** What a proxy is to ask for, without its query: empty where not even a slash follows. */
function pathBeyond(request: WireRequest): Readonly<Record<string, unknown>> {
  const [path = ''] = pathAfter(request).split('?');
  return path === '' ? {} : { path };
}

function said({ query, subresource, request }: WriteCall): Readonly<Record<string, unknown>> {
  if (subresource === 'proxy') return pathBeyond(request);
  const flags = ['stdin', 'stdout', 'stderr', 'tty'].flatMap((name) =>
    query.flag(name) ? [[name, true] as const] : [],
  );
  const container = query.get('container');
  const streams = { ...Object.fromEntries(flags), ...(container ? { container } : {}) };
  const ports = query.all('ports').map(Number);
  if (subresource === 'exec') return { ...streams, command: query.all('command') };
  if (subresource === 'attach') return streams;
  return ports.length === 0 ? {} : { ports };
}

/** Asks admission whether the connection may be. Throws its Refusal. */
export function admitConnection(tools: WriteTools, call: WriteCall): void {
  const { target, subresource } = call;
  const { scope, kind, name, namespace } = target;
  const options = {
    apiVersion: 'v1',
    kind: `${kind.kind}${words[subresource] ?? ''}Options`,
    // Whose part it is; the options themselves have no metadata.
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    ...said(call),
  };
  const { asked: _none, ...write } = optionsOf(call, { dryRun: false, fieldManager: '' }, 'connect');
  tools.pipeline.connect(
    scope.name,
    kind,
    keyOfTarget(target),
    options as unknown as Draft<StoredObject>,
    write,
  );
}
