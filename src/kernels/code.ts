// The kernels' codes in words: the numbers of assembly/memory/code.ts.

/** What a choice answers when no host fits; also "no runner-up". */
export const NO_HOST = -1;
/** The memory could not grow. */
export const NO_MEMORY = -2;
/** A value outside its range; the port answers it too, for numbers that would change on their way to an i32. */
export const BAD_VALUE = -6;

/** A line of a text is no route; what is wrong with it is asked for. */
export const BAD_LINE = -7;
/** No answer with so few routes. */
export const TOO_FEW = -8;
/** What must be covered and what must not be have something in common. */
export const CONFLICT = -9;

const words: { readonly [code: number]: string } = {
  [NO_MEMORY]: 'the memory could not grow',
  [-3]: 'no block was opened at this address',
  [-4]: 'more items than the block was opened for, or than the limit',
  [-5]: 'no such host, resource, mask or word',
  [BAD_VALUE]: 'a value is outside its range',
  [BAD_LINE]: 'a line is no route',
  [TOO_FEW]: 'there is no answer with so few routes',
  [CONFLICT]: 'what must be covered and what must not be have something in common',
};

/** A code that a caller did not look for. */
export class KernelError extends Error {
  readonly code: number;

  constructor(what: string, code: number) {
    super(`Kernel ${what}: ${words[code] ?? `unknown code ${code}`}.`);
    this.code = code;
  }
}

/** The count or value a kernel answered; throws what the code means if it is one. `what` names the call. */
export function answerOf(answer: number, what: string): number {
  if (answer < NO_HOST) throw new KernelError(what, answer);
  return answer;
}
