// redis-cli. Source of words: redis src/redis-cli.c.
import { err, out, readAll, type ExitCode, type Run } from '../../../shell/effect.ts';
import type { Options, OptionSpec } from '../../../shell/programs/options.ts';
import type { Program } from '../../../shell/program.ts';
import type { Setting } from '../../setting.ts';
import { asked, client, localhost, versionOf } from './client.ts';

const redisPort = 6379;

function* redis(setting: Setting, options: Options): Run<ExitCode> {
  const [host, port] = [options.value('h') ?? localhost, Number(options.value('p') ?? redisPort)];
  const answer = asked(setting, /^redis/, host, port);
  if (answer !== 'up') {
    const why = {
      unknown: 'Name or service not known',
      timeout: 'Connection timed out',
      refused: 'Connection refused',
    };
    yield* err(`Could not connect to Redis at ${host}:${port}: ${why[answer]}\n`);
    return 1;
  }
  const line = options.words.length > 0 ? options.words : (yield* readAll()).trim().split(/\s+/);
  const [command = '', ...words] = line;
  switch (command.toLowerCase()) {
    case 'ping':
      yield* out(`${words[0] ?? 'PONG'}\n`);
      return 0;
    case 'echo':
      yield* out(`${words[0] ?? ''}\n`);
      return 0;
    case 'info':
      yield* out(
        `# Server\r\nredis_version:${versionOf(setting, '8.0.2')}\r\nredis_mode:standalone\r\ntcp_port:${port}\r\n`,
      );
      return 0;
    case 'role':
      yield* out('master\n0\n\n');
      return 0;
    default:
      yield* out('ERR this simulated server keeps no keys: it knows PING, ECHO, INFO and ROLE alone\n\n');
      return 0;
  }
}

const redisOptions: OptionSpec = { flags: '', values: 'hpan', long: {} };

export const redisClients = (setting: Setting): readonly Program[] => [
  client(setting, 'redis-cli', redisOptions, redis),
];
