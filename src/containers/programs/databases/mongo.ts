// mongosh. Source of words: mongosh.
import { err, out, readAll, type ExitCode, type Run } from '../../../shell/effect.ts';
import type { Options, OptionSpec } from '../../../shell/programs/options.ts';
import type { Program } from '../../../shell/program.ts';
import type { Setting } from '../../setting.ts';
import { asked, client, localhost, versionOf } from './client.ts';

const mongoPort = 27_017;

function* mongo(setting: Setting, options: Options): Run<ExitCode> {
  const [, named, namedPort] =
    /^(?:mongodb:\/\/)?([\w.-]+)(?::(\d+))?(?:\/|$)/.exec(options.words[0] ?? '') ?? [];
  const host = options.value('h') ?? named ?? localhost;
  const port = Number(options.value('p') ?? namedPort ?? mongoPort);
  const answer = asked(setting, /^mongod/, host, port);
  if (answer !== 'up') {
    yield* err(
      answer === 'unknown'
        ? `MongoNetworkError: getaddrinfo ENOTFOUND ${host}\n`
        : `MongoNetworkError: connect ${answer === 'timeout' ? 'ETIMEDOUT' : 'ECONNREFUSED'} ${host}:${port}\n`,
    );
    return 1;
  }
  const script = (options.value('e') ?? (yield* readAll())).trim();
  const ping =
    /^db\.(?:adminCommand|runCommand)\(\s*(?:\{\s*["']?ping["']?\s*:\s*1\s*\}|["']ping["'])\s*\)(\.ok)?;?$/.exec(
      script,
    );
  if (ping !== null) {
    yield* out(ping[1] === undefined ? '{ ok: 1 }\n' : '1\n');
    return 0;
  }
  if (/^db\.version\(\);?$/.test(script)) {
    yield* out(`${versionOf(setting, '8.0.9')}\n`);
    return 0;
  }
  yield* err(
    'MongoServerError: this simulated server keeps no documents: it answers ping and db.version() alone\n',
  );
  return 1;
}

const mongoOptions: OptionSpec = {
  flags: 'q',
  values: 'hpeu',
  long: { quiet: 'q', eval: 'e', host: 'h', port: 'p', username: 'u' },
};

export const mongoClients = (setting: Setting): readonly Program[] => [
  client(setting, 'mongosh', mongoOptions, mongo),
];
