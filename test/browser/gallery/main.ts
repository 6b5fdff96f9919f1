/** The gallery's entry: the address says which of its screens is shown, `#namespace` or `#parts`. */
import { mount } from 'svelte';
import { theme } from '../../../web/parts/theme.svelte.ts';
import '../../../web/style/index.ts';
import './gallery.css';
import NamespaceScreen from './NamespaceScreen.svelte';
import PartsScreen from './PartsScreen.svelte';

theme.follow();
mount(location.hash === '#namespace' ? NamespaceScreen : PartsScreen, { target: document.body });
