/**
 * States that the page shows, each with the icon shape that goes with its word: colour never stands alone. The words are the caller's.
 */
import type { IconName } from './icon-names.ts';

export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'pending' | 'weak';

interface Look {
  readonly icon: IconName;
  readonly tone: Tone | undefined;
}

export const states = {
  success: { icon: 'success', tone: 'success' },
  warning: { icon: 'warning', tone: 'warning' },
  danger: { icon: 'error', tone: 'danger' },
  info: { icon: 'info', tone: 'info' },
  pending: { icon: 'pending', tone: 'pending' },
  declined: { icon: 'declined', tone: undefined },
  off: { icon: 'off', tone: undefined },
  deactivated: { icon: 'deactivated', tone: undefined },
  unknown: { icon: 'unknown', tone: undefined },
} as const satisfies Record<string, Look>;

export type State = keyof typeof states;
