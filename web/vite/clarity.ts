/**
 * Clarity's style sheet, cut to what the page uses. The cut is our own (purge.ts, on Svelte's parser) and not PurgeCSS, because that
 * guesses words out of text: here a class is used when markup writes it, and the build stops when markup writes one that has no
 * rule. The rest sits in a cascade layer, so a rule of ours wins whatever its specificity. While developing nothing is cut.
 */
import type { Plugin } from 'vite';
import { extractFonts } from './fonts.ts';
import { type Markup, readMarkup } from './markup.ts';
import { purge } from './purge.ts';

const isClarity = (id: string): boolean => /@clr\/ui\/clr-ui(\.min)?\.css$/.test(id);

/** What is wrong with the classes of the markup: one sentence a cause, empty when all is well. */
export function classErrors(markup: Markup, declared: ReadonlySet<string>): readonly string[] {
  const unknown = [...markup.classes].filter(([name]) => !markup.styled.has(name) && !declared.has(name));
  return [
    ...markup.errors,
    ...unknown.map(
      ([name, places]) => `${places[0]}: class "${name}" has no rule, neither in web/style nor in Clarity`,
    ),
  ];
}

export function clarity(folders: readonly string[]): Plugin {
  let cut = false;
  return {
    name: 'clarity',
    enforce: 'pre',
    configResolved(config) {
      cut = config.command === 'build';
    },
    transform(code, id) {
      if (!isClarity(id)) return undefined;
      const fonts = extractFonts(code, id);
      if (!cut)
        return {
          code: `${fonts}@layer clarity{${code.replace(/@charset[^;]*;|@font-face\s*\{[^}]*\}/g, '')}}`,
          map: null,
        };
      const markup = readMarkup(folders);
      const { css, declared } = purge(code, markup);
      const errors = classErrors(markup, declared);
      if (errors.length > 0) this.error(`the page's classes:\n${errors.join('\n')}`);
      return { code: `${fonts}@layer clarity{${css}}`, map: null };
    },
  };
}
