/**
 * IndexedDB that fails on demand: every call that touches storage is counted, and the Nth fails, once or together with all after it.
 * `throws`: the call is refused at once. `aborts`: it succeeds and its transaction is taken back.
 */
import { IDBDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb';

export interface Fault {
  /** The number of the call that fails, counted from 1. */
  readonly at: number;
  readonly how: 'throws' | 'aborts';
  /** Whether every call after it fails too. */
  readonly forGood: boolean;
  readonly name: 'QuotaExceededError' | 'UnknownError' | 'InvalidStateError';
}

let calls = 0;
let fault: Fault | undefined;

/** Counts from here on, with a fault to come or none. */
export function arm(next: Fault | undefined): void {
  calls = 0;
  fault = next;
}

export function callsSoFar(): number {
  return calls;
}

function isDue(): boolean {
  calls += 1;
  return fault !== undefined && (calls === fault.at || (fault.forGood && calls > fault.at));
}

type Method = (this: object, ...args: unknown[]) => unknown;

function guard(prototype: object, name: string): void {
  const methods = prototype as Record<string, Method>;
  const original = methods[name] as Method;
  methods[name] = function (...args) {
    // The upgrade's own transaction is the fake's business.
    if (args[1] === 'versionchange') return original.apply(this, args);
    const isFailing = isDue();
    if (isFailing && (fault?.how === 'throws' || !(this instanceof IDBObjectStore)))
      throw new DOMException('as the test wants it', fault?.name);
    const request = original.apply(this, args);
    if (isFailing && this instanceof IDBObjectStore) {
      const { transaction } = this;
      (request as IDBRequest).addEventListener('success', () => transaction.abort());
    }
    return request;
  };
}

guard(IDBFactory.prototype, 'open');
guard(IDBDatabase.prototype, 'transaction');
for (const name of ['put', 'add', 'get', 'getAll', 'getAllKeys', 'delete', 'clear', 'count', 'openKeyCursor'])
  guard(IDBObjectStore.prototype, name);
