// Reads the model files of the package `kubernetes-models` as text: of one class its JSON names, types, which members
// are optional, and the descriptions. Holds: whatever does not look as expected throws and names the file, so a new
// release of the package cannot slip through misread. Deliberately absent: loading the package (its entry needs a newer Node).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Member
 * @property {string} name as in JSON
 * @property {string} type as the models write it: `string`, `Array<V1Container>`, `{ [key: string]: string; }`
 * @property {string} format
 * @property {boolean} optional
 * @property {string} description '' where the models have none (they lose it on references)
 */

/**
 * @typedef {object} Model
 * @property {string} description
 * @property {readonly Member[]} members in the order of the source, which is by name
 */

function check(condition, message) {
  if (!condition) throw new Error(`${message}: the package kubernetes-models has changed its shape`);
}

/** @returns {Model} the class as its .js and .d.ts files describe it */
export function readModel(folder, className) {
  const script = readFileSync(join(folder, `${className}.js`), 'utf8');
  const declarations = readFileSync(join(folder, `${className}.d.ts`), 'utf8');
  const table = /\.attributeTypeMap = (\[\]|\[\n[\s\S]*?\n\]);\n/.exec(script);
  check(table !== null, `${className}.js has no attributeTypeMap`);
  const declared = readDeclarations(declarations, className);
  const members = JSON.parse(table[1]).map((attribute) => {
    const { name, baseName, type, format } = attribute;
    check(
      [name, baseName, type, format].every((x) => typeof x === 'string'),
      `${className}.js: an attribute`,
    );
    const declaration = declared.members.get(name);
    check(declaration !== undefined, `${className}.d.ts does not declare ${name}`);
    declared.members.delete(name);
    return { name: baseName, type, format, ...declaration };
  });
  check(declared.members.size === 0, `${className}.js lacks ${[...declared.members.keys()].join(', ')}`);
  return { description: declared.description, members };
}

/** The doc-comments and the optional marks of a declaration file. */
function readDeclarations(text, className) {
  const start = text.indexOf(`export declare class ${className} {`);
  const end = text.indexOf('    static readonly discriminator', start);
  check(start >= 0 && end > start, `${className}.d.ts declares no class of that name`);
  const members = new Map();
  const pattern = /(?:^ {4}\/\*\*\n((?:^ {4}\* ?.*\n)*?)^ {4}\*\/\n)?^ {4}'([\w$]+)'(\??): /gm;
  const body = text.slice(text.indexOf('{\n', start) + 2, end);
  for (const [, comment = '', name, mark] of body.matchAll(pattern)) {
    members.set(name, { optional: mark === '?', description: plainText(comment) });
  }
  const above = /\/\*\*\n((?:\* ?.*\n)*?)\*\/\n$/.exec(text.slice(0, start));
  return { description: plainText(above?.[1] ?? ''), members };
}

/** A doc-comment's text: without its stars and without what kept it from ending the comment or a string early. */
function plainText(comment) {
  return comment
    .replace(/^ *\* ?/gm, '')
    .replace(/\\(.)/g, '$1')
    .replaceAll('*_/', '*/')
    .replaceAll('/_*', '/*')
    .trim();
}
