// Refusals in Kubernetes' words: what a real kube-apiserver 1.20.2 answered to each request is in test/golden/statuses,
// and where a later release, or the sandbox, says it otherwise, the file has both and says why.
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../worlds/setup.ts';
import { ask, golden, jane, refused } from './support.ts';

interface Said {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: { readonly causes?: readonly unknown[] };
}

interface Row {
  readonly what: string;
  /** Requests that must succeed before. */
  readonly first?: readonly { readonly method: string; readonly path: string; readonly body: unknown }[];
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly type?: string;
    readonly accept?: string;
    readonly user?: 'jane';
    readonly body?: unknown;
  };
  readonly recorded?: Said;
  /** Why `expected` is not what was recorded. */
  readonly since?: string;
  readonly expected?: Said;
}

const files = [
  'requests',
  'forbidden',
  'config',
  'pods',
  'workloads',
  'services',
  'rbac',
  'storage',
  'networking',
];

/** What every run chooses anew. */
function settled(status: object): Said {
  const text = JSON.stringify(status)
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/(record \(|current: )\d+/g, '$1N')
    .replaceAll(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-NAME')
    // go-cmp writes differences with one kind of space or the other, as a die falls when the server starts.
    .replaceAll('\u00a0', ' ');
  const { code, reason, message, details } = JSON.parse(text) as Said;
  const once = details?.causes && [
    ...new Map(details.causes.map((cause) => [JSON.stringify(cause), cause])).values(),
  ];
  return {
    code,
    ...(reason === undefined ? {} : { reason }),
    message,
    ...(details === undefined
      ? {}
      : { details: once === undefined ? details : { ...details, causes: once } }),
  };
}

function compare({ first = [], request, recorded, since, expected }: Row): void {
  const world = worldOf();
  for (const { method, path, body } of first) {
    const { status, text } = ask(world, method, path, { body });
    expect(status, text).toBeLessThan(300);
  }
  const { method, path, user, ...rest } = request;
  const status = refused(world, method, path, { ...rest, ...(user === undefined ? {} : { actor: jane }) });
  expect(status).toMatchObject({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' });
  expect(settled(status)).toEqual(settled(expected ?? recorded ?? {}));
  expect(since === undefined).toBe(expected === undefined || recorded === undefined);
}

describe.each(files)('%s', (file) => {
  it.each(golden<readonly Row[]>(`statuses/${file}`))('$what', compare);
});
