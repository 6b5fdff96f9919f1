// Client certificates: the signer signs what was approved, and whoever shows such a certificate is whom it names.
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { cryptoProvider, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../../src/apis/kubernetes/wire.ts';
import { makeCertificate } from '../../../../src/runtime/node/certificate.ts';
import { startServer, type LocalServer } from '../../../../src/runtime/node/server.ts';
import { issue, startSigner } from '../../../../src/runtime/node/signer.ts';
import { send, worldOf } from '../../../worlds/setup.ts';
import { admin, certificate, token } from './local-server.ts';

let local: LocalServer;
const seen: (Actor | undefined)[] = [];

beforeAll(async () => {
  local = await startServer({
    port: 0,
    certificate,
    token,
    admin,
    answer: (_request, actor) => {
      seen.push(actor);
      return { status: 200, headers: {}, body: 'ok' };
    },
  });
});

afterAll(() => local.close());

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

async function annas(): Promise<{ readonly pem: string; readonly key: string }> {
  cryptoProvider.set(webcrypto as never);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await Pkcs10CertificateRequestGenerator.create({
    name: 'O=devs, O=ops, CN=anna',
    keys: keys as never,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { pem: made.toString('pem'), key: key.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

function ask(shown: { readonly cert?: string; readonly key?: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: local.port,
      ca: certificate.authority,
      agent: false,
      ...shown,
    };
    request({ ...options, path: '/' }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('whoever shows a certificate is whom it names', async () => {
  const { pem, key } = await annas();
  const cert = await issue(pem, 3600, certificate);
  expect(new X509Certificate(cert).subject).toBe('O=devs\nO=ops\nCN=anna');
  expect(await ask({ cert, key })).toBe(200);
  expect(seen.at(-1)).toMatchObject({ user: 'anna', groups: ['devs', 'ops', 'system:authenticated'] });
  expect(seen.at(-1)?.extra?.['authentication.kubernetes.io/credential-id']?.[0]).toMatch(
    /^X509SHA256=[0-9a-f]{64}$/,
  );
});

test('a certificate of another authority is nobody’s', async () => {
  const { pem, key } = await annas();
  const cert = await issue(pem, 3600, await makeCertificate());
  expect(await ask({ cert, key })).toBe(401);
});

test('an approved request is signed, one that is not, or is damaged, never', async () => {
  const world = worldOf();
  const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  startSigner(world, certificate);
  const { pem } = await annas();
  const make = (name: string) =>
    send(world, 'POST', path, {
      metadata: { name },
      spec: {
        request: Buffer.from(pem).toString('base64'),
        signerName: 'kubernetes.io/kube-apiserver-client',
        usages: ['client auth'],
      },
    });
  make('waits');
  make('approved');
  const status = { conditions: [{ type: 'Approved', status: 'True', reason: 'Said', message: 'so' }] };
  send(world, 'PATCH', `${path}/approved/approval`, { status }, 'application/merge-patch+json');
  const certificateOf = (name: string) => {
    const answer = world.request({ method: 'GET', path: `${path}/${name}` }, admin);
    return 'body' in answer
      ? (JSON.parse(answer.body) as { status: { certificate?: string } }).status.certificate
      : '';
  };
  await expect.poll(() => certificateOf('approved')).toBeDefined();
  expect(Buffer.from(certificateOf('approved') ?? '', 'base64').toString()).toContain('BEGIN CERTIFICATE');
  expect(certificateOf('waits')).toBeUndefined();
  await expect(issue(pem.replace(/A/g, 'B'), 3600, certificate)).rejects.toThrow();
});
