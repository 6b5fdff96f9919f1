// XML in: what is taken, what is refused and in which words. XML out: whatever text a world has comes back the same.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, readXml } from '../../../src/std/xml.ts';
import { limits } from '../../../src/std/limits.ts';

const nested = (deep: number): string => `${'<a>'.repeat(deep)}${'</a>'.repeat(deep)}`;

describe('what is no document', () => {
  it.each([
    ['', 'no element|document must contain a root element'],
    ['text', 'not well-formed'],
    ['<a><b></a>', 'not well-formed'],
    ['<a/><b/>', 'not well-formed'],
    ['<x:a/>', 'not well-formed'],
    ['<a>&other;</a>', 'not well-formed'],
    ['<!DOCTYPE a [<!ENTITY e "e">]><a>&e;</a>', 'Document type declarations are not taken'],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'Document type declarations are not taken'],
    [nested(limits.nestingMax + 1), 'nest deeper than 64'],
    [`<a>${'<b/>'.repeat(limits.xmlElementsMax)}</a>`, 'more than 100000 elements'],
  ])('%.40s', (text, words) => {
    expect(() => readXml(text)).toThrow(new RegExp(words));
  });
});

it('names are local, with the namespace that their prefix means', () => {
  const element = readXml(
    '<s:a xmlns:s="urn:s" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="T" type="U"><b><![CDATA[1 < 2]]></b></s:a>',
  );
  expect(element).toMatchObject({
    name: 'a',
    namespace: 'urn:s',
    attributes: { 'xsi:type': 'T', type: 'U' },
    children: [{ name: 'b', namespace: '', text: '1 < 2' }],
  });
});

it('as deep as the bound is taken', () => {
  expect(readXml(nested(limits.nestingMax)).name).toBe('a');
});

/** What XML 1.0 has no characters for. */
const unheard = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

it('a text comes back as it was, without what XML has no characters for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const kept = text.replace(unheard, '');
      expect(readXml(`<a>${escapeXml(text)}</a>`).text).toBe(kept);
      const inAttribute = readXml(`<a type="${escapeXml(text)}"/>`).attributes['type'];
      expect(inAttribute).toBe(kept.replace(/[\t\n]/g, ' '));
    }),
    { seed: 17, numRuns: 100 },
  );
});
