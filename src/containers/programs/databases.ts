// What the images of databases bring beside their server: whether it answers, and the little that can be asked of one that holds nothing.
// Source of words: postgresql src/bin/scripts/pg_isready.c, psql; redis src/redis-cli.c; mysql client/mysqladmin.cc, mysql.cc; mongosh.
// Deliberately absent: tables, keys and documents: whoever asks for them is told that there are none here.
import { err, out, readAll, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';
import { parseOptions, type Options, type OptionSpec } from '../../shell/programs/options.ts';
import { shortName } from '../../kinds/core/pod/image.ts';
import { imageOf } from '../image.ts';
import type { Setting } from '../setting.ts';
import { connect } from './connect.ts';

type Answer = 'up' | 'refused' | 'timeout' | 'unknown';

/** Whether a server of this kind listens there. */
function asked(setting: Setting, server: RegExp, host: string, port: number): Answer {
  const connected = connect(setting, host, port);
  if (connected === undefined) return 'unknown';
  const { dialled } = connected;
  if (dialled.to === 'nobody') return dialled.why;
  return dialled.to === 'container' && server.test(imageOf(dialled.container).command) ? 'up' : 'refused';
}

const localhost = '127.0.0.1';

/** The version in the image's tag. */
const versionOf = ({ container }: Setting, usual: string): string =>
  /:(\d+(?:\.\d+)*)/.exec(container.image ?? '')?.[1] ?? usual;

type Ask = (setting: Setting, options: Options, environment: ReadonlyMap<string, string>) => Run<ExitCode>;

function client(setting: Setting, name: string, spec: OptionSpec, ask: Ask): Program {
  return {
    name,
    summary: 'talk with the database',
    *run(args, { environment }): Run<ExitCode> {
      const options = parseOptions(args, spec);
      if (!('trouble' in options)) return yield* ask(setting, options, environment);
      yield* err(`${name}: ${options.trouble}\n`);
      return 1;
    },
  };
}

const postgresPort = 5432;
const sockets = '/var/run/postgresql';
const postgresOptions: OptionSpec = {
  flags: 'qtAXlw',
  values: 'hpUdcTv',
  long: {
    host: 'h',
    port: 'p',
    username: 'U',
    dbname: 'd',
    command: 'c',
    quiet: 'q',
    timeout: 'T',
    list: 'l',
  },
};

function* isReady(setting: Setting, options: Options): Run<ExitCode> {
  const [host, port] = [options.value('h'), Number(options.value('p') ?? postgresPort)];
  const isUp = asked(setting, /^postgres/, host ?? localhost, port) === 'up';
  const said = isUp ? 'accepting connections' : 'no response';
  if (!options.has('q')) yield* out(`${host ?? sockets}:${port} - ${said}\n`);
  return isUp ? 0 : 2;
}

/** One column and its one value; undefined for what a server without tables cannot say. */
function selected(sql: string, version: string, user: string): readonly [string, string] | undefined {
  const [, what = ''] = /^\s*select\s+(.+?)\s*;?\s*$/i.exec(sql) ?? [];
  const text = /^'([^']*)'$/.exec(what)?.[1];
  if (text !== undefined || /^\d+$/.test(what)) return ['?column?', text ?? what];
  if (/^version\(\)$/i.test(what)) return ['version', version];
  return /^current_user$/i.test(what) ? ['current_user', user] : undefined;
}

function* psql(setting: Setting, options: Options, environment: ReadonlyMap<string, string>): Run<ExitCode> {
  const [host, port] = [options.value('h'), Number(options.value('p') ?? postgresPort)];
  const answer = asked(setting, /^postgres/, host ?? localhost, port);
  if (answer === 'unknown') {
    yield* err(
      `psql: error: could not translate host name "${host}" to address: Name or service not known\n`,
    );
    return 2;
  }
  const socket = `${sockets}/.s.PGSQL.${port}`;
  const server = `connection to server ${host === undefined ? `on socket "${socket}"` : `at "${host}", port ${port}`} failed`;
  if (answer !== 'up') {
    const why = answer === 'timeout' ? 'Connection timed out' : 'Connection refused';
    yield* err(
      host === undefined
        ? `psql: error: ${server}: No such file or directory\n\tIs the server running locally and accepting connections on that socket?\n`
        : `psql: error: ${server}: ${why}\n\tIs the server running on that host and accepting TCP/IP connections?\n`,
    );
    return 2;
  }
  const user = options.value('U') ?? environment.get('PGUSER') ?? 'root';
  if (host === undefined && user !== (environment.get('POSTGRES_USER') ?? 'postgres')) {
    yield* err(`psql: error: ${server}: FATAL:  role "${user}" does not exist\n`);
    return 2;
  }
  const sql = options.value('c') ?? (yield* readAll());
  const version = `PostgreSQL ${versionOf(setting, '17.5')}`;
  if (/^\s*\\d[t+]*\s*$/.test(sql)) {
    yield* err('Did not find any relations.\n');
    return 0;
  }
  const found = selected(sql, version, user);
  if (found === undefined) {
    yield* err(
      'ERROR:  this simulated server keeps no tables: it selects numbers, texts and version() alone\n',
    );
    return 1;
  }
  const [column, value] = found;
  if (options.has('t')) yield* out(options.has('A') ? `${value}\n` : ` ${value}\n\n`);
  else if (options.has('A')) yield* out(`${column}\n${value}\n(1 row)\n`);
  else {
    const width = Math.max(column.length, value.length);
    const shown = /^\d+$/.test(value) ? value.padStart(width) : value;
    const left = Math.floor((width - column.length) / 2);
    const title = ` ${' '.repeat(left)}${column}${' '.repeat(width - column.length - left)} `;
    yield* out(`${title}\n${'-'.repeat(width + 2)}\n ${shown}\n(1 row)\n\n`);
  }
  return 0;
}

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

/** mysql takes a password at once behind its letter, or asks for it. */
const withPassword = (program: Program): Program => ({
  ...program,
  run: (args, session) =>
    program.run(
      args.map((arg) => arg.replace(/^-p(.+)$/, '--password=$1')).filter((arg) => arg !== '-p'),
      session,
    ),
});

/** The clients that a container's image brings. */
export function databaseClients(setting: Setting): readonly Program[] {
  const image = shortName(setting.container.image ?? '');
  const { command } = imageOf(setting.container);
  if (command.startsWith('postgres')) {
    return [
      client(setting, 'pg_isready', postgresOptions, isReady),
      client(setting, 'psql', postgresOptions, psql),
    ];
  }
  if (command.startsWith('redis')) {
    const spec: OptionSpec = { flags: '', values: 'hpan', long: {} };
    return [client(setting, 'redis-cli', spec, redis)];
  }
  if (command.startsWith('mysqld')) {
    const [asks, admin] = image.startsWith('mariadb')
      ? ['mariadb', 'mariadb-admin']
      : ['mysql', 'mysqladmin'];
    return [
      withPassword(client(setting, asks, mysqlOptions, mysql)),
      withPassword(client(setting, admin, mysqlOptions, mysqlAdmin)),
    ];
  }
  return command.startsWith('mongod') ? [client(setting, 'mongosh', mongoOptions, mongo)] : [];
}
