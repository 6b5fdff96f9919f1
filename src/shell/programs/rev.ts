// rev: lines from their ends. Source: util-linux.
import { out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';
import { sourcesOf } from './input.ts';

function reversed(line: string): string {
  return [...line].toReversed().join('');
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const { sources, failed } = yield* sourcesOf('rev', args, session, 'cannot open ');
  for (const source of sources) {
    let rest = '';
    for (let piece = yield* source.read(); piece !== undefined; piece = yield* source.read()) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield* out(`${reversed(line)}\n`);
    }
    if (rest !== '') yield* out(`${reversed(rest)}`);
  }
  return Number(failed);
}

export const rev: Program = { name: 'rev', summary: 'turn lines round', run };
