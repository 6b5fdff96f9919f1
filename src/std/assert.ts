// Assertions for what cannot happen unless our own code is wrong. Trouble that comes from outside (a manifest, a
// link, a request) is never asserted: it is answered with a value that says what, where and why.

/** Throws `Broken invariant: <message>` unless the condition holds; narrows the type where it does. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${message}`);
}

/** Closes a switch over a closed union: compiles only when every case is handled. */
export function unreachable(value: never): never {
  throw new Error(`Broken invariant: unexpected value ${JSON.stringify(value)}`);
}
