/** Where the workspace is kept, in words, and taking it along as a file. */
import type { Keeping } from '../../../src/runtime/browser/door.ts';
import { door } from '../../live/door.ts';
import { saveText } from '../../parts/csv.ts';
import type { IconName } from '../../parts/icon-names.ts';
import type { Tone } from '../../parts/state.ts';

export interface KeepingWords {
  readonly word: string;
  readonly title: string;
  readonly icon: IconName;
  readonly tone: Tone | undefined;
}

export function keepingWords(keeping: Keeping): KeepingWords {
  switch (keeping.state) {
    case 'saved':
      return { word: 'Saved', title: 'Everything is kept in this browser', icon: 'saved', tone: undefined };
    case 'saving':
      return { word: 'Saving', title: 'Being kept in this browser', icon: 'saved', tone: undefined };
    case 'memory':
      return { word: 'Memory only', title: keeping.why, icon: 'memory', tone: 'warning' };
    case 'follower':
      return {
        word: 'Following',
        title: 'Another tab of this browser writes',
        icon: 'follower',
        tone: 'info',
      };
    case 'failed':
      return { word: 'Not saved', title: keeping.why, icon: 'error', tone: 'danger' };
  }
}

/** @param id of a kept workspace; the open one's unless given. */
export async function exportWorkspace(id?: string): Promise<void> {
  const text = await (id === undefined ? door().exportWorkspace() : door().exportWorkspace(id));
  saveText('supervisor-sandbox.json', 'application/json', text);
}
