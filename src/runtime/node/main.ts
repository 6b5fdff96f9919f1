// The command `supervisor-sandbox`: picks the command, turns errors into messages and exit codes (0 done, 1 failed, 2 wrongly
// called).
import { UsageError } from './args.ts';
import { serve } from './serve.ts';

const commands: Readonly<
  Record<string, { readonly run: (args: readonly string[]) => Promise<number>; readonly text: string }>
> = {
  serve: { run: serve, text: 'serve a simulated Supervisor to kubectl and other clients' },
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
    return await command.run(rest);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`supervisor-sandbox: ${message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
