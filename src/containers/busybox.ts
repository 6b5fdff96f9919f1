// How the small programs of BusyBox complain, where they do it otherwise than GNU's.
import type { Effect, ExitCode, Run } from '../shell/effect.ts';
import type { Program } from '../shell/program.ts';

const words: readonly (readonly [RegExp, string])[] = [
  [/^(\w+): cannot access '(.*)': /, '$1: $2: '],
  [/^(\w+): cannot remove '(.*)': /, "$1: can't remove '$2': "],
  [/^(\w+): cannot create directory ‘(.*)’: /, "$1: can't create directory '$2': "],
  [/^(?!ls|mkdir|rm|sh|ash)(\w+): ([^ ]+): (?=No such file or directory)/, "$1: can't open '$2': "],
];

function spoken(effect: Effect): Effect {
  if (effect.type !== 'err') return effect;
  const found = words.find(([pattern]) => pattern.test(effect.text));
  return found === undefined ? effect : { ...effect, text: effect.text.replace(found[0], found[1]) };
}

/** The program in BusyBox's words. */
export function busybox(program: Program): Program {
  return {
    ...program,
    *run(args, session): Run<ExitCode> {
      const run = program.run(args, session);
      let step = run.next();
      while (step.done !== true) step = run.next(yield spoken(step.value));
      return step.value;
    },
  };
}
