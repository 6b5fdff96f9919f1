// wget and nc as BusyBox has them. Source of words: busybox networking/wget.c, nc.c.
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import { resolvePath } from '../../shell/files.ts';
import { addressOf } from '../../shell/http.ts';
import { homeOf, type Program } from '../../shell/program.ts';
import { byteLength } from '../../std/byte-text.ts';
import { parseOptions } from '../../shell/programs/options.ts';
import type { Setting } from '../setting.ts';
import { connect, exchange } from './connect.ts';

const giveUpSeconds = 134;

function* waited(seconds: string | undefined): Run<void> {
  const asked = Number(seconds ?? giveUpSeconds);
  const most = Number.isFinite(asked) ? Math.min(asked, giveUpSeconds) : giveUpSeconds;
  yield { type: 'next', streams: [], ms: most * 1_000 };
}

/** The meter once all is there, which came within a second. */
function progress(file: string, body: string): string {
  const bytes = byteLength(body);
  const size = bytes < 100_000 ? `${String(bytes).padStart(6)} ` : `${String(bytes >> 10).padStart(6)}k`;
  return `${file.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}|${size} 0:00:00 ETA\n`;
}

export function wget(setting: Setting): Program {
  return {
    name: 'wget',
    summary: 'fetch by HTTP',
    *run(args, session): Run<ExitCode> {
      const options = parseOptions(args, {
        flags: 'qScv',
        values: 'OTtU',
        long: {
          quiet: 'q',
          spider: 's',
          timeout: 'T',
          tries: 't',
          'no-check-certificate': 'c',
          'output-document': 'O',
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
      const { host, port, path } = address;
      const connected = connect(setting, host, port);
      if (connected === undefined) {
        yield* err(`wget: bad address '${port === 80 ? host : `${host}:${port}`}'\n`);
        return 1;
      }
      const { dialled, ip } = connected;
      const quiet = options.has('q');
      if (!quiet) yield* err(`Connecting to ${port === 80 ? host : `${host}:${port}`} (${ip}:${port})\n`);
      if (dialled.to === 'nobody') {
        if (dialled.why === 'timeout') yield* waited(options.value('T'));
        yield* err(
          dialled.why === 'refused'
            ? `wget: can't connect to remote host (${ip}): Connection refused\n`
            : options.has('T')
              ? 'wget: download timed out\n'
              : `wget: can't connect to remote host (${ip}): Connection timed out\n`,
        );
        return 1;
      }
      const headers = [
        ['Host', port === 80 ? host : `${host}:${port}`],
        ['User-Agent', 'Wget'],
        ['Connection', 'close'],
      ] as const;
      const answer = exchange(setting, dialled, address, { method: 'GET', path, headers });
      if (answer === undefined) {
        yield* err('wget: error getting response\n');
        return 1;
      }
      if (answer.status >= 400) {
        yield* err(`wget: server returned error: HTTP/1.1 ${answer.status} ${answer.reason}\n`);
        return 1;
      }
      if (options.has('s')) {
        if (!quiet) yield* err('remote file exists\n');
        return 0;
      }
      const file = options.value('O') ?? (path.split('/').at(-1) || 'index.html');
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

export function nc(setting: Setting): Program {
  return {
    name: 'nc',
    summary: 'open a connection',
    *run(args): Run<ExitCode> {
      const options = parseOptions(args, { flags: 'zvn', values: 'w' });
      if ('trouble' in options) {
        yield* err(`nc: ${options.trouble}\n`);
        return 1;
      }
      const [host = '', port = ''] = options.words;
      const connected = connect(setting, host, Number(port));
      if (connected === undefined) {
        yield* err(`nc: bad address '${host}'\n`);
        return 1;
      }
      const { dialled, ip } = connected;
      if (dialled.to === 'nobody') {
        if (dialled.why === 'timeout') yield* waited(options.value('w'));
        yield* err(
          dialled.why === 'refused' ? `nc: ${host} (${ip}:${port}): Connection refused\n` : 'nc: timed out\n',
        );
        return 1;
      }
      if (options.has('v')) yield* err(`${host} (${ip}:${port}) open\n`);
      return 0;
    },
  };
}
