// Words turned into the arguments that a program gets: variables and outputs put in, fields split, file names matched.
// Source: POSIX shell command language, section 2.6.
import type { Run } from './effect.ts';
import type { Files } from './files.ts';
import { resolvePath } from './files.ts';
import type { Piece, Script, Word } from './syntax.ts';

export interface Expansion {
  readonly files: Files;
  readonly folder: string;
  readonly home: string;
  readonly variable: (name: string) => string | undefined;
  /** Runs the script of a `$( )` and gives what it printed. */
  readonly output: (script: Script) => Run<string>;
}

/** Arguments that one word may become by splitting and matching. */
const fieldsMax = 10_000;

interface Field {
  text: string;
  /** For each character of the text whether it may stand for others in file names. */
  live: boolean[];
  /** Kept even when it is empty. */
  present: boolean;
}

export function* expandWords(words: readonly Word[], expansion: Expansion): Run<string[]> {
  const result: string[] = [];
  for (const word of words) result.push(...(yield* expandFields(word, expansion)));
  return result;
}

/** A word as one text: assignments, redirections and here-documents are not split. */
export function* expandText(word: Word, expansion: Expansion): Run<string> {
  let text = '';
  for (const [index, piece] of word.entries()) text += yield* valueOf(piece, index === 0, expansion);
  return text;
}

function* valueOf(piece: Piece, first: boolean, expansion: Expansion): Run<string> {
  if (piece.type === 'text') {
    const home = first && !piece.quoted && /^~(?:\/|$)/.test(piece.text);
    return home ? expansion.home + piece.text.slice(1) : piece.text;
  }
  if (piece.type === 'command') return (yield* expansion.output(piece.script)).replace(/\n+$/, '');
  const value = expansion.variable(piece.name) ?? '';
  return value === '' && piece.fallback !== undefined ? piece.fallback : value;
}

function* expandFields(word: Word, expansion: Expansion): Run<string[]> {
  const fields: Field[] = [emptyField()];
  for (const [index, piece] of word.entries()) {
    const value = yield* valueOf(piece, index === 0, expansion);
    const last = fields.at(-1) as Field;
    if (piece.quoted) {
      append(last, value, false);
      last.present = true;
    } else if (piece.type === 'text') append(last, value, true);
    else {
      value.split(/[ \t\n]+/).forEach((part, at) => {
        if (at > 0) fields.push(emptyField());
        append(fields.at(-1) as Field, part, true);
      });
    }
  }
  const kept = fields.filter(({ text, present }) => present || text !== '').slice(0, fieldsMax);
  return kept.flatMap((field) => matching(field, expansion));
}

function emptyField(): Field {
  return { text: '', live: [], present: false };
}

function append(field: Field, text: string, live: boolean): void {
  field.text += text;
  for (let at = 0; at < text.length; at++) field.live.push(live && (text[at] === '*' || text[at] === '?'));
}

/** The file names that the field stands for, or the field itself when there are none. */
function matching({ text, live }: Field, { files, folder, home }: Expansion): readonly string[] {
  const slash = text.lastIndexOf('/') + 1;
  if (!live.includes(true, slash)) return [text];
  const names = files.list(resolvePath(text.slice(0, slash) || '.', folder, home)) ?? [];
  const pattern = text.slice(slash);
  const found = names.filter(
    (name) => name.startsWith('.') === pattern.startsWith('.') && matches(name, pattern, live.slice(slash)),
  );
  return found.length === 0 ? [text] : found.map((name) => text.slice(0, slash) + name);
}

/** Whether a name fits a pattern; goes back only to the last `*`, so the work is bounded by the product of the lengths. */
function matches(name: string, pattern: string, live: readonly boolean[]): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const character = pattern[place];
    if (live[place] === true && character === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (character === name[at] || (live[place] === true && character === '?')) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      place = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (live[place] === true && pattern[place] === '*') place += 1;
  return place === pattern.length;
}
