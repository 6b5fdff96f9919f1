// PriorityClass: how important Pods are to each other. Source of rules: kubernetes pkg/apis/scheduling/validation;
// pkg/registry/scheduling/priorityclass.
import type { PriorityClass as PriorityClassType } from '#types';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

export type PriorityClass = Stored<PriorityClassType>;

const systemPrefix = 'system-';
const valueMax = 1_000_000_000;
const policies = ['PreemptLowerPriority', 'Never'];

/** The classes that every cluster has: for Pods that a cluster cannot do without. */
export const systemPriorityClasses = {
  'system-node-critical': {
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  'system-cluster-critical': {
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
} as const;

function systemClass(name: string) {
  return Object.hasOwn(systemPriorityClasses, name)
    ? systemPriorityClasses[name as keyof typeof systemPriorityClasses]
    : undefined;
}

/** What is wrong with a class of a name that is the system's, in the API server's words. */
function misuse({ metadata: { name }, value, globalDefault }: PriorityClass): string | undefined {
  const known = systemClass(name);
  if (known === undefined) return `${name} is not a known system priority class`;
  if (value !== known.value) return `value of ${name} PriorityClass must be ${known.value}`;
  return globalDefault === true ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

function checkValue(next: PriorityClass, causes: Causes): void {
  if (next.metadata.name.startsWith(systemPrefix)) {
    const error = misuse(next);
    if (error === undefined) return;
    causes.forbidden(
      'metadata.name',
      `priority class names with '${systemPrefix}' prefix are reserved for system use only. error: ${error}`,
    );
  } else if ((next.value ?? 0) > valueMax) {
    causes.forbidden('value', `maximum allowed value of a user defined priority is ${valueMax}`);
  }
}

export const priorityClasses = kubernetesKind<PriorityClass>({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  short: ['pc'],
  namespaced: false,
  generation: 'fixed',
  defaults(draft) {
    draft.value ??= 0;
    draft.preemptionPolicy ??= 'PreemptLowerPriority';
    // Go leaves a false out.
    if (draft.globalDefault === false) delete draft.globalDefault;
  },
  validate(next, prev, causes) {
    if (prev === undefined) checkValue(next, causes);
    const policy = next.preemptionPolicy;
    if (prev === undefined && policy !== undefined) {
      if (policy === '') causes.required('preemptionPolicy');
      else if (!policies.includes(policy)) causes.notSupported('preemptionPolicy', policy, policies);
    }
    if (prev === undefined) return;
    if (next.value !== prev.value) causes.forbidden('value', 'may not be changed in an update.');
    if (policy !== prev.preemptionPolicy) causes.invalid('preemptionPolicy', policy, 'field is immutable');
  },
  undeletable: ({ metadata: { name } }) =>
    systemClass(name) === undefined ? undefined : 'this is a system priority class and cannot be deleted',
  columns: [
    nameColumn,
    {
      name: 'Value',
      type: 'integer',
      description:
        'The value of this priority class. This is the actual priority that pods receive when they have the name of this class in their pod spec.',
      cell: ({ value = 0 }) => value,
    },
    {
      name: 'Global-Default',
      type: 'boolean',
      description:
        'globalDefault specifies whether this PriorityClass should be considered as the default priority for pods that do not have any priority class.',
      cell: ({ globalDefault }) => globalDefault === true,
    },
    ageColumn,
    {
      name: 'PreemptionPolicy',
      description:
        'PreemptionPolicy is the Policy for preempting pods with lower priority. One of Never, PreemptLowerPriority. Defaults to PreemptLowerPriority if unset.',
      cell: ({ preemptionPolicy }) => preemptionPolicy ?? '',
    },
  ],
});
