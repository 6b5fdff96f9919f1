/** The plugins that every build of the page shares: the site, and the gallery of parts that only tests build. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { PluginOption } from 'vite';
import { clarity } from './clarity.ts';
import { icons } from './icons.ts';
import { kernels } from './kernels.ts';
import { contentPolicy } from './policy.ts';
import { xterm } from './xterm.ts';

/** @param folders where markup, style sheets and icon names are looked for, absolute. */
export const pagePlugins = (folders: readonly string[]): PluginOption[] => [
  svelte({ configFile: false, compilerOptions: { runes: true } }),
  icons(folders),
  clarity(folders),
  contentPolicy(),
  xterm(),
  kernels(),
];
