/** Web Locks (w3c.github.io/web-locks) in memory, as far as one name's exclusive locks go: what Node 20 does not have. */
interface Waiting {
  readonly run: () => void;
}

interface Holding {
  readonly steal: () => void;
}

type Work = (lock: { readonly name: string } | null) => unknown;

export class MemoryLocks {
  readonly #held = new Map<string, Holding>();
  readonly #waiting = new Map<string, Waiting[]>();

  query(): Promise<object> {
    return Promise.resolve({});
  }

  request(name: string, options: LockOptions, work: Work): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = (): void => {
        const holding = { steal: () => reject(new DOMException('stolen', 'AbortError')) };
        this.#held.set(name, holding);
        Promise.resolve(work({ name }))
          .then(resolve, reject)
          .finally(() => this.#release(name, holding));
      };
      if (options.signal?.aborted === true) return reject(new DOMException('aborted', 'AbortError'));
      if (options.steal === true) {
        this.#held.get(name)?.steal();
        return grant();
      }
      if (!this.#held.has(name)) return grant();
      if (options.ifAvailable === true) return void Promise.resolve(work(null)).then(resolve, reject);
      const waiting = { run: grant };
      const queue = this.#waiting.get(name) ?? [];
      this.#waiting.set(name, [...queue, waiting]);
      options.signal?.addEventListener('abort', () => {
        this.#waiting.set(
          name,
          (this.#waiting.get(name) ?? []).filter((other) => other !== waiting),
        );
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
  }

  /** What the browser does when a tab is gone: its locks are free, and nothing of it hears of that. */
  free(): void {
    for (const [name, holding] of [...this.#held]) this.#release(name, holding);
  }

  #release(name: string, holding: Holding): void {
    if (this.#held.get(name) !== holding) return;
    this.#held.delete(name);
    const [next, ...rest] = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, rest);
    next?.run();
  }
}
