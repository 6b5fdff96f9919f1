// What is said of Endpoints and EndpointSlices that are wrong.
import { expect, it } from 'vitest';
import { worldOf } from '../../../worlds/setup.ts';
import { ask } from '../../apis/kubernetes/support.ts';

const world = worldOf();

function judged(apiVersion: string, kind: string, rest: object): string {
  const groups = apiVersion === 'v1' ? 'api/v1' : `apis/${apiVersion}`;
  const path = `/${groups}/namespaces/demo/${kind === 'Endpoints' ? 'endpoints' : 'endpointslices'}?dryRun=All`;
  const body = { apiVersion, kind, metadata: { name: 'a' }, ...rest };
  const { status, body: said } = ask(world, 'POST', path, { body });
  return status === 201 ? 'fine' : (said.message ?? '').replace(/^.*? is invalid: /, '');
}

const anIp = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const loopback = 'may not be in the loopback range (127.0.0.0/8, ::1/128)';

it.each([
  [[{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }], 'fine'],
  [[{}], 'subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`'],
  [
    [{ addresses: [{ ip: 'x' }], notReadyAddresses: [{ ip: '127.0.0.1' }] }],
    `[subsets[0].addresses[0].ip: Invalid value: "x": ${anIp}, ` +
      'subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address, ' +
      `subsets[0].notReadyAddresses[0].ip: Invalid value: "127.0.0.1": ${loopback}]`,
  ],
  [
    [
      {
        addresses: [{ ip: '10.0.0.1' }],
        ports: [
          { port: 0, name: 'a' },
          { port: 1, protocol: 'X' },
        ],
      },
    ],
    '[subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, ' +
      'subsets[0].ports[1].name: Required value, ' +
      'subsets[0].ports[1].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"]',
  ],
])('Endpoints of %j', (subsets, expected) => {
  expect(judged('v1', 'Endpoints', { subsets })).toBe(expected);
});

it.each([
  [{ addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }] }, 'fine'],
  [{ endpoints: [] }, 'addressType: Required value'],
  [
    { addressType: 'IPv4', endpoints: [{ addresses: [] }, { addresses: ['fd00::1', '127.0.0.1'] }] },
    '[endpoints[0].addresses: Required value: must contain at least 1 address, ' +
      'endpoints[1].addresses: Invalid value: "fd00::1": must be an IPv4 address, ' +
      `endpoints[1].addresses[1]: Invalid value: "127.0.0.1": ${loopback}]`,
  ],
  [
    { addressType: 'IPv4', endpoints: [], ports: [{ port: 1 }, { port: 2, protocol: 'X' }] },
    '[ports[1].name: Duplicate value: "", ports[1].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"]',
  ],
])('an EndpointSlice of %j', (slice, expected) => {
  expect(judged('discovery.k8s.io/v1', 'EndpointSlice', slice)).toBe(expected);
});

it('a Secret of registries holds JSON', () => {
  const body = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': 'x' },
  };
  const { body: said } = ask(world, 'POST', '/api/v1/namespaces/demo/secrets?dryRun=All', { body });
  expect(said.message).toBe(
    'Secret "a" is invalid: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": ' +
      "invalid character 'x' looking for beginning of value",
  );
});

it('Endpoints are of old', () => {
  const { headers } = ask(world, 'GET', '/api/v1/namespaces/demo/endpoints');
  expect(headers['warning']).toEqual([
    '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"',
  ]);
});
