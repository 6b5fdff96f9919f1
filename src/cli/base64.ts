// The base64 of texts, for credentials and secrets.
import { bytesToBase64 } from '../std/base64.ts';

/** Standard alphabet, padded, of the text's UTF-8. */
export function base64Of(text: string): string {
  return bytesToBase64(new TextEncoder().encode(text));
}
