// Reading and writing dictionaries whose keys somebody else chose (labels, annotations, data). A plain object answers
// `constructor` and `__proto__` although nobody put them there; these two functions see own members only.

/** The own member of a dictionary, or undefined: never something inherited from Object.prototype. */
export function getOwn<T>(record: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Sets an own member, also one named `__proto__`, which plain assignment would turn into a prototype. */
export function setOwn<T>(record: { [key: string]: T }, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    record[key] = value;
  }
}
