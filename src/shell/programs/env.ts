// env: the exported variables.
import { out, type ExitCode, type Run } from '../effect.ts';
import type { Program, Session } from '../program.ts';

function* run(_args: readonly string[], { environment }: Session): Run<ExitCode> {
  for (const [name, value] of environment) yield* out(`${name}=${value}\n`);
  return 0;
}

export const env: Program = { name: 'env', summary: 'show the exported variables', run };
