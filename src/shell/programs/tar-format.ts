// Archives of tar as bytes and back. Source: POSIX pax, the ustar format; GNU's long names and pax' paths are read, too.
import { bytesToText, textToBytes } from '../../std/byte-text.ts';

export interface Entry {
  /** Without a slash in front or behind. */
  readonly path: string;
  /** Undefined for a folder. */
  readonly text: string | undefined;
}

const blockBytes = 512;
const nameBytes = 100;
const prefixBytes = 155;

function octal(value: number, width: number): string {
  return `${Math.floor(value)
    .toString(8)
    .padStart(width - 1, '0')}\0`;
}

function header(
  name: string,
  prefix: string,
  size: number,
  type: string,
  mode: string,
  seconds: number,
): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const put = (at: number, text: string): void => block.set(textToBytes(text), at);
  put(0, name);
  put(nameBytes, mode);
  put(108, octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(seconds, 12));
  put(148, ' '.repeat(8));
  put(156, type);
  put(257, 'ustar\u000000');
  put(265, 'root');
  put(297, 'root');
  put(345, prefix);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

function padded(bytes: Uint8Array): readonly Uint8Array[] {
  const rest = bytes.length % blockBytes;
  return rest === 0 ? [bytes] : [bytes, new Uint8Array(blockBytes - rest)];
}

/** A name as the two fields of a header, or what stands in front of one that does not fit. */
function named(path: string): {
  readonly name: string;
  readonly prefix: string;
  readonly before: readonly Uint8Array[];
} {
  if (textToBytes(path).length <= nameBytes) return { name: path, prefix: '', before: [] };
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (textToBytes(prefix).length <= prefixBytes && textToBytes(name).length <= nameBytes && name !== '')
      return { name, prefix, before: [] };
  }
  const whole = textToBytes(`${path}\0`);
  const long = header('././@LongLink', '', whole.length, 'L', octal(0o644, 8), 0);
  return { name: path.slice(0, nameBytes / 4), prefix: '', before: [long, ...padded(whole)] };
}

export function writeArchive(entries: readonly Entry[], seconds: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { path, text } of entries) {
    const { name, prefix, before } = named(text === undefined ? `${path}/` : path);
    const bytes = textToBytes(text ?? '');
    const mode = octal(text === undefined ? 0o755 : 0o644, 8);
    parts.push(...before, header(name, prefix, bytes.length, text === undefined ? '5' : '0', mode, seconds));
    parts.push(...padded(bytes));
  }
  parts.push(new Uint8Array(2 * blockBytes));
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function field(block: Uint8Array, at: number, length: number): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return bytesToText(end < 0 ? bytes : bytes.subarray(0, end));
}

/** `27 path=some/where\n`: what a pax header says of the entry behind it. */
function paxPath(text: string): string | undefined {
  return /^\d+ path=([^\n]*)\n/m.exec(text)?.[1];
}

/** The entries, or undefined where it is no archive. Links and devices are passed over. */
export function readArchive(archive: Uint8Array): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  let longPath: string | undefined;
  for (let at = 0; at + blockBytes <= archive.length;) {
    const block = archive.subarray(at, at + blockBytes);
    if (block.every((byte) => byte === 0)) return entries;
    const size = Number.parseInt(field(block, 124, 12).trim() || '0', 8);
    const sum = block.reduce((total, byte, place) => total + (place >= 148 && place < 156 ? 32 : byte), 0);
    if (!Number.isSafeInteger(size) || Number.parseInt(field(block, 148, 8).trim(), 8) !== sum)
      return undefined;
    const content = archive.subarray(at + blockBytes, at + blockBytes + size);
    if (content.length < size) return undefined;
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes;
    const type = String.fromCharCode(block[156] ?? 0);
    if (type === 'L') longPath = bytesToText(content).replace(/\0+$/, '');
    else if (type === 'x') longPath = paxPath(bytesToText(content)) ?? longPath;
    else if (type !== 'g') {
      const prefix = field(block, 345, prefixBytes);
      const path = longPath ?? `${prefix === '' ? '' : `${prefix}/`}${field(block, 0, nameBytes)}`;
      longPath = undefined;
      const isFolder = type === '5' || path.endsWith('/');
      const clean = path.replace(/^\/+|\/+$/g, '');
      if (isFolder) entries.push({ path: clean, text: undefined });
      else if (type === '0' || type === '\0') entries.push({ path: clean, text: bytesToText(content) });
    }
  }
  return entries.length === 0 ? undefined : entries;
}
