// md5sum, sha1sum, sha256sum, sha512sum: digests of files, told and checked. Source: coreutils.
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { textToBytes } from '../../std/byte-text.ts';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { eachLine, sourcesOf, wholeText } from './input.ts';
import { parseOptions } from './options.ts';

type Digest = (bytes: Uint8Array) => Uint8Array;

function* checked(name: string, digest: Digest, lists: readonly string[], session: Session): Run<ExitCode> {
  const { sources, failed } = yield* sourcesOf(name, lists, session);
  let wrong = 0;
  for (const source of sources) {
    yield* eachLine(source, function* (line) {
      const [, sum = '', file = ''] = /^([\da-f]+) [ *](.+?)\n?$/.exec(line) ?? [];
      const { sources: named } = yield* sourcesOf(name, [file], session);
      const text = named[0] === undefined ? undefined : yield* wholeText(named[0]);
      const right = text !== undefined && bytesToHex(digest(textToBytes(text))) === sum;
      if (!right) wrong += 1;
      yield* out(`${file}: ${right ? 'OK' : 'FAILED'}\n`);
      return true;
    });
  }
  if (wrong > 0) {
    yield* err(
      `${name}: WARNING: ${wrong} computed ${wrong === 1 ? 'checksum' : 'checksums'} did NOT match\n`,
    );
  }
  return failed || wrong > 0 ? 1 : 0;
}

function sum(name: string, digest: Digest): Program {
  return {
    name,
    summary: 'show digests of files',
    *run(args, session): Run<ExitCode> {
      const options = parseOptions(args, { flags: 'cbt', long: { check: 'c', binary: 'b', text: 't' } });
      if ('trouble' in options) {
        yield* err(`${name}: ${options.trouble}\nTry '${name} --help' for more information.\n`);
        return 1;
      }
      if (options.has('c')) return yield* checked(name, digest, options.words, session);
      const { sources, failed } = yield* sourcesOf(name, options.words, session);
      for (const source of sources) {
        yield* out(`${bytesToHex(digest(textToBytes(yield* wholeText(source))))}  ${source.name}\n`);
      }
      return failed ? 1 : 0;
    },
  };
}

export const sums: readonly Program[] = [
  sum('md5sum', md5),
  sum('sha1sum', sha1),
  sum('sha256sum', sha256),
  sum('sha512sum', sha512),
];
