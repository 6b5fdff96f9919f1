// Names that a definition asks for, and its conditions: names are accepted where nobody in the group has them, then the
// definition is established and its kinds are served. Source: apiextensions-apiserver pkg/controller/status,
// establish, apiapproval, nonstructuralschema.
import type { CustomResourceDefinitionCondition, CustomResourceDefinitionNames } from '#types';
import { equal } from '../../std/draft.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { formatTime } from '../../std/time.ts';
import { approvalOf, isProtected } from './approval.ts';
import type { CustomResourceDefinition } from './custom-resource-definition.ts';

type Status = NonNullable<CustomResourceDefinition['status']>;
type Condition = CustomResourceDefinitionCondition;

export function conditionOf(
  definition: Pick<CustomResourceDefinition, 'status'>,
  type: string,
): Condition | undefined {
  return definition.status?.conditions?.find((condition) => condition.type === type);
}

export function isTrue(definition: Pick<CustomResourceDefinition, 'status'>, type: string): boolean {
  return conditionOf(definition, type)?.status === 'True';
}

/** The conditions with one of them set; its time moves only when its status does. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  said: Omit<Condition, 'lastTransitionTime'>,
  now: number,
): readonly Condition[] {
  const before = conditions?.find(({ type }) => type === said.type);
  const isSame = before?.status === said.status && before.lastTransitionTime !== undefined;
  const lastTransitionTime = isSame ? before.lastTransitionTime : formatTime(now);
  const next = { ...said, lastTransitionTime } as Condition;
  if (before === undefined) return [...(conditions ?? []), next];
  return (conditions ?? []).map((condition) => (condition === before ? next : condition));
}

interface Taken {
  readonly resources: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

function takenNames(others: readonly CustomResourceDefinition[]): Taken {
  const accepted = others.flatMap(({ status }) =>
    status?.acceptedNames === undefined ? [] : [status.acceptedNames],
  );
  return {
    resources: new Set(
      accepted.flatMap((names) => [names.plural, names.singular ?? '', ...(names.shortNames ?? [])]),
    ),
    kinds: new Set(accepted.flatMap((names) => [names.kind, names.listKind ?? ''])),
  };
}

interface Verdict {
  readonly names: CustomResourceDefinitionNames;
  /** The last conflict, which the condition tells. */
  readonly conflict: { readonly reason: string; readonly message: string } | undefined;
}

function judge(
  wanted: CustomResourceDefinitionNames,
  accepted: CustomResourceDefinitionNames,
  { resources, kinds }: Taken,
): Verdict {
  let conflict: Verdict['conflict'];
  const fresh = (reason: string, name: string, had: string, used: ReadonlySet<string>): string => {
    if (name === had || !used.has(name)) return name;
    conflict = { reason, message: `${quoteGo(name)} is already in use` };
    return had;
  };
  const plural = fresh('PluralConflict', wanted.plural, accepted.plural, resources);
  const singular = fresh('SingularConflict', wanted.singular ?? '', accepted.singular ?? '', resources);
  const had = accepted.shortNames ?? [];
  const busy = (wanted.shortNames ?? []).filter((name) => !had.includes(name) && resources.has(name));
  if (busy.length > 0) {
    const messages = busy.map((name) => `${quoteGo(name)} is already in use`);
    conflict = {
      reason: 'ShortNamesConflict',
      message: messages.length === 1 ? (messages[0] as string) : `[${messages.join(', ')}]`,
    };
  }
  const shortNames = busy.length > 0 ? accepted.shortNames : wanted.shortNames;
  const kind = fresh('KindConflict', wanted.kind, accepted.kind, kinds);
  const listKind = fresh('ListKindConflict', wanted.listKind ?? '', accepted.listKind ?? '', kinds);
  const { categories } = wanted;
  return {
    names: {
      plural,
      ...(singular === '' ? {} : { singular }),
      ...(shortNames === undefined ? {} : { shortNames }),
      kind,
      ...(listKind === '' ? {} : { listKind }),
      ...(categories === undefined ? {} : { categories }),
    },
    conflict,
  };
}

const noNames: CustomResourceDefinitionNames = { plural: '', kind: '' };

/** The status that the definition should have beside the others of its group; itself where it has it. */
export function statusOf(
  definition: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: number,
): Status {
  const { spec, status = {} } = definition;
  const { names, conflict } = judge(spec.names, status.acceptedNames ?? noNames, takenNames(others));
  let conditions = status.conditions;
  const set = (type: string, isSo: boolean, reason: string, message: string): void => {
    conditions = withCondition(conditions, { type, status: isSo ? 'True' : 'False', reason, message }, now);
  };
  if (conflict === undefined) set('NamesAccepted', true, 'NoConflicts', 'no conflicts found');
  else set('NamesAccepted', false, conflict.reason, conflict.message);
  if (!isTrue(definition, 'Established')) {
    if (conflict === undefined)
      set('Established', true, 'InitialNamesAccepted', 'the initial names have been accepted');
    else set('Established', false, 'NotAccepted', 'not all names are accepted');
  }
  if (isProtected(spec.group)) {
    const approval = approvalOf(definition.metadata.annotations);
    const type = 'KubernetesAPIApprovalPolicyConformant';
    const reason = `${approval.state}Annotation`;
    const isSo = approval.state === 'Approved';
    conditions = withCondition(
      conditions,
      { type, status: isSo ? 'True' : 'False', reason, message: approval.reason },
      now,
    );
  }
  const next: Status = {
    ...status,
    acceptedNames: names,
    ...(conditions === undefined ? {} : { conditions }),
  };
  return equal(next, status) ? status : next;
}
