// kubectl config: the group.
import type { Command } from '../../command.ts';
import { contextCommands } from './contexts.ts';
import { entryCommands } from './entries.ts';
import { view } from './view.ts';

export const config: Command = {
  name: 'config',
  summary: 'show and change the kubeconfig',
  commands: [view, ...contextCommands, ...entryCommands],
};
