// Completion of the word before the cursor: programs at the beginning of a command, then whatever the program expects, then
// file names.
import { limits } from '../std/limits.ts';
import type { Run } from './effect.ts';
import { resolvePath } from '../shell/files.ts';
import { homeOf, type Candidate, type Session } from '../shell/program.ts';
import { builtins } from './builtins.ts';
import type { ShellState } from '../shell/state.ts';

export interface Completion {
  /** Where in the line the word begins that the candidates replace. */
  readonly from: number;
  readonly candidates: readonly Candidate[];
}

/** Words of the command that the cursor is in; the last is the one being typed. */
function commandBefore(text: string): { readonly words: readonly string[]; readonly from: number } {
  let words: string[] = [];
  let word = '';
  let from = 0;
  let quote = '';
  let begun = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
      continue;
    }
    if (character === "'" || character === '"') {
      quote = character;
      begun = true;
      continue;
    }
    if (character === '\\') {
      word += text.charAt(at + 1);
      at += 1;
      begun = true;
      continue;
    }
    if (/[\s|;&<>(]/.test(character)) {
      if (begun) words.push(word);
      if (/[|;&(\n]/.test(character)) words = [];
      word = '';
      begun = false;
      from = at + 1;
      continue;
    }
    begun = true;
    word += character;
  }
  const kept = words.filter((each, at) => at > 0 || !/^[A-Za-z_]\w*=/.test(each));
  return { words: [...kept, word], from };
}

export function* completeLine(line: string, cursor: number, state: ShellState): Run<Completion> {
  const before = line.slice(0, cursor);
  if (before.length > limits.terminalLineCharactersMax) return { from: cursor, candidates: [] };
  const { words, from } = commandBefore(before);
  const word = words.at(-1) ?? '';
  const found = yield* candidatesOf(words, state);
  const candidates = found
    .filter(({ text }) => text.startsWith(word))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return { from, candidates: candidates.filter(({ text }, at) => text !== candidates[at - 1]?.text) };
}

function* candidatesOf(words: readonly string[], state: ShellState): Run<readonly Candidate[]> {
  const word = words.at(-1) ?? '';
  const [name] = words;
  if (words.length === 1 && !word.includes('/')) {
    return [...state.programs.keys(), ...builtins.keys()].map((text) => ({ text }));
  }
  const program = state.programs.get(name ?? '');
  if (program?.complete === undefined) return fileCandidates(word, state.session);
  // What it yields is what our own programs yield.
  const found = yield* program.complete(words.slice(1), state.session) as Run<
    readonly Candidate[] | undefined
  >;
  return found ?? fileCandidates(word, state.session);
}

function fileCandidates(word: string, session: Session): readonly Candidate[] {
  const equals = /^--?[\w-]+=/.exec(word)?.[0] ?? '';
  const path = word.slice(equals.length);
  const slash = path.lastIndexOf('/') + 1;
  const folder = resolvePath(path.slice(0, slash) || '.', session.folder, homeOf(session));
  const names = session.files.list(folder) ?? [];
  const hidden = path.slice(slash).startsWith('.');
  return names
    .filter((name) => hidden || !name.startsWith('.'))
    .map((name) => {
      const isFolder = session.files.isFolder(`${folder === '/' ? '' : folder}/${name}`);
      return { text: `${equals}${path.slice(0, slash)}${name}${isFolder ? '/' : ''}`, open: isFolder };
    });
}
