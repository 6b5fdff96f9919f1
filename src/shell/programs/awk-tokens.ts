// The words of an awk script.

/** What is wrong with a script, or with what it does. */
export class AwkTrouble extends Error {}

export interface Token {
  readonly type: 'number' | 'text' | 'pattern' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const signs = /^(?:\+\+|--|\+=|-=|\*=|\/=|==|!=|<=|>=|!~|&&|\|\||[-+*/%<>=!~?:,;{}()$\n])/;
const escapes: Readonly<{ [letter: string]: string }> = { n: '\n', t: '\t', '"': '"', '\\': '\\', '/': '/' };

/** Throws an AwkTrouble for what is none of awk's words. */
export function tokensOf(script: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = script;
  for (;;) {
    rest = rest.replace(/^(?:[ \t\r]|\\\n|#[^\n]*)+/, '');
    if (rest === '') return [...tokens, { type: 'end', text: 'end of script' }];
    const last = tokens.at(-1);
    const isAfterValue =
      last !== undefined &&
      (['number', 'text', 'name', 'pattern'].includes(last.type) || /^[)$]$/.test(last.text));
    const take = (pattern: RegExp) => pattern.exec(rest)?.[0];
    const quoted = take(/^"(?:[^"\\\n]|\\.)*"/);
    const pattern = isAfterValue ? undefined : take(/^\/(?:[^/\\\n]|\\.)*\//);
    const number = take(/^(?:\d+(?:\.\d*)?|\.\d+)/);
    const name = take(/^[A-Za-z_]\w*/);
    const sign = take(signs);
    const found = quoted ?? pattern ?? number ?? name ?? sign;
    if (found === undefined) throw new AwkTrouble(`syntax error near ${rest.slice(0, 20)}`);
    rest = rest.slice(found.length);
    if (quoted !== undefined) {
      const text = quoted.slice(1, -1).replace(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole);
      tokens.push({ type: 'text', text });
    } else if (pattern !== undefined) tokens.push({ type: 'pattern', text: pattern.slice(1, -1) });
    else if (number !== undefined) tokens.push({ type: 'number', text: number });
    else tokens.push({ type: name === undefined ? 'sign' : 'name', text: found });
  }
}
