// How a transaction ends: completely, or as if it had never been. A promise of idb that nobody looks at must not count as an error
// of its own, so every one of a transaction is looked at here.

interface Transaction {
  readonly done: Promise<void>;
  abort(): void;
}

/** Does the work of a transaction and waits until it is stored, or takes all of it back and rejects. */
export async function finish<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  transaction.done.catch(() => undefined);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It is over already: the error itself ended it.
    }
    throw error;
  }
  await transaction.done;
  return result;
}

/** Requests of one transaction, all under way before the first is answered; rejects with the first that is refused. */
export async function together(requests: Iterable<() => Promise<unknown>>): Promise<void> {
  const started: Promise<unknown>[] = [];
  try {
    for (const request of requests) started.push(request());
  } finally {
    // One that throws at once must not leave the others unlooked at.
    for (const promise of started) promise.catch(() => undefined);
  }
  await Promise.all(started);
}
