// What a real kube-apiserver 1.33.13 answered to each request of test/golden/answers, and the sandbox answers too.
import { describe, expect, it } from 'vitest';
import { worldOf, type Body } from '../../../worlds/setup.ts';
import { ask, golden, type Answered } from './support.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly accept?: string;
  readonly body?: unknown;
}

interface Row {
  readonly what: string;
  /** Requests that must succeed before. */
  readonly first?: readonly Asked[];
  readonly request: Asked;
  readonly answer: {
    readonly code: number;
    readonly message?: string;
    /** Parts of the answer by path; null where there is none. `#warning`: the headers; `#keys`: names of members. */
    readonly told?: Readonly<Record<string, unknown>>;
  };
}

function at(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], body);
}

function told(what: string, { headers, body }: Answered): unknown {
  if (what === '#warning') return [headers['warning'] ?? []].flat();
  const [, keysOf] = /^#keys (.*)$/.exec(what) ?? [];
  return keysOf === undefined ? (at(body, what) ?? null) : Object.keys(at(body, keysOf) ?? {}).sort();
}

const printed = (body: Body) => body.message?.replaceAll('\u00a0', ' ');

describe.each(['kubernetes-1.33'])('%s', (file) => {
  it.each(golden<readonly Row[]>(`answers/${file}`))('$what', ({ first = [], request, answer }) => {
    const world = worldOf();
    for (const { method, path, ...asked } of first)
      expect(ask(world, method, path, asked).status).toBeLessThan(300);
    const { method, path, ...asked } = request;
    const given = ask(world, method, path, asked);
    expect(given.status).toBe(answer.code);
    if (answer.message !== undefined) expect(printed(given.body)).toBe(answer.message);
    const parts = Object.keys(answer.told ?? {});
    expect(Object.fromEntries(parts.map((part) => [part, told(part, given)]))).toEqual(answer.told ?? {});
  });
});
