// mysql and mysqladmin, by MariaDB's images under its own names. Source of words: mysql client/mysqladmin.cc, mysql.cc.
import { err, out, readAll, type ExitCode, type Run } from '../../../shell/effect.ts';
import type { Options, OptionSpec } from '../../../shell/programs/options.ts';
import { shortName } from '../../../kinds/core/pod/image.ts';
import type { Program } from '../../../shell/program.ts';
import type { Setting } from '../../setting.ts';
import { asked, client, selected, versionOf, type Answer } from './client.ts';

const mysqlPort = 3306;
const mysqlOptions: OptionSpec = {
  flags: 'sNBv',
  values: 'huPeDw',
  long: { host: 'h', user: 'u', port: 'P', execute: 'e', silent: 's', database: 'D', password: 'w' },
};

function* unreached(program: string, host: string, port: number, answer: Answer): Run<ExitCode> {
  const why =
    answer === 'unknown'
      ? `Unknown MySQL server host '${host}' (-2)`
      : `Can't connect to MySQL server on '${host}:${port}' (${answer === 'timeout' ? 110 : 111})`;
  yield* err(
    program === 'mysql'
      ? `ERROR ${answer === 'unknown' ? 2005 : 2003} (HY000): ${why}\n`
      : `${program}: connect to server at '${host}' failed\nerror: '${why}'\nCheck that mysqld is running on ${host} and that the port is ${port}.\nYou can check this by doing 'telnet ${host} ${port}'\n`,
  );
  return 1;
}

function* mysqlAdmin(setting: Setting, options: Options): Run<ExitCode> {
  const [host, port] = [options.value('h') ?? 'localhost', Number(options.value('P') ?? mysqlPort)];
  const answer = asked(setting, /^mysqld/, host, port);
  if (answer !== 'up') return yield* unreached('mysqladmin', host, port, answer);
  const [command = ''] = options.words;
  if (command === 'ping') {
    yield* out('mysqld is alive\n');
    return 0;
  }
  yield* err(`mysqladmin: Unknown command: '${command}'\n`);
  return 1;
}

function* mysql(setting: Setting, options: Options, environment: ReadonlyMap<string, string>): Run<ExitCode> {
  const [host, port] = [options.value('h') ?? 'localhost', Number(options.value('P') ?? mysqlPort)];
  const answer = asked(setting, /^mysqld/, host, port);
  if (answer !== 'up') return yield* unreached('mysql', host, port, answer);
  const user = options.value('u') ?? 'root';
  const given = options.value('w') ?? environment.get('MYSQL_PWD');
  const wanted = environment.get('MYSQL_ROOT_PASSWORD') ?? environment.get('MARIADB_ROOT_PASSWORD');
  if (user === 'root' && wanted !== undefined && given !== wanted) {
    const using = given === undefined ? 'NO' : 'YES';
    yield* err(`ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: ${using})\n`);
    return 1;
  }
  const sql = options.value('e') ?? (yield* readAll());
  const head = (name: string) => (options.has('N') ? '' : `${name}\n`);
  if (/^\s*show\s+databases\s*;?\s*$/i.test(sql)) {
    const own = environment.get('MYSQL_DATABASE') ?? environment.get('MARIADB_DATABASE');
    const names = [
      'information_schema',
      'mysql',
      'performance_schema',
      'sys',
      ...(own === undefined ? [] : [own]),
    ];
    yield* out(`${head('Database')}${names.sort().join('\n')}\n`);
    return 0;
  }
  const found = selected(sql, versionOf(setting, '9.3.0'), `${user}@localhost`);
  if (found === undefined) {
    yield* err(
      'ERROR 1105 (HY000) at line 1: this simulated server keeps no tables: it selects numbers, texts and version() alone\n',
    );
    return 1;
  }
  const [column, value] = found;
  yield* out(`${head(column === '?column?' ? value : `${column}()`)}${value}\n`);
  return 0;
}

/** mysql takes a password at once behind its letter, or asks for it. */
const withPassword = (program: Program): Program => ({
  ...program,
  run: (args, session) =>
    program.run(
      args.map((arg) => arg.replace(/^-p(.+)$/, '--password=$1')).filter((arg) => arg !== '-p'),
      session,
    ),
});

export function mysqlClients(setting: Setting): readonly Program[] {
  const isMariaDb = shortName(setting.container.image ?? '').startsWith('mariadb');
  const [asks, admin] = isMariaDb ? ['mariadb', 'mariadb-admin'] : ['mysql', 'mysqladmin'];
  return [
    withPassword(client(setting, asks, mysqlOptions, mysql)),
    withPassword(client(setting, admin, mysqlOptions, mysqlAdmin)),
  ];
}
