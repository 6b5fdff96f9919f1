/** Opening a world as the address says: a shared link as a preview, else the kept workspace. A link that is refused does not keep the page from opening. */
import type { Opened } from '../../../src/runtime/browser/door.ts';
import { person } from '../../live/person.svelte.ts';
import { world } from '../../live/world.svelte.ts';
import { router } from '../router.svelte.ts';

/** The world of a first visit. */
const preset = 'four-hosts';

class LinkRefused {
  #why = $state<string>();

  get why(): string | undefined {
    return this.#why;
  }

  say(why: string): void {
    this.#why = why;
  }

  clear(): void {
    this.#why = undefined;
  }
}

export const linkRefused = new LinkRefused();

const isLink = (hash: string): boolean => hash.startsWith('#s=');

async function openLink(fragment: string): Promise<void> {
  // The address is free again for the page's own: the link is in its sender's message, and in the worker.
  router.replace('#/');
  linkRefused.clear();
  const opened = await world.open({ type: 'link', fragment });
  if (opened.state === 'refused') {
    linkRefused.say(opened.why);
    await world.open({ type: 'workspace', preset });
    return;
  }
  const view = world.preview?.view;
  if (view !== undefined && view.startsWith('#/')) router.replace(view);
}

export async function openFirst(): Promise<void> {
  person.begin();
  window.addEventListener('hashchange', () => {
    if (isLink(location.hash)) void openLink(location.hash);
  });
  if (isLink(location.hash)) await openLink(location.hash);
  else await world.open({ type: 'workspace', preset });
}

export const reopen = (): Promise<Opened> => world.open({ type: 'workspace', preset });

/** Another world has other objects: the address leads to its beginning. */
async function elsewhere(opening: Promise<Opened>): Promise<Opened> {
  const opened = await opening;
  if (opened.state === 'open') router.replace('#/');
  return opened;
}

export const openKept = (kept: string, id: string): Promise<Opened> =>
  elsewhere(world.open({ type: 'workspace', preset: kept, id }));

/** A new world, the first visit's unless another is named, of its own release unless another is; what was kept stays kept. */
export const openNew = (of = preset, release?: string): Promise<Opened> =>
  elsewhere(world.open({ type: 'new', preset: of, ...(release === undefined ? {} : { release }) }));
