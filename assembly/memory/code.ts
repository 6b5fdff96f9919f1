// What an export answers instead of a count when it cannot do what was asked. Codes, never traps: a caller that is
// wrong learns how, and the instance stays usable. src/kernels/code.ts says the same numbers in words.

/** No host fits: an answer, not a fault. */
export const NO_HOST: i32 = -1;
/** The memory could not grow. */
export const NO_MEMORY: i32 = -2;
/** The address is not that of a block opened with the matching `...Open`. */
export const BAD_BLOCK: i32 = -3;
/** More items than the block was opened for, or than the named limit. */
export const BAD_COUNT: i32 = -4;
/** No such host, column, mask or word. */
export const BAD_INDEX: i32 = -5;
/** A value outside its range. */
export const BAD_VALUE: i32 = -6;
/** A line of a text is no route; the workspace says which line and why. */
export const BAD_LINE: i32 = -7;
/** There is no answer with so few routes; how many it takes is asked for. */
export const TOO_FEW: i32 = -8;
/** What must be covered and what must not be have something in common; the answer says what. */
export const CONFLICT: i32 = -9;
