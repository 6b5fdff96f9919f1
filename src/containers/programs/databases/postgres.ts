// pg_isready and psql. Source of words: postgresql src/bin/scripts/pg_isready.c, psql.
import { err, out, readAll, type ExitCode, type Run } from '../../../shell/effect.ts';
import type { Options, OptionSpec } from '../../../shell/programs/options.ts';
import type { Program } from '../../../shell/program.ts';
import type { Setting } from '../../setting.ts';
import { asked, client, localhost, selected, versionOf } from './client.ts';

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

export const postgresClients = (setting: Setting): readonly Program[] => [
  client(setting, 'pg_isready', postgresOptions, isReady),
  client(setting, 'psql', postgresOptions, psql),
];
