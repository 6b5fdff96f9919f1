// How a patch is merged into an object: what kustomize 5.6 prints of the same two.
import { expect, test } from 'vitest';
import { mergePatch } from '../../../../src/cli/kustomize/merge.ts';
import type { Json, JsonObject } from '../../../../src/std/draft.ts';

const pod = (spec: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec,
});
const thing = (spec: JsonObject): JsonObject => ({
  ...pod(spec),
  apiVersion: 'example.com/v1',
  kind: 'Thing',
});
const web = (more: JsonObject): JsonObject => ({ name: 'web', ...more });
const side: JsonObject = { name: 'side', image: 'side:1' };

const cases: readonly (readonly [
  what: string,
  before: JsonObject,
  patch: JsonObject,
  after: Json | undefined,
])[] = [
  [
    'what the patch names comes first, new or not',
    pod({ containers: [side, web({ image: 'web:1' })] }),
    pod({ containers: [web({ image: 'web:2' }), { name: 'new' }] }),
    pod({ containers: [web({ image: 'web:2' }), { name: 'new' }, side] }),
  ],
  [
    'an item goes by its key',
    pod({ containers: [side, web({})] }),
    pod({ containers: [{ name: 'side', $patch: 'delete' }] }),
    pod({ containers: [web({})] }),
  ],
  [
    'a list goes whole',
    pod({ containers: [side, web({})] }),
    pod({ containers: [web({ image: 'web:3' }), { $patch: 'replace' }] }),
    pod({ containers: [web({ image: 'web:3' })] }),
  ],
  [
    'ports told apart by number and protocol keep their places',
    pod({
      containers: [
        web({
          ports: [
            { containerPort: 80, protocol: 'TCP' },
            { containerPort: 81, protocol: 'TCP' },
          ],
        }),
      ],
    }),
    pod({
      containers: [
        web({
          ports: [
            { containerPort: 81, protocol: 'TCP', name: 'b' },
            { containerPort: 82, protocol: 'UDP' },
          ],
        }),
      ],
    }),
    pod({
      containers: [
        web({
          ports: [
            { containerPort: 82, protocol: 'UDP' },
            { containerPort: 80, protocol: 'TCP' },
            { containerPort: 81, protocol: 'TCP', name: 'b' },
          ],
        }),
      ],
    }),
  ],
  [
    'lists without keys are replaced',
    pod({ tolerations: [{ key: 'a' }], containers: [web({ args: ['a', 'b'] })] }),
    pod({ tolerations: [{ key: 'b' }], containers: [web({ args: ['c'] })] }),
    pod({ tolerations: [{ key: 'b' }], containers: [web({ args: ['c'] })] }),
  ],
  [
    'lists of kinds that Kubernetes does not know are replaced',
    thing({ containers: [side] }),
    thing({ containers: [web({})] }),
    thing({ containers: [web({})] }),
  ],
  [
    'null takes a member away',
    pod({ a: 1, b: { c: 2, d: 3 } }),
    pod({ a: null, b: { c: null } }),
    pod({ b: { d: 3 } }),
  ],
  [
    'an object is replaced',
    pod({ b: { c: 2 } }),
    pod({ b: { $patch: 'replace', e: 4 } }),
    pod({ b: { e: 4 } }),
  ],
  ['an object goes whole', pod({}), { ...pod({}), $patch: 'delete' }, undefined],
];

test.each(cases)('%s', (_what, before, patch, after) => {
  expect(mergePatch(before, patch)).toEqual(after);
});
