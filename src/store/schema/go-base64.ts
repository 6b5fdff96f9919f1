// Base64 as Go's encoding/json reads it into bytes: standard alphabet, padding obligatory, line breaks skipped. Apart
// from std/base64 because Secrets and ConfigMaps must be refused with Go's words and offsets.
import { base64ToBytes, bytesToBase64 } from '../../std/base64.ts';

const isBreak = (character: string) => character === '\n' || character === '\r';

/** The text as Go would print its bytes again, or Go's sentence. Source: encoding/base64, StdEncoding. */
export function readBase64(text: string): { readonly text: string } | { readonly error: string } {
  let kept = '';
  let padding = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (isBreak(character)) continue;
    const place = kept.length % 4;
    if (padding > 0) {
      // Only the second half of `==` may follow the first.
      if (character !== '=' || padding !== 1 || place !== 2) {
        return corrupt(padding === 1 && place === 2 ? i - 1 : i);
      }
      padding++;
    } else if (character === '=') {
      if (place < 2) return corrupt(i);
      padding++;
    } else if (/[A-Za-z0-9+/]/.test(character)) {
      kept += character;
    } else return corrupt(i);
  }
  const place = kept.length % 4;
  if (place === 2 && padding === 1) return corrupt(text.length);
  if (place !== 0 && padding === 0) return corrupt(text.length - place);
  const decoded = base64ToBytes(kept);
  return 'badAt' in decoded ? corrupt(decoded.badAt) : { text: bytesToBase64(decoded.bytes) };
}

function corrupt(offset: number): { readonly error: string } {
  return { error: `illegal base64 data at input byte ${offset}` };
}
