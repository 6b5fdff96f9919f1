// What the program of a container answers by HTTP: files of its web root, or what its image is known for.
import type { Container } from '#types';
import type { Files } from '../shell/files.ts';
import type { HttpAnswer, HttpRequest } from '../shell/http.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { shortName } from '../kinds/core/pod/image.ts';
import { formatHttpDate, parseTime } from '../std/time.ts';
import { hostnameOf } from './environment.ts';
import { closes } from './http-text.ts';
import { imageOf } from './image.ts';

/** For the faces, which know no shell. */
export type { HttpRequest } from '../shell/http.ts';

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  500: 'Internal Server Error',
};

/** What a server says that it is. */
export const serverName = (container: Container): string => {
  const name = shortName(container.image ?? '');
  if (name.startsWith('nginx'))
    return `nginx/${/:(1\.\d+(\.\d+)?)/.exec(container.image ?? '')?.[1] ?? '1.27.5'}`;
  return name.startsWith('httpd') ? 'Apache/2.4.63 (Unix)' : name;
};

function types(path: string): string {
  const end = /\.([a-z0-9]+)$/.exec(path)?.[1] ?? '';
  const known: Readonly<Record<string, string>> = {
    html: 'text/html',
    css: 'text/css',
    js: 'application/javascript',
    json: 'application/json',
    txt: 'text/plain',
  };
  return known[end] ?? 'application/octet-stream';
}

function ofFiles(container: Container, root: string, files: Files, path: string): HttpAnswer {
  const asked = `${root}${path.split('?')[0] ?? ''}`.replace(/\/+$/, '');
  const file = files.isFolder(asked === '' ? '/' : asked) ? `${asked}/index.html` : asked;
  const text = files.read(file);
  if (text !== undefined) return answer(200, text, types(file));
  const status = files.isFolder(asked) ? 403 : 404;
  const title = `${status} ${reasons[status]}`;
  const name = serverName(container);
  return answer(
    status,
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${name}</center>\r\n</body>\r\n</html>\r\n`,
    'text/html',
  );
}

function answer(status: number, body: string, type: string): HttpAnswer {
  return { status, reason: reasons[status] ?? '', headers: [['Content-Type', type]], body };
}

/** `-text=hello`, `-text hello`: what http-echo is told to say. */
function textOf({ args = [], command = [] }: Container): string {
  const words = [...command, ...args];
  const at = words.findIndex((word) => /^--?text(=|$)/.test(word));
  const word = words[at] ?? '';
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[at + 1] ?? '');
}

/** So long after its start the program of Kubernetes' liveness example is well. */
export const ailsAfterMs = 10_000;

/** When the present run of a container began, in simulated milliseconds; 0 where it does not run. */
export function startOf(pod: Pod, { name }: Container): number {
  const status = pod.status?.containerStatuses?.find((each) => each.name === name);
  return parseTime(status?.state?.running?.startedAt ?? '') ?? 0;
}

function content(
  pod: Pod,
  container: Container,
  files: Files,
  request: HttpRequest,
  now: number,
): HttpAnswer {
  const { answers, says, webRoot } = imageOf(container);
  if (webRoot !== undefined) return ofFiles(container, webRoot, files, request.path);
  if (says !== undefined) {
    const version = /:v?(\d+(\.\d+)*)/.exec(container.image ?? '')?.[1] ?? '1';
    return answer(200, says.replace('{host}', hostnameOf(pod)).replace('{version}', version), 'text/plain');
  }
  if (answers === 'ailing') {
    const ranMs = now - startOf(pod, container);
    if (ranMs <= ailsAfterMs) return answer(200, 'ok', 'text/plain');
    return answer(500, `error: ${ranMs / 1000}`, 'text/plain');
  }
  if (answers === 'hostname') return answer(200, hostnameOf(pod), 'text/plain');
  if (answers === 'text') return answer(200, `${textOf(container)}\n`, 'text/plain');
  if (answers === 'echo') {
    const lines = [
      `Hostname: ${hostnameOf(pod)}`,
      `IP: ${pod.status?.podIP ?? ''}`,
      `${request.method} ${request.path} HTTP/1.1`,
      ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ];
    return answer(200, `${lines.join('\n')}\n`, 'text/plain');
  }
  return answer(200, `${shortName(container.image ?? '')} at ${hostnameOf(pod)}\n`, 'text/plain');
}

/** Whether a port of the container speaks HTTP at all; a database's does not. */
export function speaksHttp(container: Container): boolean {
  return !/^(redis|gb-redis|mysql|mariadb|postgres|mongo)/.test(shortName(container.image ?? ''));
}

export function serveHttp(
  pod: Pod,
  container: Container,
  files: Files,
  request: HttpRequest,
  now: number,
): HttpAnswer {
  const found = content(pod, container, files, request, now);
  // Apache says nothing where it keeps the connection.
  const connection = closes(request)
    ? ['close']
    : serverName(container).startsWith('Apache')
      ? []
      : ['keep-alive'];
  const length = new TextEncoder().encode(found.body).length;
  return {
    ...found,
    headers: [
      ['Server', serverName(container)],
      ['Date', formatHttpDate(now)],
      ...found.headers,
      ['Content-Length', String(length)],
      ...connection.map((value): readonly [string, string] => ['Connection', value]),
    ],
    body: request.method === 'HEAD' ? '' : found.body,
  };
}
