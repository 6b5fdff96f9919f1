/** The page's entry: style sheets, theme, the page itself, and the world that the address asks for. */
import { mount } from 'svelte';
import Page from './Page.svelte';
import { theme } from './parts/theme.svelte.ts';
import { openFirst } from './screens/frame/opening.svelte.ts';
import { router } from './screens/router.svelte.ts';
import { screenOf } from './screens/screens.ts';
import './style/index.ts';

/** Loads what the page shows first while the world is still being opened; whoever shows it says if it could not be loaded. */
function fetchAhead(): void {
  const first = [
    () => import('./screens/frame/HostsTree.svelte'),
    screenOf(router.route).load,
    ...(router.route.screen === 'home' ? [() => import('./screens/namespaces/NamespaceScreen.svelte')] : []),
  ];
  for (const load of first) load().catch(() => undefined);
}

// Not from the top of the module: to say where a worker or a file was asked for, the engine would read all of it again.
queueMicrotask(() => {
  theme.follow();
  mount(Page, { target: document.body });
  void openFirst();
  fetchAhead();
});
