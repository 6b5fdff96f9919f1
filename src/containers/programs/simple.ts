// A program that says one text and ends well.
import { out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Program } from '../../shell/program.ts';

export function simple(name: string, summary: string, text: (args: readonly string[]) => string): Program {
  return {
    name,
    summary,
    *run(args): Run<ExitCode> {
      yield* out(text(args));
      return 0;
    },
  };
}
