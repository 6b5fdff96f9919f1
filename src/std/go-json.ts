// What Go's encoding/json writes differently from JSON.stringify: characters that HTML minds are escaped.

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** A JSON text as Go would have written it. */
export function escapedAsGo(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? character);
}
