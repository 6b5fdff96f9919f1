// kubectl auth.
import type { Command } from '../../command.ts';
import { canI } from './can-i.ts';
import { reconcile } from './reconcile.ts';
import { whoami } from './whoami.ts';

export const auth: Command = {
  name: 'auth',
  summary: 'find out what you may do',
  commands: [canI, reconcile, whoami],
};
