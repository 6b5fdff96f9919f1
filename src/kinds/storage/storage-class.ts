// StorageClass: a way in which volumes are made. On a Supervisor each stands for a storage policy of vCenter.
// Source: kubernetes pkg/apis/storage/{v1/defaults.go,validation}, pkg/printers/internalversion.
import type { StorageClass as StorageClassType } from '#types';
import { equal } from '../../std/draft.ts';
import { isQualifiedName } from '../../std/names.ts';
import { utf8Length } from '../../std/utf8.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { labelWarnings } from '../core/deprecated-labels.ts';

export type StorageClass = Stored<StorageClassType>;

export const storageClassesKind = 'storage.k8s.io/storageclasses';

const defaultAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export function isDefaultClass({ metadata: { annotations } }: StorageClass): boolean {
  return defaultAnnotations.some((name) => annotations?.[name] === 'true');
}

/** The class of claims that name none: of several the newest, of those the first by name. */
export function defaultClass(view: ReadView): StorageClass | undefined {
  return view
    .list<StorageClass>(storageClassesKind)
    .filter(isDefaultClass)
    .toSorted((a, b) => {
      const [one = '', other = ''] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
      if (one !== other) return one > other ? -1 : 1;
      return a.metadata.name < b.metadata.name ? -1 : 1;
    })[0];
}

const reclaimPolicies = ['Delete', 'Retain'];
const bindingModes = ['Immediate', 'WaitForFirstConsumer'];
const parametersMax = 512;
const parametersBytesMax = 256 * 1024;

export function checkParameters(parameters: StorageClass['parameters'], field: string, causes: Causes): void {
  const entries = Object.entries(parameters ?? {});
  if (entries.length > parametersMax) {
    causes.tooLong(field, parametersMax);
    return;
  }
  let bytes = 0;
  for (const [key, value] of entries) {
    if (key === '') causes.invalid(field, key, 'field can not be empty.');
    bytes += utf8Length(key) + utf8Length(value);
  }
  if (bytes > parametersBytesMax) causes.tooLong(field, parametersBytesMax);
}

type Topologies = NonNullable<StorageClass['allowedTopologies']>;

/** What a term selects, whatever the order in which it is said. */
function selected({ matchLabelExpressions = [] }: Topologies[number]): string {
  const said = matchLabelExpressions.map(
    ({ key, values = [] }) => [key, [...new Set(values)].sort()] as const,
  );
  return JSON.stringify([...new Map(said)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function checkTopologies(terms: Topologies, causes: Causes): void {
  for (const [index, term] of terms.entries()) {
    const field = `allowedTopologies[${index}].matchLabelExpressions`;
    const seen = new Set<string>();
    for (const [place, { key, values = [] }] of (term.matchLabelExpressions ?? []).entries()) {
      const at = `${field}[${place}]`;
      if (values.length === 0) causes.required(`${at}.values`);
      for (const [nth, value] of values.entries())
        if (values.indexOf(value) < nth) causes.duplicate(`${at}.values[${nth}]`, value);
      causes.invalidEach(`${at}.key`, key, isQualifiedName(key));
      if (seen.has(key)) causes.duplicate(`${at}.key`, key);
      seen.add(key);
    }
    // The API server compares with as many terms that select nothing, too.
    const others = [...terms.map(() => '[]'), ...terms.slice(0, index).map(selected)];
    for (const other of others) if (other === selected(term)) causes.duplicate(field, '');
  }
}

export const storageClasses = kubernetesKind<StorageClass>({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  plural: 'storageclasses',
  short: ['sc'],
  namespaced: false,
  returnsDeleted: true,
  defaults(item) {
    item.reclaimPolicy ??= 'Delete';
    item.volumeBindingMode ??= 'Immediate';
  },
  validate(next, prev, causes) {
    const { provisioner = '', reclaimPolicy = '', volumeBindingMode = '' } = next;
    if (provisioner === '') causes.required('provisioner');
    else causes.invalidEach('provisioner', provisioner, isQualifiedName(provisioner.toLowerCase()));
    checkParameters(next.parameters, 'parameters', causes);
    if (!reclaimPolicies.includes(reclaimPolicy))
      causes.notSupported('reclaimPolicy', reclaimPolicy, reclaimPolicies);
    if (!bindingModes.includes(volumeBindingMode))
      causes.notSupported('volumeBindingMode', volumeBindingMode, bindingModes);
    checkTopologies(next.allowedTopologies ?? [], causes);
    if (prev === undefined) return;
    if (!equal(next.parameters, prev.parameters))
      causes.forbidden('parameters', 'updates to parameters are forbidden.');
    if (next.provisioner !== prev.provisioner)
      causes.forbidden('provisioner', 'updates to provisioner are forbidden.');
    if (next.reclaimPolicy !== prev.reclaimPolicy)
      causes.forbidden('reclaimPolicy', 'updates to reclaimPolicy are forbidden.');
    if (next.volumeBindingMode !== prev.volumeBindingMode)
      causes.invalid('volumeBindingMode', next.volumeBindingMode, 'field is immutable');
  },
  warnings: ({ allowedTopologies = [] }) =>
    allowedTopologies.flatMap(({ matchLabelExpressions = [] }, index) =>
      matchLabelExpressions.flatMap(({ key }, place) =>
        labelWarnings(key, `allowedTopologies[${index}].matchLabelExpressions[${place}].key`),
      ),
    ),
  columns: [
    {
      name: 'Name',
      format: 'name',
      description: 'Name must be unique within a namespace.',
      cell: (item) => (isDefaultClass(item) ? `${item.metadata.name} (default)` : item.metadata.name),
    },
    { name: 'Provisioner', cell: (item) => item.provisioner },
    { name: 'ReclaimPolicy', cell: (item) => item.reclaimPolicy ?? 'Delete' },
    { name: 'VolumeBindingMode', cell: (item) => item.volumeBindingMode ?? 'Immediate' },
    { name: 'AllowVolumeExpansion', cell: (item) => item.allowVolumeExpansion === true },
    ageColumn,
  ],
});
