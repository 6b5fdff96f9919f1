// find: files below a folder, by name, kind and depth. Source: findutils.
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { resolvePath } from '../files.ts';
import { matches } from '../glob.ts';
import { homeOf, type Program, type Session } from '../program.ts';

interface Found {
  /** As it is told: below the word that was given. */
  readonly shown: string;
  readonly path: string;
  readonly type: 'd' | 'f' | 'l';
}

type Condition = (found: Found) => boolean;

/** What is done with each that is found. */
type Action =
  | { readonly type: 'print' }
  | { readonly type: 'delete' }
  | { readonly type: 'exec'; readonly words: readonly string[]; readonly together: boolean };

interface Asked {
  readonly roots: readonly string[];
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
  readonly depthMin: number;
  readonly depthMax: number;
}

function patternOf(text: string): Parameters<typeof matches>[1] {
  return { text, live: '*'.repeat(text.length) };
}

function nameOf({ shown }: Found): string {
  return shown.replace(/(?!^)\/+$/, '').replace(/^.*\/(?=.)/, '');
}

/** What the words ask for, or what is wrong with them. */
function askedOf(args: readonly string[]): Asked | { readonly trouble: string } {
  const start = args.findIndex((arg) => /^[-(!]/.test(arg));
  const roots = start < 0 ? args : args.slice(0, start);
  const conditions: Condition[] = [];
  const actions: Action[] = [];
  const depth = { min: 0, max: Infinity };
  let negated = false;
  const add = (condition: Condition) => {
    const not = negated;
    conditions.push((found) => condition(found) !== not);
    negated = false;
  };
  for (let at = start < 0 ? args.length : start; at < args.length; at++) {
    const word = args[at] as string;
    if (word === '!' || word === '-not') {
      negated = !negated;
      continue;
    }
    if (word === '-print') actions.push({ type: 'print' });
    else if (word === '-delete') actions.push({ type: 'delete' });
    else if (word === '-exec') {
      const end = args.findIndex((each, index) => index > at && (each === ';' || each === '+'));
      if (end < 0) return { trouble: "missing argument to `-exec'" };
      actions.push({ type: 'exec', words: args.slice(at + 1, end), together: args[end] === '+' });
      at = end;
    } else {
      const value = args[++at];
      if (value === undefined) return { trouble: `missing argument to \`${word}'` };
      if (word === '-name') add((found) => matches(nameOf(found), patternOf(value)));
      else if (word === '-iname')
        add((found) => matches(nameOf(found).toLowerCase(), patternOf(value.toLowerCase())));
      else if (word === '-path') add(({ shown }) => matches(shown, patternOf(value)));
      else if (word === '-type') add(({ type }) => value === type);
      else if (word === '-maxdepth') depth.max = Number(value);
      else if (word === '-mindepth') depth.min = Number(value);
      else return { trouble: `unknown predicate \`${word}'` };
    }
  }
  return {
    roots: roots.length === 0 ? ['.'] : roots,
    conditions,
    actions: actions.length === 0 ? [{ type: 'print' }] : actions,
    depthMin: depth.min,
    depthMax: depth.max,
  };
}

function below(
  session: Session,
  { roots, depthMin, depthMax }: Asked,
): { readonly all: readonly Found[]; readonly missing: readonly string[] } {
  const { files, ownerOf } = session;
  const all: Found[] = [];
  const missing: string[] = [];
  const walk = (shown: string, path: string, depth: number): void => {
    const isLink = ownerOf?.(path).link !== undefined;
    const type = isLink ? 'l' : files.isFolder(path) ? 'd' : 'f';
    if (depth >= depthMin) all.push({ shown, path, type });
    if (type !== 'd' || depth >= depthMax) return;
    for (const name of files.list(path) ?? [])
      walk(`${shown.replace(/\/$/, '')}/${name}`, `${path === '/' ? '' : path}/${name}`, depth + 1);
  };
  for (const root of roots) {
    const path = resolvePath(root, session.folder, homeOf(session));
    if (files.isFolder(path) || files.read(path) !== undefined) walk(root, path, 0);
    else missing.push(root);
  }
  return { all, missing };
}

/** @param programs those that `-exec` may name */
export function find(programs: ReadonlyMap<string, Program>): Program {
  const execute = function* (
    words: readonly string[],
    shown: readonly string[],
    session: Session,
  ): Run<ExitCode> {
    const [name = '', ...args] = words.flatMap((word) =>
      word === '{}' ? shown : [word.replaceAll('{}', shown[0] ?? '')],
    );
    const program = programs.get(name);
    if (program !== undefined) return yield* program.run(args, session);
    yield* err(`find: '${name}': No such file or directory\n`);
    return 1;
  };
  return {
    name: 'find',
    summary: 'find files',
    *run(args, session): Run<ExitCode> {
      const asked = askedOf(args);
      if ('trouble' in asked) {
        yield* err(`find: ${asked.trouble}\n`);
        return 1;
      }
      const { all, missing } = below(session, asked);
      for (const root of missing) yield* err(`find: '${root}': No such file or directory\n`);
      const chosen = all.filter((found) => asked.conditions.every((condition) => condition(found)));
      const deletes = asked.actions.some(({ type }) => type === 'delete');
      for (const { shown, path } of deletes ? chosen.toReversed() : chosen) {
        for (const action of asked.actions) {
          if (action.type === 'print') yield* out(`${shown}\n`);
          else if (action.type === 'delete') session.files.remove(path);
          else if (action.type === 'exec' && !action.together) yield* execute(action.words, [shown], session);
        }
      }
      for (const action of asked.actions) {
        if (action.type === 'exec' && action.together && chosen.length > 0)
          yield* execute(
            action.words,
            chosen.map(({ shown }) => shown),
            session,
          );
      }
      return missing.length > 0 ? 1 : 0;
    },
  };
}
