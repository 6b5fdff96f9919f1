/** The page's entry: style sheets, theme, and the page itself. */
import { mount } from 'svelte';
import Page from './Page.svelte';
import { theme } from './parts/theme.svelte.ts';
import './style/index.ts';

theme.follow();
mount(Page, { target: document.body });
