// hexdump, xxd: bytes as numbers, sixteen a line. Source: busybox 1.36, util-linux/hexdump.c, util-linux/hexdump_xxd.c.
import { err, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program, Session } from '../../shell/program.ts';
import { sourcesOf } from '../../shell/programs/input.ts';
import { parseOptions } from '../../shell/programs/options.ts';
import { textToBytes } from '../../std/byte-text.ts';

const lineBytes = 16;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

function shown(bytes: Uint8Array): string {
  return [...bytes].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
}

/** Bytes in groups, each with a blank behind it. */
function groups(bytes: Uint8Array, size: number, text: (group: Uint8Array) => string): string {
  let line = '';
  for (let at = 0; at < bytes.length; at += size) line += `${text(bytes.subarray(at, at + size))} `;
  return line;
}

const inOrder = (group: Uint8Array): string => [...group].map((byte) => hex(byte, 2)).join('');

/** Two bytes as the number that they are on this machine. */
const word = ([low = 0, high = 0]: Uint8Array): string => hex(low + high * 256, 4);

type Form = (at: number, bytes: Uint8Array) => string;

const canonical: Form = (at, bytes) => {
  const [left, right] = [bytes.subarray(0, 8), bytes.subarray(8)].map((half) => groups(half, 1, inOrder));
  return `${hex(at, 8)}  ${`${left} ${right}`.padEnd(49)} |${shown(bytes)}|\n`;
};

const words: Form = (at, bytes) => `${hex(at, 7)} ${groups(bytes, 2, word).trimEnd()}\n`;

const xxdLine: Form = (at, bytes) =>
  `${hex(at, 8)}: ${groups(bytes, 2, inOrder).padEnd(40)} ${shown(bytes)}\n`;

/** @param isSqueezed lines like the one before them are one star, and the length ends it all */
function* dump(bytes: Uint8Array, form: Form, isSqueezed: boolean): Run<void> {
  let last = '';
  let isStarred = false;
  for (let at = 0; at < bytes.length; at += lineBytes) {
    const line = bytes.subarray(at, at + lineBytes);
    const key = line.join();
    if (isSqueezed && key === last) {
      if (!isStarred) yield* out('*\n');
      isStarred = true;
      continue;
    }
    [last, isStarred] = [key, false];
    yield* out(form(at, line));
  }
  if (isSqueezed && bytes.length > 0) yield* out(`${hex(bytes.length, form === canonical ? 8 : 7)}\n`);
}

function program(name: string, formOf: (isCanonical: boolean) => Form, isSqueezed: boolean): Program {
  return {
    name,
    summary: 'show bytes as numbers',
    *run(args: readonly string[], session: Session): Run<ExitCode> {
      const parsed = parseOptions(args, { flags: isSqueezed ? 'C' : '' });
      if ('trouble' in parsed) {
        yield* err(`${name}: ${parsed.trouble}\n`);
        return 1;
      }
      const { sources, failed } = yield* sourcesOf(name, parsed.words, session);
      let text = '';
      for (const source of sources)
        for (let piece = yield* source.read(); piece !== undefined; piece = yield* source.read())
          text += piece;
      yield* dump(textToBytes(text), formOf(isSqueezed && parsed.has('C')), isSqueezed);
      return failed ? 1 : 0;
    },
  };
}

export const dumps: readonly Program[] = [
  program('hexdump', (isCanonical) => (isCanonical ? canonical : words), true),
  program('xxd', () => xxdLine, false),
];
