// What the status of a policy says: which generation was looked at, and which expressions cannot be meant for their objects.
import { describe, expect, it } from 'vitest';
import { get, mergePatch, pass, send, worldOf } from '../../worlds/setup.ts';
import { version, definition, definitionsPath } from './apiextensions/support.ts';

const path = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';

const rule = (group: string, apiVersion: string, ...resources: readonly string[]) => ({
  apiGroups: [group],
  apiVersions: [apiVersion],
  operations: ['CREATE'],
  resources,
});

const policy = (resourceRules: readonly object[], more: object) => ({
  metadata: { name: 'small' },
  spec: { matchConstraints: { resourceRules }, ...more },
});

it('a policy says which generation of it was looked at', () => {
  const world = worldOf();
  const validations = [{ expression: 'object.spec.replicas <= 5' }];
  const body = policy([rule('apps', 'v1', 'deployments')], { validations });
  expect(send(world, 'POST', path, body).body.status).toEqual({});
  pass(world, 1);
  expect(get(world, `${path}/small`).status).toEqual({ observedGeneration: 1, typeChecking: {} });
  send(world, 'PATCH', `${path}/small`, { spec: { failurePolicy: 'Ignore' } }, mergePatch);
  pass(world, 1);
  expect(get(world, `${path}/small`).status).toMatchObject({ observedGeneration: 2 });
});

/** The warnings of a policy with these rules, by the field that they are about. */
function warned(resourceRules: readonly object[], more: object): Readonly<Record<string, string>> {
  const world = worldOf();
  const spec = { type: 'object', properties: { size: { type: 'string' } } };
  send(world, 'POST', definitionsPath, definition([version(spec)]));
  pass(world, 1);
  const made = send(world, 'POST', path, policy(resourceRules, more));
  expect(made.status, made.body.message).toBe(201);
  pass(world, 1);
  const { typeChecking } = get(world, `${path}/small`).status as {
    readonly typeChecking: {
      readonly expressionWarnings?: readonly { readonly fieldRef: string; readonly warning: string }[];
    };
  };
  return Object.fromEntries(
    (typeChecking.expressionWarnings ?? []).map(({ fieldRef, warning }) => [fieldRef, warning]),
  );
}

describe('types', () => {
  it('are checked against every kind that the rules name', () => {
    const validations = [
      { expression: 'object.replicas > 1', messageExpression: "'is ' + object.metadata.nam" },
      { expression: 'object.spec.replicas > 1' },
    ];
    const unknown = (kind: string) =>
      `apps/v1, Kind=${kind}: ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^\n`;
    const misspelled = (kind: string) =>
      `apps/v1, Kind=${kind}: ERROR: <input>:1:24: undefined field 'nam'\n | 'is ' + object.metadata.nam\n | .......................^\n`;
    expect(warned([rule('apps', 'v1', 'replicasets', 'deployments')], { validations })).toEqual({
      'spec.validations[0].expression': `${unknown('Deployment')}\n${unknown('ReplicaSet')}`,
      'spec.validations[0].messageExpression': `${misspelled('Deployment')}\n${misspelled('ReplicaSet')}`,
    });
  });

  it('of custom objects and of parameters are known', () => {
    const more = {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      validations: [
        { expression: 'object.spec.size == params.data.size && object.spec.size > 3' },
        { expression: 'object.spec.size == params.data.size' },
        { expression: 'params.date.size == "a"' },
      ],
    };
    const warnings = warned([rule('example.com', 'v1', 'widgets')], more);
    expect(Object.keys(warnings)).toEqual([
      'spec.validations[0].expression',
      'spec.validations[2].expression',
    ]);
    expect(warnings['spec.validations[0].expression']).toContain(
      "example.com/v1, Kind=Widget: ERROR: <input>:1:58: found no matching overload for '_>_' applied to '(string, int)'",
    );
    expect(warnings['spec.validations[2].expression']).toContain("undefined field 'date'");
  });

  it.each<readonly [string, readonly object[], string]>([
    ['of kinds that nobody names', [rule('*', '*', '*')], 'object.nothing == 1'],
    ['of kinds that are not there', [rule('example.com', 'v1', 'gadgets')], 'object.nothing == 1'],
    ['of measurements', [rule('metrics.k8s.io', 'v1beta1', 'pods')], 'object.nothing == 1'],
    ['of subresources', [rule('', 'v1', 'pods/exec')], 'object.nothing == 1'],
    ['of what may be either', [rule('', 'v1', 'services')], 'object.spec.ports.all(p, p.targetPort == 80)'],
    ['of what may be missing', [rule('', 'v1', 'pods')], 'oldObject == null || has(oldObject.spec.nodeName)'],
    [
      'of labels and optional members',
      [rule('', 'v1', 'pods')],
      "object.metadata.?labels[?'app'].orValue('') == 'a' && 'x' in object.metadata.labels",
    ],
    [
      'of containers within templates',
      [rule('apps', 'v1', 'deployments')],
      "object.spec.template.spec.containers.all(c, c.image.startsWith('registry.example/') && has(c.resources) && !has(c.securityContext.privileged))",
    ],
    [
      'of times and requests',
      [rule('', 'v1', 'pods')],
      "object.metadata.creationTimestamp < timestamp('2030-01-01T00:00:00Z') && request.userInfo.username != ''",
    ],
    ['of who asks', [rule('', 'v1', 'pods')], "authorizer.requestResource.check('exec').allowed()"],
  ])('%s make no warning', (_, rules, expression) => {
    expect(warned(rules, { validations: [{ expression }] })).toEqual({});
  });

  it('of amounts are not known, since they are either of two', () => {
    const validations = [{ expression: "'cpu' in object.spec.containers[0].resources.limits" }];
    const warnings = warned([rule('', 'v1', 'pods')], { validations });
    expect(warnings['spec.validations[0].expression']).toContain("undefined field 'limits'");
  });

  it('of variables follow from what they are of', () => {
    const more = {
      variables: [{ name: 'images', expression: 'object.spec.containers.map(c, c.image)' }],
      validations: [{ expression: 'variables.images.all(image, image > 1)' }],
    };
    expect(warned([rule('', 'v1', 'pods')], more)['spec.validations[0].expression']).toContain(
      "found no matching overload for '_>_' applied to '(string, int)'",
    );
  });
});
