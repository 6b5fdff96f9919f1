/** The page's entry: style sheets, theme, the page itself, and the world that the address asks for. */
import { mount } from 'svelte';
import Page from './Page.svelte';
import { theme } from './parts/theme.svelte.ts';
import { openFirst } from './screens/frame/opening.svelte.ts';
import './style/index.ts';

theme.follow();
mount(Page, { target: document.body });
void openFirst();
