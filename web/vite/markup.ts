/**
 * What the page's markup uses: classes, elements, attributes, custom properties, quoted words. Read from the syntax tree of every
 * Svelte file, so a class is found where it is written and nowhere else. A class that is computed cannot be found, and is an error:
 * variants belong in data attributes. Style sheets that the page itself declares are read here too.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, parseCss } from 'svelte/compiler';
import { type Node, isNode, nodesOf, walk } from './syntax.ts';

export interface Markup {
  /** Class name to the places that use it, `file:line`. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly elements: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  /** Classes that the page's own style sheets have rules for. */
  readonly styled: ReadonlySet<string>;
  /** Custom properties that markup or own style sheets read with var(). */
  readonly properties: ReadonlySet<string>;
  /** Every source file's text, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Causes that must stop the build: computed classes, files that do not parse. */
  readonly errors: readonly string[];
}

const filesMax = 5_000;

/** Class names in a class attribute's expression, or undefined where a part is computed. */
function writtenClasses(expression: Node): readonly string[] | undefined {
  const all = (nodes: readonly Node[]): readonly string[] | undefined => {
    const names: string[] = [];
    for (const node of nodes) {
      const found = writtenClasses(node);
      if (found === undefined) return undefined;
      names.push(...found);
    }
    return names;
  };
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string' ? expression.value.split(/\s+/).filter(Boolean) : [];
    case 'ArrayExpression':
      return all(nodesOf(expression.elements));
    case 'ConditionalExpression':
      return all([...nodesOf(expression.consequent), ...nodesOf(expression.alternate)]);
    case 'LogicalExpression':
      return all(
        expression.operator === '&&'
          ? nodesOf(expression.right)
          : [...nodesOf(expression.left), ...nodesOf(expression.right)],
      );
    case 'ObjectExpression':
      return all(
        nodesOf(expression.properties).map((property) => {
          const key = property.key as Node;
          return key.type === 'Identifier' && property.computed !== true
            ? { ...key, type: 'Literal', value: key.name }
            : key;
        }),
      );
    case 'Identifier':
      return expression.name === 'undefined' ? [] : undefined;
    default:
      return undefined;
  }
}

function listSources(folder: string, found: string[] = []): readonly string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listSources(path, found);
    else if (/\.(svelte|css|ts|html)$/.test(entry.name)) found.push(path);
    if (found.length > filesMax)
      throw new Error(
        `${folder} holds more than ${filesMax} source files; raise filesMax in web/vite/markup.ts`,
      );
  }
  return found;
}

/** Reads every .svelte, .css, .ts and .html file under the folders. Never throws on their content: see `errors`. */
export function readMarkup(folders: readonly string[]): Markup {
  const classes = new Map<string, string[]>();
  const elements = new Set(['html', 'head', 'body']);
  const attributes = new Set<string>();
  const styled = new Set<string>();
  const properties = new Set<string>();
  const texts = new Map<string, string>();
  const errors: string[] = [];

  const readStyle = (style: Node): void =>
    walk(style, (node) => {
      if (node.type === 'ClassSelector') styled.add(String(node.name));
    });

  const readComponent = (text: string, path: string): void => {
    const at = (node: Node): string =>
      `${relative('.', path)}:${text.slice(0, node.start).split('\n').length}`;
    const use = (name: string, node: Node): void => {
      const places = classes.get(name);
      if (places) places.push(at(node));
      else classes.set(name, [at(node)]);
    };
    const readClass = (attribute: Node): void => {
      for (const part of nodesOf(attribute.value)) {
        const names =
          part.type === 'Text'
            ? String(part.data).split(/\s+/).filter(Boolean)
            : writtenClasses(part.expression as Node);
        if (names === undefined)
          errors.push(
            `${at(attribute)}: this class is computed, so no build can know its rules; write it out, or use a data attribute`,
          );
        else for (const name of names) use(name, attribute);
      }
    };
    const tree = parse(text, { modern: true }) as unknown as Node;
    walk(tree.fragment as Node, (node) => {
      if (node.type === 'SvelteElement' && isNode(node.tag))
        walk(node.tag, (part) => {
          if (part.type === 'Literal') elements.add(String(part.value));
        });
      else if (node.type !== 'RegularElement') return;
      elements.add(String(node.name));
      for (const attribute of nodesOf(node.attributes)) {
        if (attribute.type === 'Attribute') {
          attributes.add(String(attribute.name));
          if (attribute.name === 'class') readClass(attribute);
        } else if (attribute.type === 'ClassDirective') use(String(attribute.name), attribute);
      }
    });
    if (isNode(tree.css)) readStyle(tree.css);
  };

  for (const path of folders.flatMap((folder) => listSources(folder))) {
    const text = readFileSync(path, 'utf8');
    texts.set(path, text);
    if (path.endsWith('.css') || path.endsWith('.svelte'))
      for (const [, name] of text.matchAll(/var\(\s*(--[\w-]+)/g)) if (name) properties.add(name);
    try {
      if (path.endsWith('.svelte')) readComponent(text, path);
      else if (path.endsWith('.css')) readStyle(parseCss(text) as unknown as Node);
    } catch (cause) {
      errors.push(`${relative('.', path)}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  return { classes, elements, attributes, styled, properties, texts, errors };
}
