// Groups that belong to Kubernetes' community may be defined only with an approval. Source: apiextensions-apiserver
// pkg/apihelpers/helpers.go.
import { quoteGo } from '../../std/go-quote.ts';
import { parseUrl } from '../../store/cel/library/urls.ts';

export const approvalAnnotation = 'api-approved.kubernetes.io';

export interface Approval {
  readonly state: 'Approved' | 'Invalid' | 'Missing' | 'Unapproved';
  readonly reason: string;
}

export function isProtected(group: string): boolean {
  return /(^|\.)(k8s|kubernetes)\.io$/.test(group);
}

export function approvalOf(annotations: Readonly<Record<string, string>> | undefined): Approval {
  const annotation = annotations?.[approvalAnnotation] ?? '';
  const must = `protected groups must have approval annotation ${quoteGo(approvalAnnotation)}`;
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (annotation === '') return { state: 'Missing', reason: `${must}, ${see}` };
  if (annotation.startsWith('unapproved')) {
    return { state: 'Unapproved', reason: `not approved: ${quoteGo(annotation)}` };
  }
  const url = parseUrl(annotation);
  if (typeof url !== 'string' && url.host !== '' && url.scheme !== '') {
    return { state: 'Approved', reason: `approved in ${annotation}` };
  }
  const either = 'with either a URL or a reason starting with "unapproved"';
  return { state: 'Invalid', reason: `${must} ${either}, ${see}` };
}
