// Quoted texts of Go, single or double quotes alike. Source: Go's strconv.UnquoteChar.

/** What a backslash and a letter stand for. */
export const goEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** The text inside the quotes, or undefined where Go finds a syntax error. */
export function unquoteGo(quoted: string): string | undefined {
  const quote = quoted.charAt(0);
  if (quoted.length < 2 || (quote !== '"' && quote !== "'") || !quoted.endsWith(quote)) return undefined;
  const text = quoted.slice(1, -1);
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character !== '\\') {
      result += character;
      continue;
    }
    const rest = text.slice(at + 1, at + 10);
    const number = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/.exec(rest);
    const letter = rest.charAt(0);
    if (number !== null) {
      const [whole, x, u, long, octal] = number;
      const code = octal === undefined ? parseInt(x ?? u ?? long ?? '', 16) : parseInt(octal, 8);
      if (code > 0x10ffff) return undefined;
      result += String.fromCodePoint(code);
      at += whole.length;
    } else if (letter === quote || Object.hasOwn(goEscapes, letter)) {
      result += letter === quote ? quote : (goEscapes[letter] ?? '');
      at += 1;
    } else return undefined;
  }
  return result;
}
