/** One tab of a strip. */
import type { IconName } from './icon-names.ts';

export interface Tab<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number | string | undefined;
  /** Shown in place of the label where the strip is one of icons. */
  readonly icon?: IconName;
}
