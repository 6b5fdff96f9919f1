// kubectl rollout.
import type { Command } from '../../command.ts';
import { history, undo } from './history.ts';
import { pause, restart, resume } from './pause.ts';
import { status } from './status.ts';

export const rollout: Command = {
  name: 'rollout',
  summary: 'steer the rollout of a Deployment',
  alone: { stream: 'out', code: 1 },
  commands: [history, pause, restart, resume, status, undo],
};
