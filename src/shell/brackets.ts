// Where a bracket in a script is closed.

/** One past the bracket that closes the one before `from`, whatever is quoted between them; -1 where there is none. */
export function endOf(text: string, from: number, open: string, close: string): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === "'" || character === '"') {
      const end = endOfQuotes(text, at);
      if (end < 0) return -1;
      at = end - 1;
    } else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function endOfQuotes(text: string, from: number): number {
  const quote = text.charAt(from);
  if (quote === "'") return text.indexOf(quote, from + 1) + 1 || -1;
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
    else if (text.startsWith('$(', at)) {
      const end = endOf(text, at + 2, '(', ')');
      if (end < 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}
