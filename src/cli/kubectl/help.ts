// Help texts, made of the commands' own data.
import type { Command } from './command.ts';
import { globalFlags } from './flags/common.ts';
import type { Flag } from './flags/flag.ts';

function rows(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([left]) => left.length)) + 3;
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}${right}\n`).join('');
}

function flagLine(flag: Flag): readonly [string, string] {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  const shown = flag.type === 'bool' ? flag.value : (flag.value ?? '');
  const help = flag.absent === true ? `${flag.help} (not in this terminal)` : flag.help;
  return [`${short}--${flag.name}=${flag.type === 'string' ? `'${shown ?? ''}'` : shown}`, help];
}

export function helpOf(path: string, command: Command): string {
  const { summary, usage = '', aliases = [], examples = [], commands = [], flags = [] } = command;
  const title = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n`;
  const also = aliases.length === 0 ? '' : `\nAliases:\n  ${[command.name, ...aliases].join(', ')}\n`;
  const shown = examples.length === 0 ? '' : `\nExamples:\n${examples.map((line) => `  ${line}\n`).join('')}`;
  const list =
    commands.length === 0
      ? ''
      : `\nAvailable Commands:\n${rows(commands.filter(({ run, commands: below }) => run ?? below).map(({ name, summary: text }) => [name, text]))}`;
  const options = flags.length === 0 ? '' : `\nOptions:\n${rows(flags.map(flagLine))}`;
  const line = `\nUsage:\n  ${path}${usage === '' ? (commands.length > 0 ? ' SUBCOMMAND [options]' : ' [options]') : ` ${usage}`}\n`;
  const more = commands.length > 0 ? `\nUse "${path} <command> --help" for more about a command.\n` : '\n';
  return `${title}${also}${shown}${list}${options}${line}${more}Use "kubectl options" for the options that every command has.\n`;
}

export function optionsText(): string {
  return `These options may be given to any command:\n\n${rows(globalFlags.map(flagLine))}`;
}

export function rootHelp(commands: readonly Command[]): string {
  const here = commands.filter(({ run, commands: below }) => run !== undefined || below !== undefined);
  const list = rows(here.map(({ name, summary }) => [name, summary]));
  return (
    'kubectl works with the objects of a Kubernetes API: here, a simulated Supervisor’s.\n\n' +
    `Commands:\n${list}\nUsage:\n  kubectl [flags] [options]\n\n` +
    'Use "kubectl <command> --help" for more about a command.\n' +
    'Use "kubectl options" for the options that every command has.\n'
  );
}
