/** What a card can be in, and what its foot can offer. */
import type { IconName } from './icon-names.ts';

export type CardState =
  | { readonly kind: 'filled' }
  /** A skeleton of so many lines, the height of what will stand there. */
  | { readonly kind: 'loading'; readonly lines?: number }
  | { readonly kind: 'empty'; readonly icon: IconName; readonly title: string; readonly text?: string }
  | {
      readonly kind: 'error';
      readonly title?: string;
      readonly reason: string;
      readonly onretry?: () => void;
    }
  /** `need` names the privilege or role that is missing. */
  | { readonly kind: 'denied'; readonly need: string };

export interface CardAction {
  readonly label: string;
  readonly kind?: 'flat' | 'outline' | 'solid' | 'danger';
  readonly href?: string;
  readonly reason?: string;
  readonly onclick?: () => void;
}
