// Patterns of the shell: `*`, `?`, `[a-z]`. A character that was quoted stands for itself.

export interface Pattern {
  readonly text: string;
  /** As long as the text: `*` below each character that may stand for others. */
  readonly live: string;
}

export function isPattern({ text, live }: Pattern, from = 0): boolean {
  for (let at = from; at < text.length; at++)
    if (live[at] === '*' && '*?['.includes(text.charAt(at))) return true;
  return false;
}

/** Whether `[...]` at this place holds the character, and where it ends; undefined where it is no such set. */
function inSet(
  text: string,
  at: number,
  character: string,
): { readonly holds: boolean; readonly end: number } | undefined {
  const negated = /[!^]/.test(text.charAt(at + 1));
  const from = at + (negated ? 2 : 1);
  const close = text.indexOf(']', from + 1);
  if (close < 0) return undefined;
  let holds = false;
  for (let place = from; place < close; place++) {
    const first = text.charAt(place);
    if (text[place + 1] === '-' && place + 2 < close) {
      if (character >= first && character <= text.charAt(place + 2)) holds = true;
      place += 2;
    } else if (character === first) holds = true;
  }
  return { holds: holds !== negated, end: close + 1 };
}

/** Whether a text fits; goes back only to the last `*`, so the work is bounded by the product of the lengths. */
export function matches(text: string, pattern: Pattern): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const character = pattern.text[place];
    const isLive = pattern.live[place] === '*';
    const set = isLive && character === '[' ? inSet(pattern.text, place, text.charAt(at)) : undefined;
    if (isLive && character === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (set?.holds === true) {
      at += 1;
      place = set.end;
    } else if (set === undefined && (character === text[at] || (isLive && character === '?'))) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      place = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (pattern.live[place] === '*' && pattern.text[place] === '*') place += 1;
  return place === pattern.text.length;
}

/** The text without the shortest or longest part at its beginning or end that fits. */
export function without(text: string, pattern: Pattern, side: 'prefix' | 'suffix', longest: boolean): string {
  for (let step = 0; step <= text.length; step++) {
    const length = longest ? text.length - step : step;
    const part = side === 'prefix' ? text.slice(0, length) : text.slice(text.length - length);
    if (!matches(part, pattern)) continue;
    return side === 'prefix' ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}
