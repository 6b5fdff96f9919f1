// What reads like a file in /dev and never ends, or is empty: null, zero, random, urandom.
import { keyedHash } from '../std/hash.ts';
import { bytesToText } from '../std/byte-text.ts';
import { now, out, type Run } from './effect.ts';
import type { Session } from './program.ts';

const pieceBytes = 4_096;
const counterKey = 'random bytes read';

function always(piece: string | undefined): () => Run<string | undefined> {
  return function* () {
    yield* out('');
    return piece;
  };
}

const none = always(undefined);
const zeros = always('\0'.repeat(pieceBytes));

/** Bytes by the moment and by how many pieces the session has read before. */
function randoms(session: Session): () => Run<string | undefined> {
  return function* () {
    const at = yield* now();
    const count = Number(session.memory.get(counterKey) ?? 0);
    session.memory.set(counterKey, count + 1);
    const bytes = Uint8Array.from({ length: pieceBytes }, (_, index) =>
      keyedHash(at, counterKey, String(count), String(index)),
    );
    return bytesToText(bytes);
  };
}

/** Gives the device's next piece; undefined where the path is no device that can be read. */
export function deviceAt(path: string, session: Session): (() => Run<string | undefined>) | undefined {
  if (path === '/dev/null') return none;
  if (path === '/dev/zero') return zeros;
  return path === '/dev/urandom' || path === '/dev/random' ? randoms(session) : undefined;
}
