// The base64 of texts, for credentials and secrets.
import { bytesToBase64 } from '../std/base64.ts';
import { textToBytes } from '../std/byte-text.ts';

/** Standard alphabet, padded, of the text's bytes. */
export function base64Of(text: string): string {
  return bytesToBase64(textToBytes(text));
}
