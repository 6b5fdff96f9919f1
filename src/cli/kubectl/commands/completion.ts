// kubectl completion: what other shells need to complete kubectl. Source: kubectl pkg/cmd/completion. The terminal does it by
// itself, so its script has nothing to do.
import { quoteGo } from '../../../std/go-quote.ts';
import { out, type Run } from '../../effect.ts';
import { usageFailure, type Call, type Command } from '../command.ts';

const shells = ['bash', 'fish', 'powershell', 'zsh'] as const;

function* run(call: Call): Run<void> {
  const [shell, ...more] = call.args;
  if (shell === undefined) throw usageFailure(call, 'Shell not specified.');
  if (more.length > 0) throw usageFailure(call, 'Too many arguments. Expected only the shell type.');
  if (!shells.some((known) => known === shell))
    throw usageFailure(call, `Unsupported shell type ${quoteGo(shell)}.`);
  yield* out('# This terminal completes kubectl without a script.\n');
}

export const completion: Command = {
  name: 'completion',
  summary: 'show the script that lets a shell complete kubectl',
  usage: 'SHELL',
  run,
  *complete(words) {
    yield* [];
    return words.length > 1 ? [] : shells.map((text) => ({ text }));
  },
};
