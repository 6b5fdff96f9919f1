import { expect, it } from 'vitest';
import { get, mergePatch, pass, send, worldOf } from '../../worlds/setup.ts';

it('a policy says which generation of it was looked at', () => {
  const world = worldOf();
  const path = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
  const resourceRules = [
    {
      apiGroups: ['apps'],
      apiVersions: ['v1'],
      operations: ['CREATE'],
      resources: ['deployments'],
    },
  ];
  const spec = {
    matchConstraints: { resourceRules },
    validations: [{ expression: 'object.spec.replicas <= 5' }],
  };
  expect(send(world, 'POST', path, { metadata: { name: 'small' }, spec }).body.status).toEqual({});
  pass(world, 1);
  expect(get(world, `${path}/small`).status).toEqual({
    observedGeneration: 1,
    typeChecking: {},
  });
  send(world, 'PATCH', `${path}/small`, { spec: { failurePolicy: 'Ignore' } }, mergePatch);
  pass(world, 1);
  expect(get(world, `${path}/small`).status).toMatchObject({
    observedGeneration: 2,
  });
});
