// curl, over whatever way to others it is given. Source of words and exit codes: curl's manual.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { addressOf, redirectionOf, type Address, type HttpAnswer, type HttpRequest } from '../http.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { parseOptions, type Options } from './options.ts';

/** What becomes of a request. */
export type Reached =
  | {
      readonly type: 'answer';
      readonly ip: string;
      readonly answer: HttpAnswer;
    }
  /** Something is there that speaks otherwise. */
  | { readonly type: 'silent' }
  | { readonly type: 'unknown' | 'refused' | 'timeout' | 'untrusted' };

/** Carries a request to its address. @param trusts whether any certificate will do */
export type Reach = (
  address: Address,
  request: HttpRequest,
  trusts: boolean,
  session: Session,
) => Run<Reached>;

const long = {
  silent: 's',
  'show-error': 'S',
  head: 'I',
  include: 'i',
  insecure: 'k',
  location: 'L',
  fail: 'f',
  verbose: 'v',
  output: 'o',
  'write-out': 'w',
  header: 'H',
  request: 'X',
  data: 'd',
  'max-time': 'm',
  'connect-timeout': 'c',
  user: 'u',
  'user-agent': 'A',
  cacert: 'E',
  'data-raw': 'd',
  'data-binary': 'd',
  retry: 'R',
  compressed: '0',
  'no-progress-meter': '0',
  'fail-with-body': 'f',
  http1: '0',
} as const;

const codes = {
  resolve: 6,
  connect: 7,
  http: 22,
  write: 23,
  data: 26,
  timeout: 28,
  tls: 35,
  redirections: 47,
  empty: 52,
  trust: 60,
} as const;

function headText({ status, reason, headers }: HttpAnswer): string {
  return [
    `HTTP/1.1 ${status} ${reason}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
}

/** What `-d` sends: words, or the content of a file behind `@`; undefined where there is no such file. */
function bodyOf(data: readonly string[], session: Session): string | undefined {
  const parts = data.map((each) =>
    each.startsWith('@')
      ? session.files.read(resolvePath(each.slice(1), session.folder, homeOf(session)))
      : each,
  );
  return parts.includes(undefined) ? undefined : parts.join('&');
}

/** `%{http_code}` and what else people write out. */
function written(format: string, answer: HttpAnswer | undefined, ip: string): string {
  const values: Readonly<Record<string, string>> = {
    http_code: String(answer?.status ?? 0).padStart(3, '0'),
    response_code: String(answer?.status ?? 0).padStart(3, '0'),
    size_download: String(answer?.body.length ?? 0),
    time_total: '0.002000',
    remote_ip: ip,
    content_type: answer?.headers.find(([name]) => name === 'Content-Type')?.[1] ?? '',
  };
  return format
    .replace(/%\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''))
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t');
}

function* failed(options: Options, code: ExitCode, message: string): Run<ExitCode> {
  if (!options.has('s') || options.has('S')) yield* err(`curl: (${code}) ${message}\n`);
  if (options.has('w')) yield* out(written(options.value('w') ?? '', undefined, ''));
  return code;
}

function requestOf(
  { host, port, path }: Address,
  options: Options,
  session: Session,
): HttpRequest | undefined {
  const data = options.all('d');
  const given = options.all('H').map((header): readonly [string, string] => {
    const [name = '', value = ''] = header.split(/:\s*(.*)/s);
    return [name, value];
  });
  const isDefault = port === 80 || port === 443;
  const headers = [
    ['Host', isDefault ? host : `${host}:${port}`] as const,
    ['User-Agent', options.value('A') ?? 'curl/8.9.1'] as const,
    ['Accept', '*/*'] as const,
    ...given,
  ];
  const body = bodyOf(data, session);
  if (body === undefined) return undefined;
  const isTyped = data.length === 0 || given.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    method: options.value('X') ?? (options.has('I') ? 'HEAD' : data.length > 0 ? 'POST' : 'GET'),
    path,
    headers: isTyped ? headers : [...headers, ['Content-Type', 'application/x-www-form-urlencoded']],
    ...(data.length === 0 ? {} : { body }),
  };
}

/** Says why there is no answer, after the time that it took to find out. */
function* unanswered(
  { host, port, scheme }: Address,
  options: Options,
  why: Exclude<Reached['type'], 'answer'>,
): Run<ExitCode> {
  switch (why) {
    case 'unknown':
      return yield* failed(options, codes.resolve, `Could not resolve host: ${host}`);
    case 'untrusted':
      return yield* failed(
        options,
        codes.trust,
        'SSL certificate problem: unable to get local issuer certificate',
      );
    case 'refused':
      return yield* failed(
        options,
        codes.connect,
        `Failed to connect to ${host} port ${port} after 1 ms: Couldn't connect to server`,
      );
    case 'silent':
      return scheme === 'https'
        ? yield* failed(
            options,
            codes.tls,
            'OpenSSL/3.3.2: error:0A0000C6:SSL routines::packet length too long',
          )
        : yield* failed(options, codes.empty, 'Empty reply from server');
    case 'timeout': {
      const limit = Number(options.value('m') ?? options.value('c') ?? '134');
      yield { type: 'next', streams: [], ms: Math.min(limit, 134) * 1_000 };
      return options.has('m') || options.has('c')
        ? yield* failed(
            options,
            codes.timeout,
            `Connection timed out after ${Math.round(limit * 1_000)} milliseconds`,
          )
        : yield* failed(
            options,
            codes.connect,
            `Failed to connect to ${host} port ${port} after 134000 ms: Couldn't connect to server`,
          );
    }
  }
}

