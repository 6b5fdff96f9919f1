// What a shell knows while it runs a script.
import { joint } from './fields.ts';
import type { ExitCode, Run } from './effect.ts';
import type { Builtin } from './builtins.ts';
import { processOf, type Job } from './jobs.ts';
import type { Further } from './pipe.ts';
import type { Program, Session } from './program.ts';
import type { Led, Unopened } from './redirect.ts';
import type { Command } from './syntax.ts';

/** Why nothing more of a list runs: up to the end of the script, a function, or so many loops. */
export type Leave =
  | { readonly to: 'exit' | 'return' }
  | { readonly to: 'break' | 'continue'; readonly loops: number };

/** The shell itself cannot go on: what it says of that. */
export class ShellTrouble extends Error {}

export interface ShellOptions {
  /** What it calls itself in front of what went wrong: `bash`, `sh`. */
  readonly name: string;
  readonly session: Session;
  readonly programs: ReadonlyMap<string, Program>;
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** What is said of a file that a stream cannot be led to or from; bash's words where it is not given. */
  readonly unopened?: ((unopened: Unopened) => string) | undefined;
  /** Comes before each command: lets its owner breathe, or time go by. */
  readonly turn: () => Run<void>;
  /** `$1` and so on. */
  readonly parameters?: readonly string[];
}

export interface ShellState extends ShellOptions {
  /** Variables that programs do not see. */
  readonly variables: Map<string, string>;
  readonly arrays: Map<string, readonly (string | undefined)[]>;
  readonly functions: Map<string, Command>;
  /** What to do when: by condition, as `EXIT`. */
  readonly traps: Map<string, string>;
  /** Where `exec` leads the shell's own streams. */
  led: Led | undefined;
  /** Streams beyond 2 that are open here; whoever opened one knows where it leads. */
  readonly further: Map<number, Further>;
  parameters: readonly string[];
  /** Exit code of the last pipeline: `$?`. */
  status: ExitCode;
  leave: Leave | undefined;
  /** Letters of `set`. */
  readonly flags: Set<string>;
  /** Above zero where a failure is being asked for: in a condition, before `&&`. */
  conditions: number;
  /** What `local` hid, innermost function last. */
  readonly hidden: Map<string, string | undefined>[];
  /** What `read` has taken of its input and not used. */
  unread: string;
  /** Loops that are under way. */
  loops: number;
  /** Functions, files and `eval` inside each other. */
  depth: number;
  /** Where `getopts` is: the word, and the letter in it. */
  option: { readonly index: number; readonly at: number };
  /** `$( )` inside each other. */
  substitutions: number;
  commands: number;
  /** What was begun with `&` and waits. */
  readonly jobs: Job[];
  jobsBegun: number;
}

export function newState(options: ShellOptions): ShellState {
  return {
    ...options,
    parameters: options.parameters ?? [],
    variables: new Map(),
    arrays: new Map(),
    functions: new Map(),
    traps: new Map(),
    led: undefined,
    further: new Map(),
    status: 0,
    leave: undefined,
    flags: new Set(),
    conditions: 0,
    hidden: [],
    unread: '',
    loops: 0,
    depth: 0,
    option: { index: 1, at: 0 },
    substitutions: 0,
    commands: 0,
    jobs: [],
    jobsBegun: 0,
  };
}

/** A shell of its own that begins where this one is: nothing that it sets is seen here. */
export function subshell(state: ShellState): ShellState {
  return {
    ...state,
    session: {
      ...state.session,
      environment: new Map(state.session.environment),
    },
    variables: new Map(state.variables),
    arrays: new Map(state.arrays),
    functions: new Map(state.functions),
    traps: new Map(),
    led: undefined,
    further: new Map(state.further),
    flags: new Set(state.flags),
    hidden: [],
    unread: '',
    leave: undefined,
    jobs: [],
  };
}

/** The flag of `set -o pipefail`, which no letter stands for. */
export const pipefail = 'P';

export function valueOf(state: ShellState, name: string): string | undefined {
  const { parameters, session } = state;
  if (/^\d+$/.test(name)) return name === '0' ? state.name : parameters[Number(name) - 1];
  switch (name) {
    case '?':
      return String(state.status);
    case '#':
      return String(parameters.length);
    case '@':
      return parameters.join(' ');
    case '*':
      return parameters.join(joint(valueOf(state, 'IFS')));
    case '$':
      return '1';
    case '!':
      return state.jobsBegun === 0 ? '' : String(processOf(state.jobsBegun));
    case '-':
      return [...state.flags].filter((flag) => flag !== pipefail).join('');
    case 'RANDOM':
      return String((7919 * (state.commands + 1)) % 32_768);
    default:
      return state.variables.get(name) ?? session.environment.get(name) ?? state.arrays.get(name)?.[0];
  }
}

/** Sets a variable; programs see it when they saw it before. */
export function assign(state: ShellState, name: string, value: string): void {
  const elements = state.arrays.get(name);
  if (elements !== undefined) state.arrays.set(name, [value, ...elements.slice(1)]);
  else if (state.session.environment.has(name)) state.session.environment.set(name, value);
  else state.variables.set(name, value);
}
