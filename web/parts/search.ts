/** What the search box lists. */
import type { IconName } from './icon-names.ts';

export interface SearchResult {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** Where it is: `namespace demo`. */
  readonly detail?: string;
}
