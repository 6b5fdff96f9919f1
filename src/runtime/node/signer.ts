// The signer of client certificates: what kube-controller-manager does for approved requests to kubernetes.io/kube-apiserver-client,
// with the authority that `serve` made for itself. It is a client of the world like any other. Source: kubernetes pkg/controller/
// certificates/signer.
import { webcrypto } from 'node:crypto';
import {
  cryptoProvider,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { isStream, type Actor } from '../../apis/kubernetes/wire.ts';
import type { World } from '../../world.ts';
import { keyCurve, signatureHash, type Certificate } from './certificate.ts';

const collection = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const signerName = 'kubernetes.io/kube-apiserver-client';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const yearSeconds = 365 * 24 * 3600;
/** A certificate is good from a little before now, for clocks that are behind. */
const backdateMs = 5 * 60 * 1000;
const lookAgainMs = 1_000;

const controller: Actor = {
  user: 'system:serviceaccount:kube-system:certificate-controller',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
};

interface Request {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly request: string;
    readonly signerName: string;
    readonly expirationSeconds?: number;
  };
  readonly status?: {
    readonly certificate?: string;
    readonly conditions?: readonly { readonly type: string }[];
  };
}

function isDue({ spec, status = {} }: Request): boolean {
  const types = (status.conditions ?? []).map(({ type }) => type);
  return (
    spec.signerName === signerName &&
    status.certificate === undefined &&
    types.includes('Approved') &&
    !types.includes('Denied') &&
    !types.includes('Failed')
  );
}

/** The certificate, in PEM, that a request asks for. Rejects where the request is not signed by its own key. */
export async function issue(
  pem: string,
  expirationSeconds: number,
  certificate: Certificate,
): Promise<string> {
  cryptoProvider.set(webcrypto as never);
  const request = new Pkcs10CertificateRequest(pem);
  if (!(await request.verify())) throw new Error('the request is not signed by its own key');
  const issuer = new X509Certificate(certificate.authority);
  const [key = new ArrayBuffer(0)] = PemConverter.decode(certificate.authorityKey);
  const curve = { name: 'ECDSA', namedCurve: keyCurve };
  const signingKey = await webcrypto.subtle.importKey('pkcs8', key, curve, false, ['sign']);
  const notBefore = new Date(Date.now() - backdateMs);
  const notAfter = new Date(Math.min(Date.now() + expirationSeconds * 1000, issuer.notAfter.getTime()));
  const made = await X509CertificateGenerator.create({
    subject: request.subjectName,
    issuer: issuer.subjectName,
    notBefore,
    notAfter,
    signingAlgorithm: { name: 'ECDSA', hash: signatureHash },
    publicKey: request.publicKey,
    signingKey: signingKey as never,
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([clientAuth]),
    ],
  });
  return `${made.toString('pem')}\n`;
}

/** Watches for requests that are approved, from now on, and signs them. */
export function startSigner(world: World, certificate: Certificate): void {
  const underWay = new Set<string>();
  const write = (request: Request, said: object): void => {
    const path = `${collection}/${request.metadata.name}/status`;
    const body = JSON.stringify({ ...request, status: { ...request.status, ...said } });
    world.request({ method: 'PUT', path, headers: { 'content-type': 'application/json' }, body }, controller);
  };

  const sign = async (request: Request): Promise<void> => {
    const { spec, status } = request;
    try {
      const pem = Buffer.from(spec.request, 'base64').toString('utf8');
      const made = await issue(pem, spec.expirationSeconds ?? yearSeconds, certificate);
      write(request, { certificate: Buffer.from(made).toString('base64') });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      write(request, {
        conditions: [
          ...(status?.conditions ?? []),
          { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message },
        ],
      });
    } finally {
      underWay.delete(request.metadata.name);
    }
  };

  const hear = (frame: string): void => {
    const { type, object } = JSON.parse(frame) as { readonly type: string; readonly object: Request };
    const { name } = object.metadata;
    if (type === 'DELETED' || !isDue(object) || underWay.has(name)) return;
    underWay.add(name);
    void sign(object);
  };
  // A world may have no Supervisor yet, or none any more: then it is looked for again.
  const again = (): void => void setTimeout(follow, lookAgainMs).unref();
  const follow = (): void => {
    const watch = world.request({ method: 'GET', path: `${collection}?watch=1` }, controller);
    if (isStream(watch)) watch.open({ frame: hear, end: again });
    else again();
  };
  follow();
}
