// Requests for certificates: who made one is the server's to say, who may approve it the signer's; a verdict stands.
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseCertificateRequest, nameAttributes } from '../../../../../src/std/pkcs10.ts';
import { bytesToBase64, fromBase64Url } from '../../../../../src/std/base64.ts';
import type { World } from '../../../../../src/world.ts';
import { pass, worldOf } from '../../../../worlds/setup.ts';
import { ask, mergePatch } from '../support.ts';
import { annasRequest, mastersRequest } from './requests.ts';
import { binding, post, rbac, role, user } from './setting.ts';

const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const signerName = 'kubernetes.io/kube-apiserver-client';
let world: World;

beforeEach(() => {
  world = worldOf();
});

const request = (spec: object = {}) => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'anna' },
  spec: { request: annasRequest, signerName, usages: ['client auth'], ...spec },
});

const approve = (type: string, actor = user('boss', 'system:masters')) =>
  ask(world, 'PATCH', `${path}/anna/approval`, {
    actor,
    type: mergePatch,
    body: { status: { conditions: [{ type, status: 'True', reason: 'Said', message: 'so' }] } },
  });

it('tells who made it, whatever it says itself', () => {
  const actor = { user: 'rita', uid: '7', groups: ['ops', 'system:masters'], extra: { scopes: ['x'] } };
  const made = post(world, path, request({ username: 'eve', groups: ['system:masters'] }), actor).body;
  expect(made.spec).toMatchObject({
    username: 'rita',
    uid: '7',
    groups: ['ops', 'system:masters'],
    extra: { scopes: ['x'] },
  });
  expect(made.status).toEqual({});
});

it('is approved once, and for good', () => {
  post(world, path, request());
  expect(approve('Approved').body.status?.['conditions']).toMatchObject([
    {
      type: 'Approved',
      status: 'True',
      reason: 'Said',
      lastUpdateTime: expect.any(String),
      lastTransitionTime: expect.any(String),
    },
  ]);
  expect(approve('Denied').body.message).toBe(
    'CertificateSigningRequest.certificates.k8s.io "anna" is invalid: status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
  );
  const status = { conditions: [], certificate: bytesToBase64(new Uint8Array([1])) };
  const issued = ask(world, 'PATCH', `${path}/anna/status`, { type: mergePatch, body: { status } }).body;
  expect(issued.status).toMatchObject({ conditions: [{ type: 'Approved' }], certificate: 'AQ==' });
  const changed = ask(world, 'PATCH', `${path}/anna`, {
    type: mergePatch,
    body: { spec: { usages: ['any'] } },
  }).body;
  expect(changed.spec).toMatchObject({ usages: ['client auth'] });
});

it('is approved by whom its signer trusts', () => {
  post(world, path, request());
  const rita = user('rita');
  const rule = {
    apiGroups: ['certificates.k8s.io'],
    resources: ['certificatesigningrequests/approval'],
    verbs: ['patch'],
  };
  post(world, `${rbac}/clusterroles`, role('ClusterRole', 'touch', rule));
  post(
    world,
    `${rbac}/clusterrolebindings`,
    binding('ClusterRoleBinding', 'touch', 'ClusterRole/touch', 'User rita'),
  );
  expect(approve('Approved', rita).body.message).toBe(
    `certificatesigningrequests.certificates.k8s.io "anna" is forbidden: user not permitted to approve requests with signerName "${signerName}"`,
  );
  const approver = 'ClusterRole/system:certificates.k8s.io:kube-apiserver-client-approver';
  post(world, `${rbac}/clusterrolebindings`, binding('ClusterRoleBinding', 'trust', approver, 'User rita'));
  expect(approve('Approved', rita).status).toBe(200);
});

const invalid = (why: string) => `CertificateSigningRequest.certificates.k8s.io "anna" is invalid: ${why}`;

it.each([
  [
    { request: 'eA==' },
    invalid('spec.request: Invalid value: []byte{0x78}: PEM block type must be CERTIFICATE REQUEST'),
  ],
  [{ usages: [] }, invalid('spec.usages: Required value')],
  [{ usages: ['any', 'any'] }, invalid('spec.usages[1]: Duplicate value: "any"')],
  [
    { signerName: 'me' },
    invalid(
      `spec.signerName: Invalid value: "me": must be a fully qualified domain and path of the form 'example.com/signer-name'`,
    ),
  ],
  [
    { signerName: 'me/you' },
    invalid(
      'spec.signerName: Invalid value: "me": should be a domain with at least two segments separated by dots',
    ),
  ],
  [
    { signerName: 'kubernetes.io/legacy-unknown' },
    invalid(
      'spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
    ),
  ],
  [
    { expirationSeconds: 599 },
    invalid(
      'spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)',
    ),
  ],
  [
    { request: mastersRequest },
    `certificatesigningrequests.certificates.k8s.io "anna" is forbidden: use of ${signerName} signer with system:masters group is not allowed`,
  ],
])('with %j is refused', (spec, message) => {
  expect(post(world, path, request(spec)).body.message).toBe(message);
});

describe('a request as openssl makes it', () => {
  const decoded = fromBase64Url(annasRequest);
  const text = 'text' in decoded ? decoded.text : '';

  it('says whom it would certify', () => {
    const parsed = parseCertificateRequest(text);
    if ('error' in parsed) throw new Error(parsed.error);
    expect(parsed.subject.get(nameAttributes.commonName)).toEqual(['anna']);
    expect(parsed.subject.get(nameAttributes.organization)).toEqual(['devs', 'ops']);
    expect(parsed).toMatchObject({
      dnsNames: ['a.example'],
      emailAddresses: ['a@b.c'],
      uris: ['spiffe://x'],
      ipAddresses: ['10.0.0.1'],
    });
  });

  it('never makes the reader throw, however it is damaged', () => {
    const lines = text.split('\n');
    const damaged = fc.tuple(fc.nat(text.length), fc.constantFrom('A', '/', '=', '\n', ''));
    fc.assert(
      fc.property(fc.array(damaged, { minLength: 1, maxLength: 8 }), (changes) => {
        let changed = lines.join('\n');
        for (const [at, mark] of changes) changed = changed.slice(0, at) + mark + changed.slice(at + 1);
        return typeof parseCertificateRequest(changed) === 'object';
      }),
    );
  });
});

describe('a request of no use', () => {
  const hour = 3_600;
  const isThere = () => ask(world, 'GET', `${path}/anna`).status === 200;
  const issue = () => {
    approve('Approved');
    const status = { certificate: bytesToBase64(new Uint8Array([1])) };
    expect(ask(world, 'PATCH', `${path}/anna/status`, { type: mergePatch, body: { status } }).status).toBe(
      200,
    );
  };

  it.each<readonly [string, () => void, number, number]>([
    ['nobody answered', () => undefined, 23 * hour, 25 * hour + 1],
    ['was denied', () => void approve('Denied'), hour / 2, 2 * hour + 1],
    ['has its certificate', issue, hour / 2, 2 * hour + 1],
  ])('goes after a while where it %s', (_, answer, before, after) => {
    post(world, path, request());
    answer();
    pass(world, before);
    expect(isThere()).toBe(true);
    pass(world, after - before);
    expect(isThere()).toBe(false);
  });

  it('stays where it was approved and nothing is issued yet', () => {
    post(world, path, request());
    approve('Approved');
    pass(world, 48 * hour);
    expect(isThere()).toBe(true);
  });
});
