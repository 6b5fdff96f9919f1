// What has no name is refused for that, whatever its kind would make of the name.
import { expect, it } from 'vitest';
import { worldOf } from '../../worlds/setup.ts';
import { refused } from '../apis/kubernetes/support.ts';

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

it.each([
  ['batch/v1', 'CronJob', 'namespaces/demo/cronjobs', { schedule: '* * * * *' }],
  ['scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', undefined],
  ['storage.k8s.io/v1', 'CSIDriver', 'csidrivers', {}],
])('%s %s', (apiVersion, kind, path, spec) => {
  const body = { apiVersion, kind, metadata: {}, ...(spec === undefined ? {} : { spec }) };
  const { code, message } = refused(worldOf(), 'POST', `/apis/${apiVersion}/${path}`, { body });
  expect([code, message]).toEqual([422, expect.stringContaining('metadata.name: Required value')]);
});