/** Source: curl's manual, --max-redirs. */
const redirectionsMax = 50;

function* fetched(
  reach: Reach,
  session: Session,
  options: Options,
  address: Address,
  redirections = 0,
): Run<ExitCode> {
  const { host, port, path } = address;
  const request = requestOf(address, options, session);
  if (request === undefined)
    return yield* failed(options, codes.data, 'Failed to open/read local data from file/application');
  const reached = yield* reach(address, request, options.has('k') || options.has('E'), session);
  if (reached.type !== 'answer') return yield* unanswered(address, options, reached.type);
  const { answer, ip } = reached;
  if (options.has('v')) {
    yield* err(`* Connected to ${host} (${ip}) port ${port}\n> ${request.method} ${path} HTTP/1.1\n`);
    yield* err(request.headers.map(([name, value]) => `> ${name}: ${value}\n`).join(''));
    yield* err(`>\n${headText(answer).replaceAll('\r', '').trimEnd().replace(/^/gm, '< ')}\n<\n`);
  }
  if (options.has('f') && answer.status >= 400) {
    return yield* failed(options, codes.http, `The requested URL returned error: ${answer.status}`);
  }
  const next = options.has('L') ? redirectionOf(answer, address) : undefined;
  if (next !== undefined) {
    if (redirections === redirectionsMax)
      return yield* failed(options, codes.redirections, `Maximum (${redirectionsMax}) redirects followed`);
    if (options.has('I') || options.has('i')) yield* out(headText(answer));
    return yield* fetched(reach, session, options, next, redirections + 1);
  }
  const text = `${options.has('I') || options.has('i') ? headText(answer) : ''}${answer.body}`;
  const file = options.value('o');
  if (file === undefined) yield* out(text);
  else if (file !== '/dev/null') {
    const trouble = session.files.write(resolvePath(file, session.folder, homeOf(session)), text);
    if (trouble !== undefined)
      return yield* failed(options, codes.write, `Failure writing output to destination`);
  }
  if (options.has('w')) yield* out(written(options.value('w') ?? '', answer, ip));
  return 0;
}

export function curl(reach: Reach): Program {
  return {
    name: 'curl',
    summary: 'ask by HTTP',
    *run(args, session) {
      const options = parseOptions(args, {
        flags: 'sSIikLfv0gN',
        values: 'owHXdmcuAER',
        long,
      });
      if ('trouble' in options) {
        yield* err(`curl: option ${options.trouble}\ncurl: try 'curl --help' for more information\n`);
        return 2;
      }
      const [url] = options.words;
      if (url === undefined) {
        yield* err("curl: (2) no URL specified\ncurl: try 'curl --help' for more information\n");
        return 2;
      }
      const address = addressOf(url);
      if (address === undefined)
        return yield* failed(options, 3, 'URL rejected: Malformed input to a URL function');
      return yield* fetched(reach, session, options, address);
    },
  };
}
