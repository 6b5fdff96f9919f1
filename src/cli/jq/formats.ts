// `@csv`, `@sh` and the like: how a value is written into another language. Source: the jq 1.7 manual.
import { bytesToBase64, base64ToBytes } from '../../std/base64.ts';
import { bytesToText, textToBytes } from '../../std/byte-text.ts';
import type { Json } from '../../std/draft.ts';
import { isArray, isObject, JqError, shown, textOf } from './values.ts';

const asText = (value: Json): string => (typeof value === 'string' ? value : textOf(value));

function row(value: Json, format: string, separator: string, cell: (text: string) => string): string {
  if (!isArray(value))
    throw new JqError(`${shown(value)} cannot be ${format}-formatted, only an array can be`);
  return value
    .map((each) => {
      if (each === null) return '';
      if (typeof each === 'string') return cell(each);
      if (isArray(each) || isObject(each))
        throw new JqError(`${shown(each)} is not valid in a ${format} row`);
      return textOf(each);
    })
    .join(separator);
}

const tabbed: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const marked: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&quot;',
};
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function inBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet.charAt((held >> (bits - 5)) & 31);
    held &= 255;
  }
  if (bits > 0) text += alphabet.charAt((held << (5 - bits)) & 31);
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text.replace(/=+$/, '')) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new JqError(`${shown(text)} is not valid base32 data`);
    held = ((held << 5) | value) & 4095;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  return new Uint8Array(bytes);
}

function fromBase64(text: string): string {
  const read = base64ToBytes(text);
  if ('badAt' in read) throw new JqError(`${shown(text)} is not valid base64 data`);
  return bytesToText(read.bytes);
}

function shellWord(value: Json): string {
  if (isArray(value) || isObject(value)) throw new JqError(`${shown(value)} can not be escaped for shell`);
  return typeof value === 'string' ? `'${value.replaceAll("'", "'\\''")}'` : textOf(value);
}

/** @throws {JqError} where the value has no such form */
export function formatted(name: string, value: Json): string {
  switch (name) {
    case '@text':
      return asText(value);
    case '@json':
      return textOf(value);
    case '@csv':
      return row(value, 'csv', ',', (text) => `"${text.replaceAll('"', '""')}"`);
    case '@tsv':
      return row(value, 'tsv', '\t', (text) =>
        text.replace(/[\\\t\n\r]/g, (found) => tabbed[found] ?? found),
      );
    case '@html':
      return asText(value).replace(/[<>&'"]/g, (found) => marked[found] ?? found);
    case '@uri':
      return [...textToBytes(asText(value))]
        .map((byte) => {
          const character = String.fromCharCode(byte);
          return /[A-Za-z0-9\-_.~]/.test(character)
            ? character
            : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        })
        .join('');
    case '@sh':
      return isArray(value) ? value.map(shellWord).join(' ') : shellWord(value);
    case '@base64':
      return bytesToBase64(textToBytes(asText(value)));
    case '@base64d':
      return fromBase64(asText(value));
    case '@base32':
      return inBase32(textToBytes(asText(value)));
    case '@base32d':
      return bytesToText(fromBase32(asText(value)));
    default:
      throw new JqError(`${name.slice(1)} is not a valid format`);
  }
}
