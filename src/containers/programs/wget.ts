// wget as BusyBox has it. Source of words: busybox networking/wget.c.
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import { resolvePath } from '../../shell/files.ts';
import { addressOf, redirectionOf, type Address, type HttpAnswer } from '../../shell/http.ts';
import { homeOf, type Program } from '../../shell/program.ts';
import { byteLength } from '../../std/byte-text.ts';
import { parseOptions, type Options } from '../../shell/programs/options.ts';
import type { Setting } from '../setting.ts';
import { connect, exchange, giveUp } from './connect.ts';

/** Source: busybox networking/wget.c, max_redirections. */
const redirectionsMax = 5;

/** The meter once all is there, which came within a second. */
function progress(file: string, body: string): string {
  const bytes = byteLength(body);
  const size = bytes < 100_000 ? `${String(bytes).padStart(6)} ` : `${String(bytes >> 10).padStart(6)}k`;
  return `${file.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}|${size} 0:00:00 ETA\n`;
}

/** Asks, and asks again where it is sent elsewhere; undefined, with a word of why, where nothing came of it. */
function* fetched(
  setting: Setting,
  options: Options,
  address: Address,
  redirections = 0,
): Run<HttpAnswer | undefined> {
  const { host, port, path, scheme } = address;
  const named = port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`;
  const connected = connect(setting, host, port);
  if (connected === undefined) {
    yield* err(`wget: bad address '${named}'\n`);
    return undefined;
  }
  const { dialled, ip } = connected;
  const quiet = options.has('q');
  if (!quiet) yield* err(`Connecting to ${named} (${ip}:${port})\n`);
  if (dialled.to === 'nobody') {
    if (dialled.why === 'timeout') yield* giveUp(options.value('T'));
    yield* err(
      dialled.why === 'refused'
        ? `wget: can't connect to remote host (${ip}): Connection refused\n`
        : options.has('T')
          ? 'wget: download timed out\n'
          : `wget: can't connect to remote host (${ip}): Connection timed out\n`,
    );
    return undefined;
  }
  if (dialled.to === 'outside' && scheme === 'https' && !options.has('c'))
    yield* err('wget: note: TLS certificate validation not implemented\n');
  const given = options.all('H').map((header): readonly [string, string] => {
    const [name = '', value = ''] = header.split(/:\s*(.*)/s);
    return [name, value];
  });
  const own = [
    ['Host', named],
    ['User-Agent', options.value('U') ?? 'Wget'],
    ['Connection', 'close'],
  ] as const;
  const isGiven = (name: string) => given.some(([each]) => each.toLowerCase() === name.toLowerCase());
  const headers = [...own.filter(([name]) => !isGiven(name)), ...given];
  const body = options.value('D');
  const method = body === undefined ? 'GET' : 'POST';
  const answer = exchange(setting, dialled, address, {
    method,
    path,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  if (answer === undefined) {
    yield* err('wget: error getting response\n');
    return undefined;
  }
  const next = redirectionOf(answer, address);
  if (next === undefined) return answer;
  if (redirections < redirectionsMax) return yield* fetched(setting, options, next, redirections + 1);
  yield* err('wget: too many redirections\n');
  return undefined;
}

export function wget(setting: Setting): Program {
  return {
    name: 'wget',
    summary: 'fetch by HTTP',
    *run(args, session): Run<ExitCode> {
      const options = parseOptions(args, {
        flags: 'qScv',
        values: 'OTtUHD',
        long: {
          quiet: 'q',
          spider: 's',
          timeout: 'T',
          tries: 't',
          'no-check-certificate': 'c',
          'output-document': 'O',
          'server-response': 'S',
          header: 'H',
          'post-data': 'D',
          'user-agent': 'U',
        },
      });
      if ('trouble' in options) {
        yield* err(`wget: ${options.trouble}\n`);
        return 1;
      }
      const [url = ''] = options.words;
      const address = addressOf(url);
      if (address === undefined) {
        yield* err(`wget: not an http or ftp url: ${url}\n`);
        return 1;
      }
      const quiet = options.has('q');
      const answer = yield* fetched(setting, options, address);
      if (answer === undefined) return 1;
      if (options.has('S')) {
        const lines = answer.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('');
        yield* err(`  HTTP/1.1 ${answer.status} ${answer.reason}\n${lines}  \n`);
      }
      if (answer.status >= 400) {
        yield* err(`wget: server returned error: HTTP/1.1 ${answer.status} ${answer.reason}\n`);
        return 1;
      }
      if (options.has('s')) {
        if (!quiet) yield* err('remote file exists\n');
        return 0;
      }
      const file = options.value('O') ?? (address.path.split('/').at(-1) || 'index.html');
      if (file === '-') {
        if (!quiet) yield* err('writing to stdout\n');
        yield* out(answer.body);
        if (!quiet) yield* err(`${progress('-', answer.body)}written to stdout\n`);
        return 0;
      }
      if (file !== '/dev/null') {
        const trouble = session.files.write(resolvePath(file, session.folder, homeOf(session)), answer.body);
        if (trouble !== undefined) {
          yield* err(`wget: can't open '${file}': ${trouble}\n`);
          return 1;
        }
      }
      if (!quiet) {
        yield* err(`saving to '${file}'\n${progress(file, answer.body)}'${file}' saved\n`);
      }
      return 0;
    },
  };
}
