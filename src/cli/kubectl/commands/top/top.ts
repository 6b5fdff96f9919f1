// kubectl top.
import type { Command } from '../../command.ts';
import { topNode } from './node.ts';
import { topPod } from './pod.ts';

export const top: Command = {
  name: 'top',
  summary: 'show what nodes and Pods use',
  commands: [topNode, topPod],
};
