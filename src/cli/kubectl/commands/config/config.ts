// kubectl config: the group. Its commands without `run` are not in this terminal.
import type { Command } from '../../command.ts';
import { contextCommands } from './contexts.ts';
import { view } from './view.ts';

const absent = ['set-cluster', 'set-credentials', 'set', 'unset', 'delete-cluster', 'delete-user'];

export const config: Command = {
  name: 'config',
  summary: 'show and change the kubeconfig',
  commands: [view, ...contextCommands, ...absent.map((name) => ({ name, summary: '' }))],
};
