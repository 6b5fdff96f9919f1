// Base64 of UTF-8 text and of bytes, both alphabets, without globals of a host. Decoding names the first bad character.
import { assert } from './assert.ts';

const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const urlSafe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const values = new Uint8Array(128).fill(255);
for (let i = 0; i < 64; i++) {
  values[standard.charCodeAt(i)] = i;
  values[urlSafe.charCodeAt(i)] = i;
}

function encode(bytes: Uint8Array, alphabet: string, padded: boolean): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += alphabet.charAt(group >>> 18) + alphabet.charAt((group >>> 12) & 63);
    if (left > 1) text += alphabet.charAt((group >>> 6) & 63);
    if (left > 2) text += alphabet.charAt(group & 63);
    if (padded && left < 3) text += left === 2 ? '=' : '==';
  }
  return text;
}

/** Standard alphabet, padded. */
export function bytesToBase64(bytes: Uint8Array): string {
  return encode(bytes, standard, true);
}

/** URL-safe alphabet, no padding. */
export function bytesToBase64Url(bytes: Uint8Array): string {
  return encode(bytes, urlSafe, false);
}

/** URL-safe alphabet, no padding, of the text's UTF-8. */
export function toBase64Url(text: string): string {
  return bytesToBase64Url(new TextEncoder().encode(text));
}

/** Bytes of either alphabet, padding optional; or where the first character is that belongs to none. */
export function base64ToBytes(
  text: string,
): { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly badAt: number } {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '=' && text.length - end < 2) end -= 1;
  for (let i = 0; i < end; i++) if ((values[text.charCodeAt(i)] ?? 255) === 255) return { badAt: i };
  if (end % 4 === 1) return { badAt: end - 1 };
  const bytes = new Uint8Array((end * 3) >>> 2);
  let place = 0;
  for (let i = 0; i < end; i += 4) {
    let group = 0;
    for (let j = 0; j < 4; j++)
      group = (group << 6) | (i + j < end ? (values[text.charCodeAt(i + j)] as number) : 0);
    for (let j = 16; j >= 0 && place < bytes.length; j -= 8) bytes[place++] = (group >>> j) & 255;
  }
  assert(place === bytes.length, 'base64 fills its bytes');
  return { bytes };
}

export function fromBase64Url(text: string): { readonly text: string } | { readonly badAt: number } {
  const decoded = base64ToBytes(text);
  return 'badAt' in decoded ? decoded : { text: new TextDecoder().decode(decoded.bytes) };
}
