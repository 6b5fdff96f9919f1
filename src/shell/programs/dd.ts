// dd: copies blocks from one file to another. Source of words: coreutils. It copies a gigabyte in a second.
import { byteLength, bytesToText, textToBytes } from '../../std/byte-text.ts';
import { SECOND_MS } from '../../std/time.ts';
import { err, out, pause, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type Program, type Session } from '../program.ts';
import { firstBytes, sourcesOf } from './input.ts';
import { forever } from './sleep.ts';

const bytesASecond = 1_000_000_000;
const blockBytes = 512;
const known = [
  'if',
  'of',
  'bs',
  'ibs',
  'obs',
  'cbs',
  'count',
  'skip',
  'seek',
  'conv',
  'iflag',
  'oflag',
  'status',
];
/** The most that is held at once; what goes to /dev/null is only counted. */
const heldBytesMax = 64 * 1_024 * 1_024;

const units: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  kB: 1_000,
  K: 1_024,
  k: 1_024,
  MB: 1_000_000,
  M: 1_048_576,
  GB: 1_000_000_000,
  G: 1_073_741_824,
};

function numberOf(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,12})([A-Za-z]*)$/.exec(text.replace(/iB$/, '')) ?? [];
  const times = units[unit];
  return digits === '' || times === undefined ? undefined : Number(digits) * times;
}

/** `10 MB`, `4.1 kB`; undefined below the first unit. */
function readable(bytes: number, base: 1_000 | 1_024): string | undefined {
  const names = base === 1_000 ? ['kB', 'MB', 'GB', 'TB'] : ['KiB', 'MiB', 'GiB', 'TiB'];
  let amount = bytes;
  let name: string | undefined;
  for (const each of names) {
    if (amount < base) break;
    amount /= base;
    name = each;
  }
  if (name === undefined) return undefined;
  const tenths = Math.round(amount * 10) / 10;
  return `${tenths < 10 ? tenths.toFixed(1) : Math.round(amount)} ${name}`;
}

function summary(bytes: number, block: number): string {
  const records = `${Math.floor(bytes / block)}+${bytes % block === 0 ? 0 : 1}`;
  const sizes = [readable(bytes, 1_000), readable(bytes, 1_024)].filter((size) => size !== undefined);
  const shown = sizes.length === 0 ? '' : ` (${sizes.join(', ')})`;
  const seconds = Math.max(bytes, 1) / bytesASecond;
  return `${records} records in\n${records} records out\n${bytes} bytes${shown} copied, ${Number(seconds.toPrecision(6))} s, ${bytes === 0 ? '0.0 kB' : '1.0 GB'}/s\n`;
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const given = new Map<string, string>();
  for (const arg of args) {
    const [, name = '', value = ''] = /^(\w+)=([^]*)$/.exec(arg) ?? [];
    if (!known.includes(name)) {
      yield* err(`dd: unrecognized operand '${arg}'\nTry 'dd --help' for more information.\n`);
      return 1;
    }
    given.set(name, value);
  }
  const numbers: Record<string, number | undefined> = {};
  for (const name of ['bs', 'ibs', 'count', 'skip']) {
    const text = given.get(name);
    if (text === undefined) continue;
    const number = numberOf(text);
    if (number === undefined) {
      yield* err(`dd: invalid number: '${text}'\n`);
      return 1;
    }
    numbers[name] = number;
  }
  const block = Math.max(1, numbers['bs'] ?? numbers['ibs'] ?? blockBytes);
  const wanted = numbers['count'] === undefined ? Infinity : numbers['count'] * block;
  const to = given.get('of');
  const target = to === undefined ? undefined : resolvePath(to, session.folder, homeOf(session));
  const from = given.get('if');
  const endless = from !== undefined && /^\/dev\/(?:zero|u?random)$/.test(from);
  let bytes = wanted;
  if (endless && target === '/dev/null') {
    if (wanted === Infinity) yield* forever();
  } else {
    const { sources, failed } = yield* sourcesOf(
      'dd',
      from === undefined ? [] : [from],
      session,
      "failed to open '",
      "'",
    );
    const [source] = sources;
    if (failed || source === undefined) return 1;
    const skipped = (numbers['skip'] ?? 0) * block;
    const most = Math.min(heldBytesMax, endless ? wanted : skipped + wanted);
    const read = yield* firstBytes(source, most);
    const text = skipped === 0 || endless ? read : bytesToText(textToBytes(read).subarray(skipped));
    bytes = byteLength(text);
    if (target === undefined) yield* out(text);
    else if (target !== '/dev/null') {
      const trouble = session.files.write(target, text);
      if (trouble !== undefined) {
        const doing = trouble === 'File too large' ? 'error writing' : 'failed to open';
        yield* err(`dd: ${doing} '${to ?? ''}': ${trouble}\n`);
        return 1;
      }
    }
  }
  yield* pause(Math.ceil((bytes * SECOND_MS) / bytesASecond));
  const status = given.get('status');
  const text = summary(bytes, block);
  if (status === 'noxfer') yield* err(text.replace(/[^\n]*copied[^\n]*\n$/, ''));
  else if (status !== 'none') yield* err(text);
  return 0;
}

export const dd: Program = { name: 'dd', summary: 'copy blocks', run };
