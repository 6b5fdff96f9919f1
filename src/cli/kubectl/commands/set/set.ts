// kubectl set: parts of objects.
import type { Command } from '../../command.ts';
import { env } from './env.ts';
import { image } from './image.ts';
import { resources } from './resources.ts';
import { selector } from './selector.ts';
import { serviceAccount } from './service-account.ts';
import { subject } from './subject.ts';

export const set: Command = {
  name: 'set',
  summary: 'change parts of objects',
  usage: 'SUBCOMMAND',
  commands: [env, image, resources, selector, serviceAccount, subject],
};
