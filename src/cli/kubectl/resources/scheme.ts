// The kinds that kubectl is built with: commands that look into Pods and their templates decode by them, and know no others.
// Source: kubectl pkg/scheme/install.go; apimachinery pkg/runtime/error.go, NewNotRegisteredErrForKind.
import { quoteGo } from '../../../std/go-quote.ts';
import { Failure } from '../failure.ts';

const groups: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

const ownScheme = 'pkg/scheme/scheme.go:28';
/** That of the commands which decode by the client library. */
export const clientScheme = 'k8s.io/client-go/kubernetes/scheme/register.go:84';

/** Throws where kubectl does not know the type of an object; `prefix` is what it says before. */
export function checkRegistered(apiVersion: string, kind: string, prefix = '', scheme = ownScheme): void {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (groups.has(group)) return;
  throw new Failure(
    `${prefix}no kind ${quoteGo(kind)} is registered for version ${quoteGo(apiVersion)} in scheme ${quoteGo(scheme)}`,
  );
}
