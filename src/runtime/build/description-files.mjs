// Reads what Kubernetes says of its types and their members from the declarations of the packages `kubernetes-texts` and
// `@kubernetes-models/apimachinery`: the texts of its OpenAPI documents as they are, paragraphs and the meanings of values included,
// which the models lose where a member is of another type. Holds: a declaration that does not look as expected has no texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Readonly<Record<string, string>>} Texts by member, '' of the type itself */

/**
 * @param {readonly string[]} folders of packages
 * @returns {(definition: string) => Texts} by the name of a definition: `io.k8s.api.core.v1.Pod`
 */
export function descriptionReader(folders) {
  const texts = new Map();
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true })) {
      if (!file.endsWith('.d.ts') || file.includes('_schemas') || file.endsWith('index.d.ts')) continue;
      const found = readDeclaration(readFileSync(join(folder, file), 'utf8'));
      if (found !== undefined) texts.set(found.name, found.texts);
    }
  }
  return (definition) => texts.get(interfaceOf(definition)) ?? {};
}

/** `IIoK8sApiCoreV1Pod`. */
function interfaceOf(definition) {
  const parts = definition.split(/[.-]/).map((part) => part[0].toUpperCase() + part.slice(1));
  return `I${parts.join('')}`;
}

const comment = String.raw`\/\*\*\n((?: *\*(?!\/).*\n)*) *\*\/\n`;

function readDeclaration(text) {
  const shape = String.raw`(?:interface (\w+)[^{]*\{\n([^]*?)^\}|type (\w+) = )`;
  const head = new RegExp(`(?:^${comment})?^export ${shape}`, 'm').exec(text);
  if (head === null) return undefined;
  const [, above = '', named, body = '', alias] = head;
  const local = named ?? alias;
  // A file calls it by its short name and gives it away by its whole one.
  const name = new RegExp(`\\b${local} as (\\w+)`).exec(text)?.[1] ?? local;
  const texts = { '': plainText(above) };
  for (const [, about, member] of body.matchAll(new RegExp(`^ {4}${comment}^ {4}"([^"]+)"\\??:`, 'gm')))
    texts[member] = plainText(about);
  return { name, texts };
}

/** A doc-comment's text: without its stars, its tags, and what kept it from ending early. */
function plainText(text) {
  return text
    .replace(/^ *\* ?/gm, '')
    .replace(/^@\w+.*$/gm, '')
    .replace(/\\([*/])/g, '$1')
    .trimEnd();
}
