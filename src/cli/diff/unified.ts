// Two texts and what differs between them, as `diff -u` prints it: hunks with three lines of what surrounds them.
import { changesOf } from './changes.ts';

const contextLines = 3;
const noNewline = '\\ No newline at end of file\n';

/** A run of changes: where it begins in both texts, and how many lines went and came. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly removed: number;
  readonly added: number;
}

/** Lines with their line breaks. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function scriptOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  const { removed, added } = changesOf(before, after);
  const script: Change[] = [];
  let [from, to] = [0, 0];
  while (from < before.length || to < after.length) {
    const start = { from, to };
    while (removed[from] === true) from += 1;
    while (added[to] === true) to += 1;
    if (from > start.from || to > start.to) {
      script.push({ ...start, removed: from - start.from, added: to - start.to });
    } else {
      from += 1;
      to += 1;
    }
  }
  return script;
}

/** Changes so close that what surrounds them would touch are one hunk. */
function hunksOf(script: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  let end = -Infinity;
  for (const change of script) {
    if (change.from - end <= 2 * contextLines) hunks.at(-1)?.push(change);
    else hunks.push([change]);
    end = change.from + change.removed;
  }
  return hunks;
}

function rangeText(start: number, count: number): string {
  if (count === 1) return String(start + 1);
  return `${count === 0 ? start : start + 1},${count}`;
}

function hunkText(hunk: readonly Change[], before: readonly string[], after: readonly string[]): string {
  const [first, last] = [hunk[0] as Change, hunk.at(-1) as Change];
  const lead = Math.min(contextLines, first.from);
  const tail = Math.min(contextLines, before.length - last.from - last.removed);
  const [from, fromEnd] = [first.from - lead, last.from + last.removed + tail];
  const [to, toEnd] = [first.to - lead, last.to + last.added + tail];
  let text = `@@ -${rangeText(from, fromEnd - from)} +${rangeText(to, toEnd - to)} @@\n`;
  const write = (sign: string, lines: readonly string[]) => {
    for (const line of lines) text += sign + (line.endsWith('\n') ? line : `${line}\n${noNewline}`);
  };
  let at = from;
  for (const change of hunk) {
    write(' ', before.slice(at, change.from));
    at = change.from + change.removed;
    write('-', before.slice(change.from, at));
    write('+', after.slice(change.to, change.to + change.added));
  }
  write(' ', before.slice(at, fromEnd));
  return text;
}

/** The hunks that turn one text into the other; empty where they are equal. */
export function unifiedDiff(before: string, after: string): string {
  const [from, to] = [linesOf(before), linesOf(after)];
  return hunksOf(scriptOf(from, to))
    .map((hunk) => hunkText(hunk, from, to))
    .join('');
}
