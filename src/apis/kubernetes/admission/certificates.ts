// Who may approve and who may issue for a signer, and what no signer's client certificate may say.
// Source: kubernetes plugin/pkg/admission/certificates.
import { requestOf, type CertificateSigningRequest } from '../../../kinds/certificates/signing-request.ts';
import { nameAttributes } from '../../../std/pkcs10.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import type { Admission } from '../../../store/admission.ts';
import { whole } from '../../../store/pipeline.ts';
import { forbidden } from '../../../store/refusal.ts';
import { mayUse } from '../authorize.ts';

const clientSigner = 'kubernetes.io/kube-apiserver-client';
const verbs: Readonly<Record<string, string>> = { approval: 'approve', status: 'sign' };

export const certificates: Admission = {
  name: 'Certificates',
  kinds: ['certificates.k8s.io/certificatesigningrequests'],
  validate({ verb, kind, next, prev, context }) {
    if (next === undefined || context.subresource === whole) return;
    const request = next as unknown as CertificateSigningRequest;
    const { name } = request.metadata;
    if (verb === 'create') {
      const parsed = requestOf(request);
      const isMaster =
        !('error' in parsed) &&
        parsed.subject.get(nameAttributes.organization)?.includes('system:masters') === true;
      if (request.spec.signerName === clientSigner && isMaster)
        throw forbidden(kind, name, `use of ${clientSigner} signer with system:masters group is not allowed`);
      return;
    }
    const needed = verbs[context.subresource];
    if (needed === undefined || prev === undefined) return;
    const { signerName } = (prev as CertificateSigningRequest).spec;
    const domain = signerName.split('/')[0] ?? '';
    const may = [signerName, `${domain}/*`].some((signer) =>
      mayUse(
        context.view,
        { user: context.by, groups: context.groups },
        {
          verb: needed,
          group: kind.group,
          resource: 'signers',
          subresource: '',
          namespace: '',
          name: signer,
        },
      ),
    );
    if (!may)
      throw forbidden(
        kind,
        name,
        `user not permitted to ${needed} requests with signerName ${quoteGo(signerName)}`,
      );
  },
};
