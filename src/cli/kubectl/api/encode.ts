// Text as a part of an address.

/** As encodeURIComponent, but halves of surrogate pairs become U+FFFD instead of an error. */
export function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
