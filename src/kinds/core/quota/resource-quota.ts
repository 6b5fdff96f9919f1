// ResourceQuota: how much the objects of a namespace may use together. Source of rules: kubernetes pkg/apis/core/validation,
// ValidateResourceQuota; columns: pkg/printers/internalversion.
import type { ResourceQuota as ResourceQuotaType, ResourceQuotaSpec } from '#types';
import { equal } from '../../../std/draft.ts';
import type { Causes, Shown } from '../../../store/causes.ts';
import type { Stored } from '../../../store/object.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { kubernetesKind, statusSubresource } from '../../kubernetes-kind.ts';
import { checkAmount, checkQuotaResourceName, isQuotaResource, scopeCounts } from '../resource-names.ts';
import { goValue } from '../../../store/go-types.ts';

export type ResourceQuota = Stored<ResourceQuotaType>;

const scopeNames = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];
const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;
const withValues = ['PriorityClass', 'VolumeAttributesClass'];

const scopesOf = (scopes: readonly string[] | undefined) => goValue('[]core.ResourceQuotaScope', scopes);

function checkOpposites(scopes: readonly string[], field: string, said: Shown, causes: Causes): void {
  for (const pair of opposites) {
    if (pair.every((scope) => scopes.includes(scope))) causes.invalid(field, said, 'conflicting scopes');
  }
}

function checkScopes({ hard = {}, scopes = [] }: ResourceQuotaSpec, causes: Causes): void {
  const field = 'spec.scopes';
  for (const scope of scopes) {
    if (!scopeNames.includes(scope)) causes.invalid(field, scopesOf(scopes), 'unsupported scope');
    for (const name of Object.keys(hard).sort()) {
      if (isQuotaResource(name) && !scopeCounts(scope, name)) {
        causes.invalid(field, scopesOf(scopes), 'unsupported scope applied to resource');
      }
    }
  }
  checkOpposites(scopes, field, scopesOf(scopes), causes);
}

function checkScopeSelector({ hard = {}, scopes, scopeSelector }: ResourceQuotaSpec, causes: Causes): void {
  const field = 'spec.scopeSelector.matchExpressions';
  const requirements = scopeSelector?.matchExpressions ?? [];
  for (const { scopeName, operator, values = [] } of requirements) {
    if (!scopeNames.includes(scopeName)) {
      causes.invalid(`${field}.scopeName`, scopeName, 'unsupported scope');
    }
    for (const name of Object.keys(hard).sort()) {
      if (isQuotaResource(name) && !scopeCounts(scopeName, name)) {
        causes.invalid(
          field,
          goValue('core.ScopeSelector', scopeSelector),
          'unsupported scope applied to resource',
        );
      }
    }
    if (scopeNames.includes(scopeName) && !withValues.includes(scopeName) && operator !== 'Exists') {
      causes.invalid(
        `${field}.operator`,
        operator,
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, " +
          'ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity',
      );
    }
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) {
        causes.required(
          `${field}.values`,
          "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
        );
      }
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) {
        causes.invalid(
          `${field}.values`,
          goValue('[]string', values),
          "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
        );
      }
    } else causes.invalid(`${field}.operator`, operator, 'not a valid selector operator');
  }
  const names = requirements.map(({ scopeName }) => scopeName);
  checkOpposites(names, field, scopesOf(scopes), causes);
}

/** `cpu: 1/2, pods: 3/4`: used of hard, of the limits or of everything else. */
function usage({ status }: ResourceQuota, ofLimits: boolean): string {
  return Object.entries(status?.hard ?? {})
    .filter(([name]) => name.startsWith('limits.') === ofLimits)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${status?.used?.[name] ?? '0'}/${hard}`)
    .join(', ');
}

export const resourceQuotas = kubernetesKind<ResourceQuota>({
  group: '',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  short: ['quota'],
  namespaced: true,
  subresources: [statusSubresource],
  returnsDeleted: true,
  prepare(next, prev) {
    next.spec ??= {};
    if (prev === undefined) next.status = {};
  },
  validateStatus({ status }, _prev, causes) {
    for (const part of ['hard', 'used'] as const)
      for (const [name, amount] of Object.entries(status?.[part] ?? {})) {
        checkQuotaResourceName(name, `status.${part}[${name}]`, causes);
        checkAmount(name, amount, `status.${part}[${name}]`, causes);
      }
  },
  validate({ spec = {} }, prev, causes) {
    for (const [name, amount] of Object.entries(spec.hard ?? {})) {
      const field = `spec.hard[${name}]`;
      checkQuotaResourceName(name, field, causes);
      checkAmount(name, amount, field, causes);
    }
    checkScopes(spec, causes);
    checkScopeSelector(spec, causes);
    const sorted = (scopes: readonly string[] = []) => [...new Set(scopes)].sort();
    if (prev !== undefined && !equal(sorted(prev.spec?.scopes), sorted(spec.scopes))) {
      causes.invalid('spec.scopes', scopesOf(spec.scopes), 'field is immutable');
    }
  },
  columns: [
    nameColumn,
    {
      name: 'Request',
      description: 'Request represents a minimum amount of cpu/memory that a container may consume.',
      cell: (quota) => usage(quota, false),
    },
    {
      name: 'Limit',
      description:
        'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.',
      cell: (quota) => usage(quota, true),
    },
    ageColumn,
  ],
});
