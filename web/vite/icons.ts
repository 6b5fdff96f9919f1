/**
 * The page's icons: path data of shapes in @cds/core, as symbols in the page itself, so that they cost no script and need no request
 * (a sandboxed frame would be refused one). Names and their shapes are in web/parts/icon-names.ts; only names that a source writes
 * between quotes are taken. Coordinates keep two decimals of a box of 36.
 */
import type { Plugin } from 'vite';
import { type IconName, iconShapes } from '../parts/icon-names.ts';
import { readMarkup } from './markup.ts';

/** An SVG rectangle as path data, rounded corners included; other attributes than these have no meaning here. */
function rectanglePath(attributes: ReadonlyMap<string, string>): string {
  const number = (name: string): number => Number(attributes.get(name) ?? 0);
  const [x, y, width, height, r] = [
    number('x'),
    number('y'),
    number('width'),
    number('height'),
    number('rx'),
  ];
  const corner = (dx: number, dy: number): string => (r === 0 ? '' : `a${r} ${r} 0 0 1 ${dx * r} ${dy * r}`);
  return `M${x + r} ${y}h${width - 2 * r}${corner(1, 1)}v${height - 2 * r}${corner(-1, 1)}h${2 * r - width}${corner(-1, -1)}v${2 * r - height}${corner(1, -1)}z`;
}

const rounded = (path: string): string =>
  path.replace(/-?\d*\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));

/**
 * A shape's markup as paths alone.
 * @throws where the shape draws with anything but paths and rectangles.
 */
export function shapePaths(markup: string, shape: string): string {
  return [...markup.matchAll(/<(\w+)([^>]*?)\/?>/g)]
    .map(([, element, text]) => {
      const attributes = new Map(
        [...(text ?? '').matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name ?? '', value ?? '']),
      );
      const path =
        element === 'path' ? attributes.get('d') : element === 'rect' ? rectanglePath(attributes) : undefined;
      if (path === undefined)
        throw new Error(
          `icon shape ${shape} of @cds/core draws with <${element}>: choose another, or teach web/vite/icons.ts`,
        );
      return `<path ${attributes.get('fill-rule') === 'evenodd' ? 'fill-rule="evenodd" ' : ''}d="${rounded(path)}"/>`;
    })
    .join('');
}

async function symbol(name: IconName): Promise<string> {
  const [file = '', variant = 'outline'] = iconShapes[name].split('/');
  const module = (await import(`@cds/core/icon/shapes/${file}.js`)) as Record<string, unknown>;
  const found = Object.values(module).find((value): value is [string, Record<string, string>] =>
    Array.isArray(value),
  );
  const markup = found?.[1][variant];
  if (markup === undefined) throw new Error(`@cds/core has no icon shape ${iconShapes[name]}`);
  return `<symbol id="icon-${name}" viewBox="0 0 36 36">${shapePaths(markup, iconShapes[name])}</symbol>`;
}

const isUsed = (name: string, text: string): boolean =>
  text.includes(`'${name}'`) || text.includes(`"${name}"`);

/** @param folders where names are looked for, absolute. While developing all names are taken: sources change. */
export function icons(folders: readonly string[]): Plugin {
  let every = false;
  return {
    name: 'icons',
    configResolved(config) {
      every = config.command === 'serve';
    },
    transformIndexHtml: async (html) => {
      const texts = [...readMarkup(folders).texts]
        .filter(([path]) => !path.endsWith('icon-names.ts'))
        .map(([, text]) => text);
      const names = (Object.keys(iconShapes) as IconName[]).filter(
        (name) => every || texts.some((text) => isUsed(name, text)),
      );
      const symbols = await Promise.all(names.map(symbol));
      return html.replace('<body>', `<body><svg display="none" aria-hidden="true">${symbols.join('')}</svg>`);
    },
  };
}
