// kubectl plugin: the programs that kubectl runs as commands of its own. Source: kubectl pkg/cmd/plugin.
import { out, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { PlainFailure } from '../failure.ts';

function* run({ flags, plugins }: Call): Run<void> {
  if (plugins.length === 0)
    throw new PlainFailure('error: unable to find any kubectl plugins in your PATH\n');
  yield* out('The following compatible plugins are available:\n\n');
  const folder = flags.is('name-only') ? '' : '/usr/bin/';
  yield* out(plugins.map((name) => `${folder}kubectl-${name}\n`).join(''));
}

export const plugin: Command = {
  name: 'plugin',
  summary: 'show programs that are commands of kubectl',
  commands: [
    {
      name: 'list',
      summary: 'list those on the PATH',
      flags: [{ name: 'name-only', type: 'bool', value: 'false', help: 'names without their folder' }],
      run,
    },
  ],
};
