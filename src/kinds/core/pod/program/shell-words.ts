// The words and operators of a shell script, still quoted, and what a word is made of.

/** The script has something that is not known here. */
export class NotUnderstood extends Error {}

export const operators = ['&&', '||', ';;', '>>', '<<', ';', '|', '&', '(', ')', '<', '>', '\n'];

const nameCharactersMax = 256;

/** One past the end of the quoted or substituted part that begins at `from`. */
function endOfPart(text: string, from: number): number {
  const first = text[from];
  if (first === '\\') return from + 2;
  if (first === "'") return closed(text.indexOf("'", from + 1));
  if (first === '"' || first === '`') {
    let at = from + 1;
    while (at < text.length && text[at] !== first)
      at = text[at] === '\\' ? at + 2 : text.startsWith('$(', at) ? endOfPart(text, at) : at + 1;
    return closed(at < text.length ? at : -1);
  }
  if (text.startsWith('$(', from)) {
    let depth = 0;
    for (let at = from + 1; at < text.length;) {
      if (text[at] === '(') depth += 1;
      if (text[at] === ')' && --depth === 0) return at + 1;
      at = text[at] === "'" || text[at] === '"' ? endOfPart(text, at) : at + 1;
    }
    throw new NotUnderstood();
  }
  if (text.startsWith('${', from)) return closed(text.indexOf('}', from));
  return first === '$' ? endOfName(text, from) : from + 1;
}

function closed(at: number): number {
  if (at < 0) throw new NotUnderstood();
  return at + 1;
}

export function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  let word = '';
  let at = 0;
  const flush = (): void => {
    if (word !== '') tokens.push(word);
    word = '';
  };
  while (at < text.length) {
    const char = text[at] as string;
    if (text.startsWith('\\\n', at)) {
      at += 2;
      continue;
    }
    if (char === '#' && word === '') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    const double = text.startsWith('((', at) && word === '' ? text.indexOf('))', at) : -1;
    if (double >= 0) {
      tokens.push(text.slice(at, double + 2));
      at = double + 2;
      continue;
    }
    const operator = operators.find((each) => text.startsWith(each, at));
    if (operator !== undefined || /\s/.test(char)) {
      // `2>&1` and its like: where errors go changes nothing here.
      const redirect = /^(\d?)(>>?|<)&(\d|-)/.exec(text.slice(at - (/^\d$/.test(word) ? 1 : 0)));
      if (redirect !== null && (operator === '>' || operator === '<' || operator === '>>')) {
        const digit = /^\d$/.test(word) ? 1 : 0;
        if (digit === 1) word = '';
        flush();
        at += redirect[0].length - digit;
        continue;
      }
      if (/^\d$/.test(word) && (operator === '>' || operator === '>>')) {
        tokens.push(`${word}>`);
        word = '';
      } else {
        flush();
        if (operator !== undefined) tokens.push(operator);
      }
      at += operator?.length ?? 1;
      continue;
    }
    const end = Math.min(endOfPart(text, at), text.length);
    word += text.slice(at, end);
    at = end;
  }
  flush();
  return tokens;
}

/** The parts of a word: literal text, and what is to be expanded with or without quotes around it. */
export function partsOf(word: string): readonly { readonly text: string; readonly quote: '' | "'" | '"' }[] {
  const parts: { text: string; quote: '' | "'" | '"' }[] = [];
  for (let at = 0; at < word.length;) {
    const end = Math.min(endOfPart(word, at), word.length);
    const piece = word.slice(at, end);
    const first = piece[0];
    if (first === "'" || (first === '"' && piece.length >= 2))
      parts.push({ text: piece.slice(1, -1), quote: first });
    else if (first === '\\') parts.push({ text: piece.slice(1), quote: "'" });
    else parts.push({ text: piece, quote: '' });
    at = end;
  }
  return parts;
}

function endOfName(text: string, from: number): number {
  const name = /^\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9?#@*$!])/.exec(text.slice(from, from + nameCharactersMax));
  return from + (name === null ? 1 : name[0].length);
}

/** One past the end of what is substituted at `from`, which begins with `$` or a backtick. */
export function endOfSubstitution(text: string, from: number): number {
  return Math.min(endOfPart(text, from), text.length);
}
