/**
 * Cuts a style sheet down to what the page can match: rules whose selectors name only classes, elements and attributes that markup
 * uses, and custom properties that something kept reads. Works on the syntax tree and copies the kept text, so what is left is the
 * author's own bytes. Classes that the page styles itself are the page's: the sheet's rules for them go.
 */
import { parseCss } from 'svelte/compiler';
import type { Markup } from './markup.ts';
import { type Node, nodesOf, walk } from './syntax.ts';

export interface Purged {
  readonly css: string;
  /** Classes that the whole sheet, before the cut, has rules for. */
  readonly declared: ReadonlySet<string>;
}

/** Attributes that markup never writes but the page carries: the theme that script sets, states that the browser reflects. */
const attributesGiven = new Set([
  'cds-theme',
  'type',
  'role',
  'hidden',
  'title',
  'open',
  'disabled',
  'multiple',
  'size',
]);

const references = (text: string): readonly string[] =>
  [...text.matchAll(/var\(\s*(--[\w-]+)/g)].flatMap((match) => match[1] ?? []);

/** The sheet without what cannot match. `@font-face` and `@charset` go too: fonts are self-hosted (fonts.ts). */
export function purge(sheet: string, markup: Markup): Purged {
  const tree = parseCss(sheet) as unknown as Node;
  const text = (node: Node): string => sheet.slice(node.start, node.end);
  const declared = new Set<string>();

  const canMatch = (node: Node): boolean => {
    switch (node.type) {
      case 'ComplexSelector':
      case 'RelativeSelector':
        return nodesOf(node.type === 'ComplexSelector' ? node.children : node.selectors).every(canMatch);
      case 'ClassSelector':
        return markup.classes.has(String(node.name)) && !markup.styled.has(String(node.name));
      case 'TypeSelector':
        return node.name === '*' || markup.elements.has(String(node.name));
      case 'AttributeSelector':
        return attributesGiven.has(String(node.name)) || markup.attributes.has(String(node.name));
      case 'PseudoClassSelector':
        if (node.name === 'host') return false;
        return (
          node.name === 'not' || node.args === null || nodesOf((node.args as Node).children).some(canMatch)
        );
      default:
        return true;
    }
  };

  walk(tree, (node) => {
    if (node.type === 'ClassSelector') declared.add(String(node.name));
  });

  const selectors = (rule: Node): string =>
    nodesOf((rule.prelude as Node).children)
      .filter(canMatch)
      .map(text)
      .join(',');

  // Which custom properties are read, by what is kept: first by rules and by the page, then by the values of those that are read.
  const values = new Map<string, string[]>();
  const read = new Set<string>();
  const queue = [...markup.properties];
  const collect = (node: Node): boolean | void => {
    if (node.type === 'Rule' && selectors(node) === '') return false;
    if (node.type !== 'Declaration') return;
    const property = String(node.property);
    const value = String(node.value);
    if (property.startsWith('--')) values.set(property, [...(values.get(property) ?? []), value]);
    else queue.push(...references(value));
  };
  walk(tree, collect);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (read.has(name)) continue;
    read.add(name);
    for (const value of values.get(name) ?? []) queue.push(...references(value));
  }

  const keep = (node: Node): string => {
    if (node.type === 'Declaration')
      return String(node.property).startsWith('--') && !read.has(String(node.property))
        ? ''
        : `${text(node)};`;
    if (node.type === 'Rule') {
      const prelude = selectors(node);
      const body =
        prelude === ''
          ? ''
          : nodesOf((node.block as Node).children)
              .map(keep)
              .join('');
      return body === '' ? '' : `${prelude}{${body}}`;
    }
    if (node.type !== 'Atrule' || node.name === 'charset' || node.name === 'font-face') return '';
    if (node.name === 'keyframes' || node.block === null) return text(node);
    const body = nodesOf((node.block as Node).children)
      .map(keep)
      .join('');
    return body === '' ? '' : `@${String(node.name)} ${String(node.prelude)}{${body}}`;
  };

  const kept = nodesOf(tree.children).map((node): { readonly node: Node; readonly css: string } => ({
    node,
    css: keep(node),
  }));
  const rules = kept.filter(({ node }) => node.name !== 'keyframes').map(({ css }) => css);
  const animations = kept
    .filter(
      ({ node }) =>
        node.name === 'keyframes' &&
        rules.some((css) => new RegExp(`\\b${String(node.prelude)}\\b`).test(css)),
    )
    .map(({ css }) => css);
  return { css: [...rules, ...animations].join(''), declared };
}
