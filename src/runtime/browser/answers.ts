// How an opening ends: words that more than one room uses.
import type { Opened } from './door.ts';
import { workspacesMax } from './kept/catalogue.ts';

export const opened: Opened = { state: 'open' };

export const refused = (why: string): Opened => ({ state: 'refused', why });

export const tooMany = refused(
  `This browser already keeps ${workspacesMax} workspaces: export and remove one of them first.`,
);
