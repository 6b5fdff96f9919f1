// What is said of a Job that is not right, and of changes to one that may not be made.
import { describe, expect, it } from 'vitest';
import { mergePatch, paths, send, worldOf } from '../../../../worlds/setup.ts';

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] } };
const indexed = { completions: 2, completionMode: 'Indexed' };
const rule = (said: object) => ({ podFailurePolicy: { rules: [said] } });
const exits = (values: readonly number[], operator = 'In') => ({ onExitCodes: { operator, values } });

function messagesOf(spec: object, name = 'pi'): readonly string[] {
  const body = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { template, ...spec } };
  const { status, body: answer } = send(worldOf(), 'POST', paths.jobs, body);
  if (status === 201) return [];
  expect(status).toBe(422);
  const { details } = answer as unknown as {
    details: { causes: readonly { field: string; message: string }[] };
  };
  return details.causes.map(({ field, message }) => `${field}: ${message}`);
}

describe('a Job', () => {
  it.each<[object, ...string[]]>([
    [{ completions: -1 }, 'spec.completions: Invalid value: -1: must be greater than or equal to 0'],
    [
      { template: { spec: { containers: template.spec.containers } } },
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ],
    [
      { completionMode: 'Indexed', parallelism: 1 },
      'spec.completions: Required value: when completion mode is Indexed',
    ],
    [
      { completionMode: 'Odd' },
      'spec.completionMode: Unsupported value: "Odd": supported values: "NonIndexed", "Indexed"',
    ],
    [
      { backoffLimitPerIndex: 1 },
      'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
    ],
    [
      { ...indexed, maxFailedIndexes: 1 },
      'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified',
    ],
    [
      { ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 3 },
      'spec.maxFailedIndexes: Invalid value: 3: must be less than or equal to completions',
    ],
    [
      { managedBy: 'me' },
      'spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")',
    ],
    [
      { podReplacementPolicy: 'Maybe' },
      'spec.podReplacementPolicy: Unsupported value: "Maybe": supported values: "Failed", "TerminatingOrFailed"',
    ],
    [
      { ...rule({ action: 'FailJob', ...exits([1]) }), podReplacementPolicy: 'TerminatingOrFailed' },
      'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
    ],
    [
      rule({ action: 'FailIndex', ...exits([1]) }),
      'spec.podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
    ],
    [
      rule({ action: 'FailJob' }),
      'spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
    ],
    [
      rule({ action: 'Count', ...exits([2, 1, 0]) }),
      'spec.podFailurePolicy.rules[0].onExitCodes.values[2]: Invalid value: 0: must not be 0 for the In operator',
      'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: []int32{2, 1, 0}: must be ordered',
    ],
    [
      { successPolicy: { rules: [{ succeededCount: 1 }] } },
      'spec.successPolicy: Invalid value: batch.SuccessPolicy{Rules:[]batch.SuccessPolicyRule{batch.SuccessPolicyRule{SucceededIndexes:(*string)(nil), SucceededCount:(*int32)(0xc000000000)}}}: requires indexed completion mode',
    ],
    [
      { ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-5' }] } },
      'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-5": error parsing succeededIndexes: too large index: "5"',
    ],
    [{ ...indexed, successPolicy: { rules: [{ succeededIndexes: '0,1', succeededCount: 2 }] } }],
  ])('of %j', (spec, ...expected) => {
    expect(messagesOf(spec)).toEqual(expected);
  });

  it('is as long in its name as the names of its Pods let it', () => {
    const name = 'a'.repeat(62);
    expect(messagesOf(indexed, name)).toEqual([
      `metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-1`,
    ]);
  });

  it('is filled in, and its template stays what it is', () => {
    const world = worldOf();
    const body = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'pi' }, spec: { template } };
    const made = send(world, 'POST', paths.jobs, body).body;
    const { uid } = made.metadata;
    const labels = {
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': 'pi',
      'controller-uid': uid,
      'job-name': 'pi',
    };
    const { template: filled, ...rest } = made.spec as { template: { metadata: { labels: object } } };
    expect(made.metadata.labels).toEqual(labels);
    expect(filled.metadata.labels).toEqual(labels);
    expect(rest).toEqual({
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      completions: 1,
      manualSelector: false,
      parallelism: 1,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      suspend: false,
    });
    const change = (spec: object) =>
      send(world, 'PATCH', `${paths.jobs}/pi`, { spec }, mergePatch).body.message ?? '';
    expect(change({ completions: 5 })).toBe(
      'Job.batch "pi" is invalid: spec.completions: Invalid value: 5: field is immutable',
    );
    expect(change({ template: { spec: { dnsPolicy: 'Default' } } })).toMatch(
      /^Job\.batch "pi" is invalid: spec\.template: Invalid value: .*: field is immutable$/,
    );
    expect(change({ parallelism: 3, suspend: true, backoffLimit: 2 })).toBe('');
  });

  it('may be told where to run while it has not begun', () => {
    const world = worldOf();
    const spec = { suspend: true, template };
    send(world, 'POST', paths.jobs, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'pi' }, spec });
    const change = (said: object) =>
      send(world, 'PATCH', `${paths.jobs}/pi`, { spec: { template: { spec: said } } }, mergePatch).status;
    expect(change({ nodeSelector: { disk: 'fast' } })).toBe(200);
    expect(change({ dnsPolicy: 'Default' })).toBe(422);
  });
});
