// test as a program: what `kubectl cp` asks with. The shell has its own.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { homeOf, type Program } from '../program.ts';
import { ShellTrouble } from '../state.ts';
import { isTrue } from '../test.ts';

export const test: Program = {
  name: 'test',
  summary: 'ask whether something holds',
  *run(args, session): Run<ExitCode> {
    const pathOf = (name: string): string => resolvePath(name, session.folder, homeOf(session));
    const words = args.map((text) => ({ text, live: '' }));
    try {
      yield* out('');
      return Number(!isTrue(words, { files: session.files, pathOf, isExtended: false }));
    } catch (trouble) {
      if (!(trouble instanceof ShellTrouble)) throw trouble;
      yield* err(`test: ${trouble.message}\n`);
      return 2;
    }
  },
};
