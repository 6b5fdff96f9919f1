// CertificateSigningRequest: who wants which certificate of which signer, whether it was approved, and what was issued. The request's
// signature is not checked: that takes a host's cryptography. Source: kubernetes pkg/apis/certificates/validation,
// pkg/registry/certificates/certificates/strategy.go.
import type { CertificateSigningRequest as CertificateSigningRequestType } from '#types';
import { base64ToBytes } from '../../std/base64.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../std/names.ts';
import { parseCertificateRequest, type CertificateRequest } from '../../std/pkcs10.ts';
import { formatTime, humanDuration } from '../../std/time.ts';
import type { Causes } from '../../store/causes.ts';
import { GoSyntax } from '../../store/go-types.ts';
import type { Subresource } from '../../store/kind.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';

export type CertificateSigningRequest = Stored<CertificateSigningRequestType>;
export type RequestCondition = NonNullable<
  NonNullable<CertificateSigningRequest['status']>['conditions']
>[number];

const approvalSubresource: Subresource = { name: 'approval', verbs: ['get', 'patch', 'update'] };

const usages = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const secondsMin = 600;
const legacySigner = 'kubernetes.io/legacy-unknown';

/** Bytes as Go's %#v prints them. */
function goBytes(text = ''): GoSyntax {
  const decoded = base64ToBytes(text);
  const bytes = 'badAt' in decoded ? [] : [...decoded.bytes];
  return new GoSyntax(`[]byte{${bytes.map((byte) => `0x${byte.toString(16)}`).join(', ')}}`);
}

/** The request inside, or why it is none. */
export function requestOf({
  spec,
}: CertificateSigningRequest): CertificateRequest | { readonly error: string } {
  const decoded = base64ToBytes(spec.request ?? '');
  return parseCertificateRequest('badAt' in decoded ? '' : new TextDecoder().decode(decoded.bytes));
}

/** `Approved,Issued` and the like. */
function conditionOf({ status = {} }: CertificateSigningRequest): string {
  const types = (status.conditions ?? []).map(({ type }) => type);
  const verdict = types.includes('Denied') ? 'Denied' : types.includes('Approved') ? 'Approved' : 'Pending';
  return `${verdict}${types.includes('Failed') ? ',Failed' : ''}${status.certificate ? ',Issued' : ''}`;
}

function checkSigner(name: string, causes: Causes): void {
  const field = 'spec.signerName';
  if (name === '') {
    causes.required(field);
    return;
  }
  if (name === legacySigner) {
    causes.invalid(field, name, 'the legacy signerName is not allowed via this API version');
    return;
  }
  const [domain = '', path, ...rest] = name.split('/');
  if (path === undefined || rest.length > 0) {
    causes.invalid(
      field,
      name,
      "must be a fully qualified domain and path of the form 'example.com/signer-name'",
    );
    return;
  }
  const labels = domain.split('.');
  for (const label of labels)
    for (const why of isDns1123Label(label))
      causes.invalid(field, domain, `validating label ${JSON.stringify(label)}: ${why}`);
  if (labels.length < 2)
    causes.invalid(field, domain, 'should be a domain with at least two segments separated by dots');
  for (const label of path.split('.'))
    for (const why of isDns1123Subdomain(label))
      causes.invalid(field, path, `validating label ${JSON.stringify(label)}: ${why}`);
}

/** Conditions whose only status is True. */
const verdicts = ['Approved', 'Denied', 'Failed'];

export function checkConditions(conditions: readonly RequestCondition[], causes: Causes): void {
  const seen = new Set<string>();
  for (const [index, { type, status }] of conditions.entries()) {
    const at = `status.conditions[${index}]`;
    const allowed = verdicts.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    if (!type) causes.required(`${at}.type`);
    if (!status) causes.required(`${at}.status`);
    else if (!allowed.includes(status)) causes.notSupported(`${at}.status`, status, allowed);
    const opposite = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : '';
    if (seen.has(opposite))
      causes.invalid(`${at}.type`, type, 'Approved and Denied conditions are mutually exclusive');
    if (seen.has(type)) causes.duplicate(`${at}.type`, type);
    seen.add(type);
  }
}

/** Conditions with the moments that the server fills in. */
export function stamped(
  conditions: readonly RequestCondition[],
  before: readonly RequestCondition[],
  now: number,
): readonly RequestCondition[] {
  const moment = formatTime(now);
  return conditions.map((condition) => {
    const known = before.find(({ type }) => type === condition.type);
    const lastTransitionTime =
      known?.status === condition.status ? (known.lastTransitionTime ?? moment) : moment;
    return { ...condition, lastUpdateTime: condition.lastUpdateTime ?? moment, lastTransitionTime };
  });
}

export const certificateSigningRequests = kubernetesKind<CertificateSigningRequest>({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  short: ['csr'],
  namespaced: false,
  nameCauses: () => [],
  subresources: [approvalSubresource, statusSubresource],
  prepare(next, prev, { by, uid, groups, extra, subresource, now }) {
    if (prev === undefined) {
      const { username: _user, uid: _uid, groups: _groups, extra: _extra, ...asked } = next.spec;
      next.spec = {
        ...asked,
        username: by,
        ...(uid === undefined ? {} : { uid }),
        ...(groups.length === 0 ? {} : { groups: [...groups] }),
        ...(extra === undefined ? {} : { extra: extra as Record<string, string[]> }),
      };
      next.status = {};
    } else if (subresource === '') {
      next.spec = prev.spec as typeof next.spec;
    } else if (subresource === 'status') {
      // Who issues does not approve: the verdict stays as it is.
      const kept = (prev.status?.conditions ?? []).filter(
        ({ type }) => type === 'Approved' || type === 'Denied',
      );
      const others = (next.status?.conditions ?? []).filter(
        ({ type }) => type !== 'Approved' && type !== 'Denied',
      );
      const conditions = stamped([...kept, ...others], prev.status?.conditions ?? [], now);
      next.status = { ...next.status, ...(conditions.length === 0 ? {} : { conditions: [...conditions] }) };
    }
  },
  validate(next, prev, causes) {
    if (prev !== undefined) return;
    const { spec } = next;
    const parsed = requestOf(next);
    if ('error' in parsed) causes.invalid('spec.request', goBytes(spec.request), parsed.error);
    const wanted = spec.usages ?? [];
    if (wanted.length === 0) causes.required('spec.usages');
    for (const [index, usage] of wanted.entries()) {
      if (!usages.includes(usage)) causes.notSupported(`spec.usages[${index}]`, usage, usages);
      if (wanted.indexOf(usage) < index) causes.duplicate(`spec.usages[${index}]`, usage);
    }
    checkSigner(spec.signerName ?? '', causes);
    const seconds = spec.expirationSeconds;
    if (seconds !== undefined && seconds < secondsMin)
      causes.invalid(
        'spec.expirationSeconds',
        seconds,
        'may not specify a duration less than 600 seconds (10 minutes)',
      );
  },
  fields: { 'spec.signerName': ({ spec }) => spec.signerName },
  columns: [
    nameColumn,
    ageColumn,
    { name: 'SignerName', cell: ({ spec }) => spec.signerName },
    { name: 'Requestor', cell: ({ spec }) => spec.username ?? '' },
    {
      name: 'RequestedDuration',
      cell: ({ spec: { expirationSeconds: seconds } }) =>
        seconds === undefined ? '<none>' : humanDuration(seconds * 1000),
    },
    { name: 'Condition', cell: conditionOf },
  ],
});
