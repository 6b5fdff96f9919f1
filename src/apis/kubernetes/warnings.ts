// The headers that make kubectl print `Warning: ...`: each text once, all of them within a bound, as the API server does it.
// Source: apiserver pkg/endpoints/filters/warning.go; apimachinery pkg/util/net, NewWarningHeader.
import type { WireResponse } from './wire.ts';

/** Characters of all warnings together; past it each is cut to the second number, and what then goes over is left out. */
const charactersMax = 4096;
const truncatedCharacters = 256;

function header(text: string): string {
  return `299 - "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function* truncated(texts: readonly string[]): Iterable<string> {
  let written = 0;
  for (const text of texts) {
    if (written >= charactersMax) return;
    const characters = [...text].slice(0, truncatedCharacters);
    written += characters.length;
    yield characters.join('');
  }
}

/** What strict decoding minds in a YAML text comes as one sentence of several lines, and is told line by line. */
function linesOf(text: string): readonly string[] {
  const found = /^(?:error converting YAML to JSON: )?yaml: unmarshal errors:\n([^]*)$/.exec(text)?.[1];
  return found === undefined ? [text] : found.split('\n').map((line) => line.trim());
}

export function warningHeaders(warnings: readonly string[]): WireResponse['headers'] {
  // A control character would end the header.
  const texts = [...new Set(warnings.flatMap(linesOf))].filter(
    (text) => text !== '' && !/\p{Cc}/u.test(text),
  );
  if (texts.length === 0) return {};
  const total = texts.reduce((sum, text) => sum + [...text].length, 0);
  return { warning: (total <= charactersMax ? texts : [...truncated(texts)]).map(header) };
}
