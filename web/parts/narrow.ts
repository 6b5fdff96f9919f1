/** Whether the window is narrow: one column, navigator behind the menu, rows to be touched. The same width as in web/style. */
import { MediaQuery } from 'svelte/reactivity';

export const narrow = new MediaQuery('max-width: 720px');
