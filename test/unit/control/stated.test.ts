import { expect, it } from 'vitest';
import { withStated } from '../../../src/control/stated.ts';
import { freezeDeep } from '../../../src/std/draft.ts';

const present = freezeDeep({
  spec: { replicas: 2, ports: [1, 2] },
  labels: { app: 'web', 'set-by': 'user' },
});

it.each<[string, unknown, unknown]>([
  ['what is stated already', { spec: { replicas: 2 } }, present],
  ['nothing', {}, present],
  ['a list that is equal', { spec: { ports: [1, 2] } }, present],
  ['another value', { spec: { replicas: 3 } }, { ...present, spec: { replicas: 3, ports: [1, 2] } }],
  [
    'another list: it counts as one value',
    { spec: { ports: [3] } },
    { ...present, spec: { replicas: 2, ports: [3] } },
  ],
  [
    'a member more',
    { labels: { tier: 'web' } },
    { ...present, labels: { app: 'web', 'set-by': 'user', tier: 'web' } },
  ],
  ['a member removed', { labels: { app: undefined } }, { ...present, labels: { 'set-by': 'user' } }],
  ['a member removed that is not there', { labels: { other: undefined } }, present],
])('%s', (_, stated, wanted) => {
  const result = withStated(present, stated);
  expect(result).toEqual(wanted);
  // The very object where nothing differs: no commit comes of it.
  expect(result === present).toBe(wanted === present);
});

it('shares what it does not change, and leaves the given object alone', () => {
  const result = withStated(present, { spec: { replicas: 3 } });
  expect(result.labels).toBe(present.labels);
  expect(present.spec.replicas).toBe(2);
});

it('takes a member named __proto__ for a member', () => {
  const stated = JSON.parse('{"labels":{"__proto__":"x"}}') as object;
  const result = withStated(present, stated);
  expect(Object.getPrototypeOf(result.labels)).toBe(Object.prototype);
  expect(JSON.stringify(result.labels)).toBe('{"app":"web","set-by":"user","__proto__":"x"}');
});
