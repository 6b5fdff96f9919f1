/** A shared world that has one of everything. */
import type { SharedWorld } from '../../../src/share/shape.ts';

export const sample: SharedWorld = {
  engine: '0.1.0',
  preset: 'four-hosts',
  differences: { hosts: { count: 8 }, network: { podCidrs: ['10.244.0.0/18'] } },
  seed: 42,
  records: [
    {
      atMs: 1_000,
      actor: 'client',
      method: 'POST',
      path: '/api/v1/namespaces/demo/configmaps?fieldManager=kubectl',
      headers: { 'content-type': 'application/json', 'user-agent': 'kubectl/v1.32.4' },
      body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}',
    },
    {
      atMs: 1_000,
      actor: 'sso:dev-anna@vsphere.local',
      method: 'POST',
      path: '/apis/apps/v1/namespaces/demo/deployments',
      headers: { 'content-type': 'application/yaml' },
      body: 'kind: Deployment\n',
    },
    {
      atMs: 61_000,
      actor: 'client',
      method: 'PUT',
      path: '/api/v1/namespaces/demo/configmaps/a',
      headers: { 'content-type': 'application/vnd.kubernetes.protobuf' },
      body: 'azhzAA==',
      binary: true,
    },
    {
      atMs: 62_000,
      actor: 'client',
      method: 'DELETE',
      path: '/api/v1/namespaces/demo/configmaps/a',
      headers: {},
    },
  ],
  clockMs: 3_600_000,
  hash: '0123456789abcdef0123456789abcdef',
  title: 'A failover',
  text: 'Power off **esxi-02** and watch.',
  view: '#/hosts/esxi-02',
};

/** The same as the JSON of version 1, to be changed by a test. */
export function sampleJson(): Record<string, unknown> {
  return {
    engine: '0.1.0',
    preset: 'four-hosts',
    scenario: { hosts: { count: 8 }, network: { podCidrs: ['10.244.0.0/18'] } },
    seed: 42,
    clock: 3_600_000,
    hash: '0123456789abcdef0123456789abcdef',
    title: 'A failover',
    text: 'Power off **esxi-02** and watch.',
    view: '#/hosts/esxi-02',
    actors: ['client', 'sso:dev-anna@vsphere.local'],
    headers: [
      { 'content-type': 'application/json', 'user-agent': 'kubectl/v1.32.4' },
      { 'content-type': 'application/yaml' },
      { 'content-type': 'application/vnd.kubernetes.protobuf' },
      {},
    ],
    records: [
      [
        1_000,
        0,
        0,
        'POST',
        '/api/v1/namespaces/demo/configmaps?fieldManager=kubectl',
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      ],
      [0, 1, 1, 'POST', '/apis/apps/v1/namespaces/demo/deployments', 'kind: Deployment\n'],
      [60_000, 0, 2, 'PUT', '/api/v1/namespaces/demo/configmaps/a', 'azhzAA==', 1],
      [1_000, 0, 3, 'DELETE', '/api/v1/namespaces/demo/configmaps/a'],
    ],
  };
}
