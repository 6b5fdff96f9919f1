// IngressClass: who serves the Ingresses that name it. Source: kubernetes pkg/apis/networking/validation.
import type { IngressClass as IngressClassType, IngressClassParametersReference } from '#types';
import { isDns1123Label, isDns1123Subdomain } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

export type IngressClass = Stored<IngressClassType>;

export const ingressClassesKind = 'networking.k8s.io/ingressclasses';

export function isDefaultIngressClass({ metadata: { annotations } }: IngressClass): boolean {
  return annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';
}

const controllerBytesMax = 250;
const scopes = ['Cluster', 'Namespace'];

/** `example.com/ingress`: a domain and a path below it. Source: apimachinery util/validation, IsDomainPrefixedPath. */
function checkDomainPath(value: string, field: string, causes: Causes): void {
  const slash = value.indexOf('/');
  const [host, path] = slash < 0 ? [value, ''] : [value.slice(0, slash), value.slice(slash + 1)];
  if (slash < 0 || host === '' || path === '') {
    causes.invalid(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")');
    return;
  }
  for (const cause of isDns1123Subdomain(host)) causes.invalid(field, host, cause);
  if (!/^(?:[A-Za-z0-9/\-._~%!$&'()*+,;=:]+)$/.test(path)) {
    causes.invalid(
      field,
      path,
      `Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')`,
    );
  }
}

/** One segment of a path. Source: apimachinery api/validate/content, IsPathSegmentName. */
export function checkPathSegment(value: string, field: string, causes: Causes): void {
  if (value === '.' || value === '..') causes.invalid(field, value, `may not be '${value}'`);
  for (const character of ['/', '%'])
    if (value.includes(character)) causes.invalid(field, value, `may not contain '${character}'`);
}

function checkParameters(parameters: IngressClassParametersReference, causes: Causes): void {
  const field = 'spec.parameters';
  const { apiGroup, kind, name, namespace, scope } = parameters;
  if (apiGroup !== undefined) causes.invalidEach(`${field}.apiGroup`, apiGroup, isDns1123Subdomain(apiGroup));
  if (kind === '') causes.required(`${field}.kind`, 'kind is required');
  else checkPathSegment(kind, `${field}.kind`, causes);
  if (name === '') causes.required(`${field}.name`, 'name is required');
  else checkPathSegment(name, `${field}.name`, causes);
  if (scope === undefined) causes.required(`${field}.scope`);
  else if (!scopes.includes(scope)) causes.notSupported(`${field}.scope`, scope, scopes);
  else if (scope === 'Namespace') {
    if (namespace === undefined)
      causes.required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'");
    else causes.invalidEach(`${field}.namespace`, namespace, isDns1123Label(namespace));
  } else if (namespace !== undefined)
    causes.forbidden(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'");
}

export const ingressClasses = kubernetesKind<IngressClass>({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  namespaced: false,
  generation: true,
  defaults({ spec }) {
    if (spec?.parameters !== undefined) spec.parameters.scope ??= 'Cluster';
  },
  validate({ spec }, prev, causes) {
    const controller = spec?.controller ?? '';
    if (prev !== undefined && prev.spec.controller !== controller)
      causes.invalid('spec.controller', controller, 'field is immutable');
    if (controller === '') causes.required('spec.controller');
    else {
      if (controller.length > controllerBytesMax) causes.tooLong('spec.controller', controllerBytesMax);
      checkDomainPath(controller, 'spec.controller', causes);
    }
    if (spec?.parameters !== undefined) checkParameters(spec.parameters, causes);
  },
  columns: [
    nameColumn,
    { name: 'Controller', cell: ({ spec }) => spec?.controller ?? '' },
    {
      name: 'Parameters',
      cell: ({ spec }) => {
        const { apiGroup, kind, name } = spec?.parameters ?? {};
        if (kind === undefined) return '<none>';
        return `${kind}${apiGroup === undefined ? '' : `.${apiGroup}`}/${name ?? ''}`;
      },
    },
    ageColumn,
  ],
});
