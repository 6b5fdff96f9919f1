// A Namespace that has no name is refused for that, and not for the label that its name would be.
import { expect, it } from 'vitest';
import { worldOf } from '../../../worlds/setup.ts';
import { refused } from '../../apis/kubernetes/support.ts';

it.each([
  [{}, 'Namespace "" is invalid: metadata.name: Required value: name or generateName is required'],
  [
    { name: 'A' },
    `Namespace "A" is invalid: metadata.name: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
  ],
])('%j', (metadata, message) => {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata };
  expect(refused(worldOf(), 'POST', '/api/v1/namespaces', { body }).message).toBe(message);
});
