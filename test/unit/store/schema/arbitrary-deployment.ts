// Random Deployments for property tests: the lists that merge in each of their ways, in any order, with unique keys.
import fc from 'fast-check';
import type { Json } from '../../../../src/std/draft.ts';

function keyed(key: string, keys: readonly Json[], rest: fc.Arbitrary<object>): fc.Arbitrary<object[]> {
  return fc
    .shuffledSubarray([...keys])
    .chain((chosen) => fc.tuple(...chosen.map((value) => rest.map((more) => ({ [key]: value, ...more })))));
}

const containers = keyed(
  'name',
  ['a', 'b', 'c', 'd'],
  fc.record(
    {
      image: fc.constantFrom('x:1', 'x:2'),
      args: fc.shuffledSubarray(['1', '2']),
      env: keyed('name', ['E', 'F'], fc.record({ value: fc.constantFrom('1', '2') })),
      ports: keyed('containerPort', [80, 81], fc.constant({})),
    },
    { requiredKeys: [] },
  ),
);

const volumes = keyed(
  'name',
  ['v', 'w', 'x'],
  fc.constantFrom({ emptyDir: {} }, { hostPath: { path: '/' } }, { configMap: { name: 'c' } }),
);

const dictionary = fc.dictionary(fc.constantFrom('p', 'q', '__proto__'), fc.constantFrom('1', '2'));

const deployment = fc.record({
  apiVersion: fc.constant('apps/v1'),
  kind: fc.constant('Deployment'),
  metadata: fc.record(
    {
      name: fc.constant('d'),
      labels: dictionary,
      // Sorted: kubectl states any other order again and again.
      finalizers: fc.subarray(['a/a', 'b/b', 'c/c']),
    },
    { requiredKeys: ['name'] },
  ),
  spec: fc.record(
    {
      replicas: fc.nat(2),
      strategy: fc.constantFrom(
        { type: 'Recreate' },
        { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
      ),
      template: fc.record({
        spec: fc.record(
          { containers, volumes, tolerations: keyed('key', ['k', 'l'], fc.constant({})) },
          { requiredKeys: ['containers'] },
        ),
      }),
    },
    { requiredKeys: [] },
  ),
});

export const deployments: fc.Arbitrary<Json> = deployment.map(
  (value) => JSON.parse(JSON.stringify(value)) as Json,
);
