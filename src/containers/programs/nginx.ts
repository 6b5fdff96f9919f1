// nginx as people call it beside the server that runs: its version, its configuration, signals to it.
// Source: nginx src/core/nginx.c. Deliberately absent: the configuration's grammar; a file that is there is right.
import { err, now, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { formatTime } from '../../std/time.ts';
import { serverName } from '../http.ts';
import { ownPid } from '../processes.ts';
import type { Setting } from '../setting.ts';

const defaultConfiguration = '/etc/nginx/nginx.conf';
const signals = ['stop', 'quit', 'reopen', 'reload'];

export function nginx({ container, end }: Setting): Program {
  const version = `nginx version: ${serverName(container)}\n`;
  return {
    name: 'nginx',
    summary: 'test the configuration, tell the server something',
    *run(args, { files }): Run<ExitCode> {
      const valueOf = (flag: string): string | undefined => args[args.indexOf(flag) + 1];
      if (args.includes('-v') || args.includes('-V')) {
        yield* err(version);
        return 0;
      }
      const file = args.includes('-c') ? (valueOf('-c') ?? '') : defaultConfiguration;
      const text = files.read(file);
      const isTest = args.includes('-t') || args.includes('-T');
      if (text === undefined) {
        yield* err(`nginx: [emerg] open() "${file}" failed (2: No such file or directory)\n`);
        if (isTest) yield* err(`nginx: configuration file ${file} test failed\n`);
        return 1;
      }
      if (isTest) {
        yield* err(`nginx: the configuration file ${file} syntax is ok\n`);
        yield* err(`nginx: configuration file ${file} test is successful\n`);
        if (args.includes('-T')) yield* out(`# configuration file ${file}:\n${text}\n`);
        return 0;
      }
      if (args.includes('-s')) {
        const signal = valueOf('-s') ?? '';
        if (!signals.includes(signal)) {
          yield* err(`nginx: invalid option: "-s ${signal}"\n`);
          return 1;
        }
        const at = formatTime(yield* now())
          .slice(0, 19)
          .replaceAll('-', '/')
          .replace('T', ' ');
        yield* err(`${at} [notice] ${ownPid}#${ownPid}: signal process started\n`);
        if (signal === 'stop' || signal === 'quit') end?.(container, 0);
        return 0;
      }
      yield* err('nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n');
      return 1;
    },
  };
}
