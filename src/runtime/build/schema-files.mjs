// What the generated files look like: one line a definition, so that a difference between two releases can be read;
// interfaces with readonly members; and writing only what changed, so that nothing downstream rebuilds for nothing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { scalars, scalarTypes } from './kubernetes-extensions.mjs';

/** The last part of a definition's name. */
export function lastPart(definition) {
  return definition.slice(definition.lastIndexOf('.') + 1);
}

/** A module that exports one table, a line an entry: as a text of JSON, which an engine reads sooner than the same as a program. */
export function moduleText(header, name, table) {
  const lines = Object.entries(table).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  const text = `{\n${lines.join(',\n')}\n}`.replaceAll(/[\\`]|\$\{/g, '\\$&');
  return `// ${header}\nexport const ${name} = /* @__PURE__ */ JSON.parse(\`${text}\`);\n`;
}

/** Definition names to interface names; names that two packages share get group and version in front. */
function interfaceNames(definitions) {
  const sharing = new Map();
  for (const name of Object.keys(definitions)) {
    sharing.set(lastPart(name), (sharing.get(lastPart(name)) ?? 0) + 1);
  }
  const names = new Map();
  for (const name of Object.keys(definitions)) {
    const [group, version, type] = name.split('.').slice(-3);
    const prefix = sharing.get(type) > 1 ? [group, version] : [];
    names.set(name, [...prefix.map((part) => part[0].toUpperCase() + part.slice(1)), type].join(''));
  }
  return names;
}

/** The TypeScript interfaces of the definitions. */
export function typesText(header, definitions) {
  const names = interfaceNames(definitions);
  const typeText = (schema) => {
    if (schema.$ref !== undefined) return names.get(schema.$ref);
    if (schema.type === 'array') {
      const item = typeText(schema.items);
      return `readonly ${item}[]`;
    }
    if (schema.type === 'object')
      return `{ readonly [key: string]: ${typeText(schema.additionalProperties)} }`;
    return schema.type === 'integer' ? 'number' : schema.type;
  };
  const blocks = Object.entries(definitions).map(([name, schema]) => {
    const scalar = name in scalars ? scalarTypes[lastPart(name)] : undefined;
    if (scalar !== undefined) return `export type ${names.get(name)} = ${scalar};`;
    const members = Object.entries(schema.properties).map(([property, value]) => {
      const key = /^\w+$/.test(property) ? property : JSON.stringify(property);
      return `  readonly ${key}${schema.required?.includes(property) ? '' : '?'}: ${typeText(value)};`;
    });
    return `export interface ${names.get(name)} {\n${members.join('\n')}\n}`;
  });
  const imports = `import type { Json, JsonObject } from '../../src/std/draft.ts';`;
  return `// ${header}\n${imports}\n\n${blocks.join('\n\n')}\n`;
}

/** @returns what was done: `written` or `unchanged` */
export function writeIfChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return 'unchanged';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return 'written';
}
