// Managed object ids, `host-21`: a type and a number.

/** Below this a scenario numbers its own objects, with room behind each; what comes later has a revision as its number, once for each type. */
export const numberedLater = 1_000;

/** The digits at an id's end. */
export const numberOf = (moid: string): number => Number(/\d+$/.exec(moid)?.[0] ?? 0);
