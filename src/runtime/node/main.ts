// The command `supervisor-sandbox`: picks the command, turns errors into messages and exit codes (0 done, 1 failed, 2 wrongly
// called).
import { UsageError } from './args.ts';

type Run = (args: readonly string[]) => Promise<number>;

/** Each loads what it needs when it is called: one has a world to build, another a few kilobytes. */
const commands: Readonly<Record<string, { readonly load: () => Promise<Run>; readonly text: string }>> = {
  serve: {
    load: async () => (await import('./serve.ts')).serve,
    text: 'serve a simulated Supervisor to kubectl and other clients',
  },
  routes: {
    load: async () => (await import('./routes/main.ts')).routes,
    text: 'summarize and compare route tables',
  },
  place: {
    load: async () => (await import('./place/main.ts')).place,
    text: 'place Pods on nodes, balance them, see what a failure leaves',
  },
};

function help(): string {
  const rows = Object.entries(commands).map(([name, { text }]) => `  ${name.padEnd(12)}${text}`);
  return `Usage: supervisor-sandbox <command> [flags]\n\nCommands:\n${rows.join('\n')}\n\nEach command has --help.\n`;
}

export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    (name === undefined ? process.stderr : process.stdout).write(help());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command === undefined)
      throw new UsageError(`there is no command ${name}; commands are ${Object.keys(commands).join(', ')}`);
    const run = await command.load();
    return await run(rest);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`supervisor-sandbox: ${message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
