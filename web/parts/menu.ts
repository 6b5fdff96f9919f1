/** What a menu lists. Disabled entries stay reachable and say why. */
import type { IconName } from './icon-names.ts';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  /** A short word at the right: a count, a key. */
  readonly hint?: string | undefined;
  /** Why it cannot be chosen now; shown at the right in place of the hint. */
  readonly reason?: string | undefined;
  /** One of several of which one holds. */
  readonly checked?: boolean;
  /** Opens outside the page's own screens. */
  readonly outside?: boolean;
  /** A line above, and with text a heading over what follows. */
  readonly section?: string | true;
  readonly onselect: () => void;
}
