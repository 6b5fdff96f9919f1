// Admission webhooks that nobody answers, and what is refused of their configuration.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../../src/world.ts';
import { ask, configMap } from '../support.ts';
import { demo, inDemo, post, said } from './support.ts';

const root = '/apis/admissionregistration.k8s.io/v1';
const rule = (plural: string, group = 'apps', operations: readonly string[] = ['CREATE', 'UPDATE']) => ({
  apiGroups: [group],
  apiVersions: ['v1'],
  operations,
  resources: [plural],
});

describe('a webhook', () => {
  const hook = (rest: object = {}) => ({
    name: 'check.example.com',
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    clientConfig: { service: { name: 'hook', namespace: 'demo', path: '/check' } },
    rules: [rule('configmaps', '')],
    ...rest,
  });
  const called = (plural: string, rest?: object): World => {
    const world = demo();
    const kind = `${root}/${plural}webhookconfigurations`;
    expect(said(world, kind, { metadata: { name: 'hooks' }, webhooks: [hook(rest)] })).toBe('created');
    return world;
  };
  const failed =
    'Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post ';
  const maps = inDemo('configmaps');

  it.each(['validating', 'mutating'])('that %s nobody answers refuses', (plural) => {
    const world = called(plural);
    const answer = ask(world, 'POST', maps, { body: configMap('a') });
    const message = `${failed}"https://hook.demo.svc:443/check?timeout=10s": service "hook" not found`;
    expect([answer.status, answer.body.reason, answer.body.message]).toEqual([500, 'InternalError', message]);
  });

  it('says what stands where it should answer', () => {
    const world = called('validating', { timeoutSeconds: 5 });
    post(world, inDemo('services'), {
      metadata: { name: 'hook' },
      spec: { selector: { a: 'b' }, ports: [{ port: 443 }] },
    });
    expect(said(world, maps, configMap('a'))).toBe(
      `${failed}"https://hook.demo.svc:443/check?timeout=5s": no endpoints available for service "hook"`,
    );
  });

  it('by address is looked for in vain', () => {
    const world = called('validating', { clientConfig: { url: 'https://hooks.example.com/check' } });
    expect(said(world, maps, configMap('a'))).toBe(
      `${failed}"https://hooks.example.com/check?timeout=10s": dial tcp: lookup hooks.example.com: no such host`,
    );
  });

  it.each([
    ['ignores failures', { failurePolicy: 'Ignore' }],
    ['is about other objects', { objectSelector: { matchLabels: { a: 'b' } } }],
    ['is about other resources', { rules: [rule('secrets', '')] }],
    [
      'has a condition that does not hold',
      { matchConditions: [{ name: 'c', expression: "object.metadata.name != 'a'" }] },
    ],
  ])('that %s lets pass', (_what, rest) => {
    expect(said(called('validating', rest), maps, configMap('a'))).toBe('created');
  });

  const name = 'ValidatingWebhookConfiguration.admissionregistration.k8s.io "hooks" is invalid: ';
  it.each([
    [
      { name: 'short' },
      'webhooks[0].name: Invalid value: "short": should be a domain with at least three segments separated by dots',
    ],
    [
      { sideEffects: 'Some' },
      'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
    ],
    [
      { timeoutSeconds: 31 },
      'webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds',
    ],
    [
      { clientConfig: {} },
      'webhooks[0].clientConfig: Required value: exactly one of url or service is required',
    ],
    [
      { clientConfig: { url: 'http://a.b/c' } },
      `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
    ],
    [
      { admissionReviewVersions: ['v9'] },
      'webhooks[0].admissionReviewVersions: Invalid value: []string{"v9"}: must include at least one of v1, v1beta1',
    ],
  ])('that is wrong is refused: %o', (rest, why) => {
    const configuration = { metadata: { name: 'hooks' }, webhooks: [hook(rest)] };
    expect(said(demo(), `${root}/validatingwebhookconfigurations`, configuration)).toBe(name + why);
  });
});
