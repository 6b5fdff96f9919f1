// The editor that KUBE_EDITOR or EDITOR names, where it is a program that is here: it is handed a file by a line of the shell. Any
// other is the page's own. Source: kubectl pkg/cmd/util/editor/editor.go.
import { quoteGo } from '../std/go-quote.ts';
import type { ExitCode, Run } from './effect.ts';
import type { Program, Session } from '../shell/program.ts';
import { builtins } from '../shell/builtins.ts';
import { breather, runText } from '../shell/execute.ts';
import { passOn } from '../shell/pipe.ts';
import { newState } from '../shell/state.ts';
import { Failure } from './kubectl/failure.ts';

type Programs = ReadonlyMap<string, Program>;

function editorOf({ environment }: Session, programs: Programs): string | undefined {
  const line = environment.get('KUBE_EDITOR') ?? environment.get('EDITOR') ?? '';
  return programs.has(line.trim().split(/\s+/)[0] ?? '') ? line : undefined;
}

/** The text as the editor leaves it. */
function* edited(
  editor: string,
  { name, text }: { readonly name: string; readonly text: string },
  session: Session,
  programs: Programs,
): Run<string> {
  const { files } = session;
  const path = `/tmp/kubectl-edit-${name}`;
  files.makeFolder('/tmp');
  const trouble = files.write(path, text);
  if (trouble !== undefined) throw new Failure(`open ${path}: ${trouble.toLowerCase()}`);
  // What the shell hands on is what our own programs yield.
  const state = newState({ name: 'sh', session, programs, builtins, turn: breather() });
  const code = yield* runText(`${editor} "${path}"`, state) as Run<ExitCode>;
  const left = files.read(path) ?? '';
  files.remove(path);
  if (code !== 0) throw new Failure(`there was a problem with the editor ${quoteGo(editor)}`);
  return left;
}

/** The program, whose texts go to that editor where there is one. */
export function withEditor(program: Program, programs: Programs): Program {
  return {
    ...program,
    *run(args, session): Run<ExitCode> {
      const run = program.run(args, session) as Run<ExitCode>;
      let step = run.next();
      while (step.done !== true) {
        const effect = step.value;
        const editor = effect.type === 'edit' ? editorOf(session, programs) : undefined;
        if (effect.type !== 'edit' || editor === undefined) {
          step = yield* passOn(run, effect);
          continue;
        }
        let text: string;
        try {
          text = yield* edited(editor, effect, session, programs);
        } catch (failure) {
          step = run.throw(failure);
          continue;
        }
        step = run.next(text);
      }
      return step.value;
    },
  };
}
