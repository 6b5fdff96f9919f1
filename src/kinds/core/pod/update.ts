// Which parts of a Pod may change once it is there; one that is held back by gates may still be told more closely where to go.
// Source: kubernetes pkg/apis/core/validation, ValidatePodUpdate.
import type { Container, NodeSelectorTerm, PodSpec } from '#types';
import { equal } from '../../../std/draft.ts';
import { goDiff } from '../../../std/go-diff/diff.ts';
import type { GoValue } from '../../../std/go-diff/value.ts';
import { getOwn } from '../../../std/own.ts';
import type { Causes } from '../../../store/causes.ts';
import { goTree } from '../../../store/go-tree.ts';
import { goValue } from '../../../store/go-types.ts';
import { deadlineMax } from './validate.ts';

const allowed =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** The spec with what may change as it was. */
function fixed({ affinity, nodeSelector, ...spec }: PodSpec, prev: PodSpec, isGated: boolean): PodSpec {
  const imagesOf = (list: 'containers' | 'initContainers') =>
    (spec[list] ?? []).map((container, index) => withImage(container, prev[list]?.[index]?.image));
  const { initContainers, activeDeadlineSeconds: _deadline, schedulingGates: _gates, ...rest } = spec;
  const free = isGated ? prev : { affinity, nodeSelector };
  const placed = isGated ? withNodeAffinity(affinity, prev) : affinity;
  return {
    ...rest,
    containers: imagesOf('containers'),
    ...(initContainers === undefined ? {} : { initContainers: imagesOf('initContainers') }),
    ...(placed === undefined ? {} : { affinity: placed }),
    ...(free.nodeSelector === undefined ? {} : { nodeSelector: free.nodeSelector }),
    ...kept(prev, 'activeDeadlineSeconds'),
    ...kept(prev, 'schedulingGates'),
    ...kept(prev, 'tolerations'),
  };
}

function kept<Name extends keyof PodSpec>(prev: PodSpec, name: Name): Pick<PodSpec, Name> | object {
  return prev[name] === undefined ? {} : { [name]: prev[name] };
}

function withImage(container: Container, image: string | undefined): Container {
  const { image: _image, ...rest } = container;
  return image === undefined ? rest : { ...rest, image };
}

/** The affinity with that to nodes as it was, which gates leave open. */
function withNodeAffinity(affinity: PodSpec['affinity'], prev: PodSpec): PodSpec['affinity'] {
  const before = prev.affinity?.nodeAffinity;
  if (affinity === undefined && before === undefined) return undefined;
  const { nodeAffinity: _nodeAffinity, ...others } = affinity ?? {};
  if (before !== undefined) return { ...others, nodeAffinity: before };
  return prev.affinity === undefined && Object.keys(others).length === 0 ? undefined : others;
}

/** None and empty are the same. */
function comparable({ nodeSelector = {}, initContainers = [], ...spec }: PodSpec): unknown {
  return { ...spec, nodeSelector, initContainers };
}

/** As the API server keeps it: what concerns the host stands with the security of the Pod. */
function inGo({
  hostNetwork,
  hostPID,
  hostIPC,
  shareProcessNamespace,
  hostUsers,
  ...spec
}: PodSpec): GoValue {
  const host = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers };
  return goTree('core.PodSpec', { ...spec, securityContext: { ...spec.securityContext, ...host } });
}

const termsOf = ({ affinity }: PodSpec): readonly NodeSelectorTerm[] =>
  affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];

/** Whether the list says all that it said before, in the same order, and perhaps more. */
const goesOn = (next: readonly unknown[] = [], prev: readonly unknown[] = []): boolean =>
  equal(next.slice(0, prev.length), prev);

function onlyAdds(next: NodeSelectorTerm, prev: NodeSelectorTerm): boolean {
  const isEmpty = ({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean =>
    matchExpressions.length + matchFields.length === 0;
  return (
    (!isEmpty(prev) || isEmpty(next)) &&
    goesOn(next.matchExpressions, prev.matchExpressions) &&
    goesOn(next.matchFields, prev.matchFields)
  );
}

function checkGated(next: PodSpec, prev: PodSpec, causes: Causes): void {
  const { nodeSelector = {} } = next;
  if (Object.entries(prev.nodeSelector ?? {}).some(([key, value]) => getOwn(nodeSelector, key) !== value))
    causes.invalid(
      'spec.nodeSelector',
      goValue('map[string]string', nodeSelector),
      'only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    );
  const [before, after] = [termsOf(prev), termsOf(next)];
  const at = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
  if (before.length === 0) return;
  if (before.length !== after.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    causes.invalid(at, goValue('[]core.NodeSelectorTerm', after), detail);
    return;
  }
  for (const [index, term] of after.entries())
    if (!onlyAdds(term, before[index] as NodeSelectorTerm))
      causes.invalid(
        `${at}[${index}]`,
        goValue('core.NodeSelectorTerm', term),
        'only additions are allowed (no mutations or deletions)',
      );
}

/** A deadline may be set, and come nearer. True where nothing more is looked at. */
function isDeadlineRefused(next: PodSpec, prev: PodSpec, causes: Causes): boolean {
  const [after, before] = [next.activeDeadlineSeconds, prev.activeDeadlineSeconds];
  const detail =
    after === undefined
      ? before !== undefined && 'must not update from a positive integer to nil value'
      : after < 0
        ? `must be between 0 and ${deadlineMax}, inclusive`
        : before !== undefined && before < after && 'must be less than or equal to previous value';
  if (detail === false) return false;
  causes.invalid('spec.activeDeadlineSeconds', after, detail);
  return after !== undefined;
}

export function checkPodUpdate(next: PodSpec, prev: PodSpec, causes: Causes): void {
  for (const list of ['containers', 'initContainers'] as const) {
    if ((next[list] ?? []).length !== (prev[list] ?? []).length) {
      causes.forbidden(`spec.${list}`, 'pod updates may not add or remove containers');
      return;
    }
  }
  if (isDeadlineRefused(next, prev, causes)) return;
  const gates = new Set((prev.schedulingGates ?? []).map(({ name }) => name));
  for (const [index, { name }] of (next.schedulingGates ?? []).entries())
    if (!gates.has(name))
      causes.forbidden(
        `spec.schedulingGates[${index}].name`,
        `only deletion is allowed, but found new scheduling gate '${name}'`,
      );
  const kept = (next.tolerations ?? []).map((toleration) => ({ ...toleration, tolerationSeconds: 0 }));
  if (
    (prev.tolerations ?? []).some(
      (toleration) => !kept.some((other) => equal(other, { ...toleration, tolerationSeconds: 0 })),
    )
  )
    causes.forbidden(
      'spec.tolerations',
      'existing toleration can not be modified except its tolerationSeconds',
    );
  const isGated = gates.size > 0;
  if (isGated) checkGated(next, prev, causes);
  const meant = fixed(next, prev, isGated);
  if (!equal(comparable(meant), comparable(prev)))
    causes.forbidden('spec', `${allowed}\n${goDiff(inGo(prev), inGo(meant))}`);
}
