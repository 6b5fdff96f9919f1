// kubectl proxy: a port of this machine that leads to the API server, in the name of whoever runs it. Source: kubectl
// pkg/cmd/proxy, pkg/proxy. Deliberately absent: files of one's own (--www), sockets; watches, which curl does not follow.
import { RE2JS } from 're2js';
import { err, out, request as ask, type Run } from '../../effect.ts';
import type { HttpAnswer, HttpRequest } from '../../../shell/http.ts';
import { answerOf, wireOf } from '../../curl.ts';
import { freePort, listenersOf } from '../../listeners.ts';
import { hostOf, identityOf } from '../api/client.ts';
import { logHead } from '../api/unreachable.ts';
import type { Call, Command } from '../command.ts';
import { ConnectionFailure, Failure, untilInterrupt } from '../failure.ts';

const defaults = {
  'accept-hosts': '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$',
  'accept-paths': '^.*',
  'reject-methods': '^$',
  'reject-paths': '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
} as const;

type Filter = keyof typeof defaults;

function patternsOf({ flags }: Call, name: Filter): readonly RE2JS[] {
  const text = flags.text(name);
  return (text === '' ? [] : text.split(',')).map((pattern) => {
    try {
      return RE2JS.compile(pattern);
    } catch {
      throw new Failure(`--${name}: ${pattern} is no regular expression`);
    }
  });
}

/** What decides whether a request may pass. */
function filterOf(call: Call): (request: HttpRequest) => boolean {
  if (call.flags.is('disable-filter')) return () => true;
  const names = Object.keys(defaults) as readonly Filter[];
  const patterns = new Map(names.map((name) => [name, patternsOf(call, name)]));
  const fits = (name: Filter, text: string) =>
    (patterns.get(name) ?? []).some((pattern) => pattern.matcher(text).find());
  return ({ method, path, headers }) => {
    const [bare = ''] = path.split('?');
    const host = headers.findLast(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
    if (fits('reject-paths', bare) || fits('reject-methods', method)) return false;
    return fits('accept-paths', bare) && fits('accept-hosts', host.replace(/:\d+$/, ''));
  };
}

function plain(status: number, reason: string, body: string): HttpAnswer {
  return { status, reason, headers: [['Content-Type', 'text/plain; charset=utf-8']], body };
}

function* run(call: Call): Run<void> {
  const { client, flags, session } = call;
  const { endpoint, prefix: serverPath } = client.effective();
  const identity = yield* identityOf(client);
  const prefix = flags.text('api-prefix').replace(/\/*$/, '/');
  const passes = filterOf(call);
  if (flags.is('disable-filter')) {
    const told = 'Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious';
    yield* err(`${yield* logHead('W', 'proxy.go:189')}${told}\n`);
  }
  const listeners = listenersOf(session);
  const address = flags.text('address');
  const given = flags.number('port');
  if (given < 0 || given > 65_535) throw new Failure(`listen tcp: address ${given}: invalid port`);
  const port = given === 0 ? freePort(listeners) : given;
  if (listeners.has(port)) throw new Failure(`listen tcp ${address}:${port}: bind: address already in use`);
  listeners.set(port, function* (request) {
    if (!passes(request)) return plain(403, 'Forbidden', 'Forbidden\n');
    if (!request.path.startsWith(prefix)) return plain(404, 'Not Found', '404 page not found\n');
    const asked = wireOf(request);
    const path = `${flags.is('append-server-path') ? serverPath : ''}/${request.path.slice(prefix.length)}`;
    const answer = yield* ask(endpoint, { ...asked, path, headers: { ...asked.headers, ...identity } });
    if (!('trouble' in answer)) return answerOf(answer);
    return plain(
      502,
      'Bad Gateway',
      `${new ConnectionFailure(answer.trouble, hostOf(endpoint.server)).message}`,
    );
  });
  try {
    yield* out(`Starting to serve on ${address}:${port}\n`);
    yield* untilInterrupt();
  } finally {
    listeners.delete(port);
  }
}

export const proxy: Command = {
  name: 'proxy',
  summary: 'let a port of this machine lead to the API server',
  usage: '[--port=PORT] [--api-prefix=PREFIX]',
  flags: [
    {
      name: 'accept-hosts',
      type: 'string',
      value: defaults['accept-hosts'],
      help: 'hosts that may be asked',
    },
    {
      name: 'accept-paths',
      type: 'string',
      value: defaults['accept-paths'],
      help: 'paths that may be asked',
    },
    { name: 'address', type: 'string', value: '127.0.0.1', help: 'address to serve on' },
    { name: 'api-prefix', type: 'string', value: '/', help: 'path under which the API is' },
    {
      name: 'append-server-path',
      type: 'bool',
      value: 'false',
      help: 'put the path of the server’s address in front',
    },
    { name: 'disable-filter', type: 'bool', value: 'false', help: 'let every request pass' },
    {
      name: 'keepalive',
      type: 'duration',
      value: '0s',
      help: 'how long a connection lasts (no effect here)',
    },
    { name: 'port', short: 'p', type: 'int', value: '8001', help: 'port to serve on; 0 for any' },
    {
      name: 'reject-methods',
      type: 'string',
      value: defaults['reject-methods'],
      help: 'methods that may not be asked',
    },
    {
      name: 'reject-paths',
      type: 'string',
      value: defaults['reject-paths'],
      help: 'paths that may not be asked',
    },
    { name: 'unix-socket', short: 'u', type: 'string', absent: true, help: 'socket to serve on' },
    { name: 'www', short: 'w', type: 'string', absent: true, help: 'folder with files to serve, too' },
    { name: 'www-prefix', short: 'P', type: 'string', value: '/static/', help: 'path of those files' },
  ],
  examples: ['kubectl proxy &', 'curl localhost:8001/api/v1/namespaces/demo/pods'],
  run,
};
