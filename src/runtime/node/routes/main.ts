// `supervisor-sandbox routes COMMAND`: reads the command line and the tables, runs the command, writes its answer. Exit codes: 0
// done, 1 the answer is no (see each command) or it cannot be done, 2 wrongly called or a line that is no route.
import { createRouteTables } from '../../../kernels/route-tables.ts';
import { parseArgs, usage, UsageError } from '../args.ts';
import { compileKernels } from '../kernels.ts';
import { commonFlags, readOptionsOf, routesCommands, type RoutesCommand } from './commands.ts';
import { answering } from '../pieces.ts';
import { readTables } from './input.ts';
import { writeJson, writeLines } from './output.ts';

function help(): string {
  const rows = Object.entries(routesCommands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return (
    'Usage: supervisor-sandbox routes <command> [FILE...] [flags]\n\n' +
    'Summarizes and compares route tables of IPv4 and IPv6. A line is a prefix, an address, a range or a prefix with a\n' +
    'netmask, then perhaps a next hop, then perhaps a # or ; comment; without a FILE, or with -, standard input is read.\n' +
    'Answers are prefixes in order of address, IPv4 before IPv6; what is reported goes to standard error.\n\n' +
    `Commands:\n${rows.join('\n')}\n\nEach command has --help.\n`
  );
}

export async function routes(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    (name === undefined ? process.stderr : process.stdout).write(help());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(routesCommands, name) ? routesCommands[name] : undefined;
  if (command === undefined) {
    const known = Object.keys(routesCommands).join(', ');
    throw new UsageError(`there is no command routes ${name}; commands are ${known}`);
  }
  return await run(command, rest);
}

async function run(command: RoutesCommand, args: readonly string[]): Promise<number> {
  const flags = { ...command.flags, ...commonFlags };
  const { flags: given, words } = parseArgs(args, flags);
  if (given['help'] !== undefined) {
    process.stdout.write(usage(command.line, command.text, flags));
    return 0;
  }
  command.check?.(given);
  const inputs = command.inputs(words, given);
  const tables = createRouteTables(compileKernels()(), readOptionsOf(command, given));
  await readTables(tables, inputs);
  const { table, key, report, fields, exitCode } = command.run(tables, given);
  const code = await answering(exitCode, () =>
    given['json'] === undefined ? writeLines(tables, table) : writeJson(tables, table, key, fields),
  );
  if (given['quiet'] === undefined && code === exitCode) process.stderr.write(`${report}\n`);
  return code;
}
