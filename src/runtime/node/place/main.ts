// `supervisor-sandbox place [COMMAND]`: reads the command line and the tables, runs the command, writes its answer. Exit codes: 0 done, 1
// the answer is no (see each command), 2 wrongly called or a row that is wrong.
import { KernelError } from '../../../kernels/code.ts';
import { parseArgs, usage, UsageError } from '../args.ts';
import { answering, writeOut } from '../pieces.ts';
import { balance } from './balance.ts';
import { commonFlags, type Answer, type PlaceCommand } from './commands.ts';
import { failover } from './failover.ts';
import { readInventory } from './read.ts';
import { place as placePods } from './place.ts';

const commands: Readonly<Record<string, PlaceCommand>> = { balance, failover };
/** Items of an answer that are written at once. */
const STEP_ITEMS = 4096;

function help(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  place ${name.padEnd(12)}${summary}`);
  const flags = { ...placePods.flags, ...commonFlags };
  return `${usage(placePods.line, placePods.text, flags)}\nFurther commands, each with --help:\n${rows.join('\n')}\n`;
}

export async function place(args: readonly string[]): Promise<number> {
  const [name = ''] = args;
  const further = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const command = further ?? placePods;
  const flags = { ...command.flags, ...commonFlags };
  const { flags: given, words } = parseArgs(further === undefined ? args : args.slice(1), flags);
  if (given['help'] !== undefined || args.length === 0) {
    (args.length === 0 ? process.stderr : process.stdout).write(
      further === undefined ? help() : usage(command.line, command.text, flags),
    );
    return args.length === 0 ? 2 : 0;
  }
  if (words.length > 0)
    throw new UsageError(
      `there is no command place ${words[0]}; commands are ${Object.keys(commands).join(', ')}`,
    );
  const { nodes, pods } = given;
  if (nodes === undefined || pods === undefined)
    throw new UsageError('place needs --nodes FILE and --pods FILE');
  if (nodes === '-' && pods === '-') throw new UsageError('only one of the two can be standard input');
  command.check(given);
  const inventory = await readInventory(nodes, pods);
  const answer = answered(() => command.run(inventory, given));
  const code = await answering(answer.exitCode, () =>
    given['json'] === undefined ? writeCsv(answer) : writeJson(answer),
  );
  if (given['quiet'] === undefined && code === answer.exitCode) process.stderr.write(`${answer.report}\n`);
  return code;
}

/** What is too much for the kernel's memory is too much to ask for. */
function answered(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof KernelError) throw new UsageError(`these tables are too large: ${error.message}`);
    throw error;
  }
}

async function writeCsv({ lines }: Answer): Promise<void> {
  for (const some of inSteps(lines)) await writeOut(`${some.join('\n')}\n`);
}

/** One object, its array with an item a line. */
async function writeJson({ fields, key, items }: Answer): Promise<void> {
  await writeOut(`${JSON.stringify(fields).slice(0, -1)},${JSON.stringify(key)}:[`);
  let separator = '\n';
  for (const some of inSteps(items)) {
    await writeOut(separator + some.map((item) => JSON.stringify(item)).join(',\n'));
    separator = ',\n';
  }
  await writeOut('\n]}\n');
}

function* inSteps<T>(items: Iterable<T>): Iterable<T[]> {
  let some: T[] = [];
  for (const item of items) {
    some.push(item);
    if (some.length < STEP_ITEMS) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
