// XML as SOAP and OVF have it: elements with attributes and text, names without their prefixes. Document types are refused, and with them every entity
// that is not XML's own.
import { SaxesParser } from 'saxes';
import { limits } from './limits.ts';

export interface XmlElement {
  /** The local name, and the namespace that it is of. */
  readonly name: string;
  readonly namespace: string;
  /** By local name; of `xsi:type` and the like with what stands before the colon, whatever prefix the sender took: `xsi:type`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text right inside of it. */
  readonly text: string;
}

/** Why a text is not taken as XML. */
export class XmlError extends Error {}

const instance = 'http://www.w3.org/2001/XMLSchema-instance';

interface Open {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** The outermost element of a document. Throws an XmlError where it is none that is taken. */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on('error', ({ message }) => {
    throw new XmlError(`The document is not well-formed XML: ${message}`);
  });
  parser.on('doctype', () => {
    throw new XmlError('Document type declarations are not taken.');
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length >= limits.nestingMax)
      throw new XmlError(`Elements nest deeper than ${limits.nestingMax}.`);
    elements += 1;
    if (elements > limits.xmlElementsMax)
      throw new XmlError(`The document has more than ${limits.xmlElementsMax} elements.`);
    const given = Object.values(attributes).map((each): [string, string] => [
      each.uri === instance ? `xsi:${each.local}` : each.local,
      each.value,
    ]);
    open.push({
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(given),
      children: [],
      text: '',
    });
  });
  const more = (part: string): void => {
    const at = open.at(-1);
    if (at !== undefined) at.text += part;
  };
  parser.on('text', more);
  parser.on('cdata', more);
  parser.on('closetag', () => {
    const closed = open.pop();
    const parent = open.at(-1);
    if (closed === undefined) return;
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  parser.write(text).close();
  if (root === undefined) throw new XmlError('The document has no element.');
  return root;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Whatever XML has no characters for. Source: XML 1.0, production 2. */
const unheard = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text as it stands in an element or an attribute; what XML has no characters for is left out. */
export function escapeXml(text: string): string {
  return text
    .replace(unheard, '')
    .replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    .replaceAll('\r', '&#13;');
}
