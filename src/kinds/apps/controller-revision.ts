// ControllerRevision: a template as it once was, kept by StatefulSets and DaemonSets to go back to.
// Source: kubernetes pkg/apis/apps/validation, ValidateControllerRevision.
import type { ControllerRevision as ControllerRevisionType } from '#types';
import { equal } from '../../std/draft.ts';
import type { Causes } from '../../store/causes.ts';
import { controllerOf, type Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { checkNonNegative } from './template.ts';
import { goUntyped } from '../../store/go-types.ts';

export type ControllerRevision = Stored<ControllerRevisionType>;

/** `statefulset.apps/web`. */
function controllerText(revision: ControllerRevision): string {
  const owner = controllerOf(revision);
  if (owner === undefined) return '<none>';
  const [group = '', version] = owner.apiVersion.split('/');
  return `${owner.kind.toLowerCase()}${version === undefined ? '' : `.${group}`}/${owner.name}`;
}

function checkData(data: unknown, causes: Causes): void {
  if (data === null) causes.required('data', 'data is mandatory');
  else if (typeof data !== 'object' || Array.isArray(data))
    causes.required('data', 'data must be a valid JSON object');
}

export const controllerRevisions = kubernetesKind<ControllerRevision>({
  group: 'apps',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  namespaced: true,
  validate(next, prev, causes) {
    if (prev === undefined) checkData(next.data ?? null, causes);
    checkNonNegative(next.revision, 'revision', causes);
    if (prev !== undefined && !equal(prev.data, next.data))
      causes.invalid('data', goUntyped(next.data ?? null), 'field is immutable');
  },
  columns: [
    nameColumn,
    { name: 'Controller', cell: controllerText },
    { name: 'Revision', cell: ({ revision }) => String(revision) },
    ageColumn,
  ],
});
