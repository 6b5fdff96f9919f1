// PersistentVolumeClaim: somebody's wish for storage. What answers it is the work of agents/volumes.
// Source: kubernetes pkg/apis/core/{v1/defaults.go,validation}, pkg/registry/core/persistentvolumeclaim.
import type { PersistentVolumeClaimSpec } from '#types';
import { copy, equal, type Draft } from '../../../std/draft.ts';
import { isDns1123Label, isDns1123Subdomain, isQualifiedName } from '../../../std/names.ts';
import { compareQuantities, parseQuantity } from '../../../std/quantity.ts';
import type { Causes } from '../../../store/causes.ts';
import { GoSyntax } from '../../../store/go-types.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { kubernetesKind, statusSubresource } from '../../kubernetes-kind.ts';
import { checkLabelSelector } from '../../label-selector.ts';
import { checkAccessModes, checkPositive, checkVolumeMode } from '../persistent-volume/access-modes.ts';
import {
  betaClassAnnotation,
  classOf,
  shortAccessModes,
  type PersistentVolumeClaim,
} from '../persistent-volume/claim-ref.ts';
import { isNative } from '../resource-names.ts';
import { claimDiff } from '../persistent-volume/diff.ts';
import { classAnnotation, classAnnotationWarning } from '../persistent-volume/warnings.ts';
import { claimWarnings } from '../fractions.ts';

/** The name of a class: `Invalid` each, as ValidateClassName says. */
function checkClass(name: string | undefined, field: string, causes: Causes): void {
  if (name) causes.invalidEach(field, name, isDns1123Subdomain(name));
}

function checkDataSource(
  source: PersistentVolumeClaimSpec['dataSourceRef'],
  field: string,
  causes: Causes,
): void {
  if (source === undefined) return;
  if (!source.name) causes.required(`${field}.name`);
  if (!source.kind) causes.required(`${field}.kind`);
  if (!source.apiGroup && source.kind !== 'PersistentVolumeClaim') {
    causes.invalid(
      field,
      source.kind,
      "must be 'PersistentVolumeClaim' when referencing the default apiGroup",
    );
  }
  if (source.apiGroup)
    causes.invalidEach(`${field}.apiGroup`, source.apiGroup, isDns1123Subdomain(source.apiGroup));
  if (source.namespace)
    causes.invalidEach(`${field}.namespace`, source.namespace, isDns1123Label(source.namespace));
}

/** Checks a claim's spec that stands under `field`: its own, or a template's. */
export function checkClaimSpec(spec: PersistentVolumeClaimSpec, field: string, causes: Causes): void {
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) causes.required(`${field}.accessModes`, 'at least 1 access mode is required');
  if (spec.selector !== undefined) checkLabelSelector(spec.selector, `${field}.selector`, causes);
  checkAccessModes(modes, `${field}.accessModes`, causes);
  const amount = spec.resources?.requests?.['storage'];
  if (amount === undefined) causes.required(`${field}.resources[storage]`);
  else checkPositive(amount, `${field}.resources[storage]`, causes);
  checkClass(spec.storageClassName, `${field}.storageClassName`, causes);
  checkVolumeMode(spec.volumeMode, `${field}.volumeMode`, causes);
  checkDataSource(spec.dataSource, `${field}.dataSource`, causes);
  checkDataSource(spec.dataSourceRef, `${field}.dataSourceRef`, causes);
  const { dataSource, dataSourceRef } = spec;
  if (dataSource === undefined || dataSourceRef === undefined) return;
  if (dataSourceRef.namespace) {
    causes.invalid(
      field,
      `${field}.dataSource`,
      'may not be specified when dataSourceRef.namespace is specified',
    );
  } else if (
    dataSource.apiGroup !== dataSourceRef.apiGroup ||
    dataSource.kind !== dataSourceRef.kind ||
    dataSource.name !== dataSourceRef.name
  ) {
    causes.invalid(field, `${field}.dataSource`, 'must match dataSourceRef');
  }
}

/** What may still change: the volume once, the class from none, the amount of a bound claim. */
function checkChange(next: PersistentVolumeClaim, prev: PersistentVolumeClaim, causes: Causes): void {
  const before = copy(prev.spec);
  const after = copy(next.spec);
  const bound = prev.status?.phase === 'Bound';
  if (!before.volumeName) before.volumeName = after.volumeName as string;
  const oldClass = prev.metadata.annotations?.[betaClassAnnotation];
  if (oldClass !== next.metadata.annotations?.[betaClassAnnotation]) {
    causes.invalid(
      `metadata.annotations[${betaClassAnnotation}]`,
      next.metadata.annotations?.[betaClassAnnotation] ?? '',
      'field is immutable',
    );
  }
  if (
    before.storageClassName === undefined &&
    (oldClass === undefined || oldClass === after.storageClassName)
  )
    before.storageClassName = after.storageClassName as string;
  const oldAmount = prev.spec.resources?.requests?.['storage'] ?? '0';
  if (bound && after.resources?.requests !== undefined) after.resources.requests['storage'] = oldAmount;
  if (!equal(defined(after), defined(before))) {
    causes.forbidden(
      'spec',
      `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${claimDiff(before, after)}`,
    );
  }
  checkShrink(next, oldAmount, prev.status?.capacity?.['storage'] ?? '0', causes);
  if (next.spec.volumeMode !== prev.spec.volumeMode)
    causes.invalid('volumeMode', next.spec.volumeMode, 'field is immutable');
}

/** The spec without members that are there and undefined. */
function defined(spec: PersistentVolumeClaimSpec): unknown {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined && value !== ''));
}

function checkShrink(next: PersistentVolumeClaim, oldAmount: string, capacity: string, causes: Causes): void {
  const wanted = parseQuantity(next.spec.resources?.requests?.['storage'] ?? '0');
  const before = parseQuantity(oldAmount);
  const there = parseQuantity(capacity);
  if (wanted === undefined || before === undefined || there === undefined) return;
  if (compareQuantities(wanted, before) < 0 && compareQuantities(wanted, there) <= 0)
    causes.forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity');
}

const resizeStates = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
];

/** Names of what a claim has allocated: storage, or somebody's own. Source: ValidatePersistentVolumeClaimStatusUpdate. */
function checkClaimStatus({ status }: PersistentVolumeClaim, _prev: unknown, causes: Causes): void {
  const checkBasic = (amount: string, field: string): void => {
    const parsed = parseQuantity(amount);
    if (parsed !== undefined && parsed.nano < 0n)
      causes.invalid(field, Number(parsed.nano / 1_000_000_000n), 'must be a valid resource quantity');
  };
  const isKnown = (name: string, field: string): boolean => {
    const wrong = isQualifiedName(name);
    causes.invalidEach(field, name, wrong);
    const isForeign = wrong.length === 0 && isNative(name) && name !== 'storage';
    if (isForeign) causes.notSupported(field, name, ['storage']);
    return wrong.length === 0 && !isForeign;
  };
  for (const [name, amount] of Object.entries(status?.capacity ?? {}))
    checkBasic(amount, `status.capacity[${name}]`);
  for (const [name, state] of Object.entries(status?.allocatedResourceStatuses ?? {})) {
    const field = 'status.allocatedResourceStatus';
    isKnown(name, field);
    if (!resizeStates.includes(state)) causes.notSupported(field, new GoSyntax(name), resizeStates);
  }
  for (const [name, amount] of Object.entries(status?.allocatedResources ?? {}))
    if (isKnown(name, 'status.allocatedResources')) checkBasic(amount, `status.allocatedResources[${name}]`);
}

/** What a claim's spec, also a template's, gets where it is silent. */
export function fillClaimSpec(spec: Draft<PersistentVolumeClaimSpec>): void {
  spec.volumeMode ??= 'Filesystem';
}

/** The two names of a source of data say the same. Source: strategy.go, NormalizeDataSources. */
function normalizeDataSources(spec: Draft<PersistentVolumeClaimSpec>): void {
  if (spec.dataSource !== undefined && spec.dataSourceRef === undefined) {
    spec.dataSourceRef = { ...spec.dataSource };
  } else if (
    spec.dataSource === undefined &&
    spec.dataSourceRef !== undefined &&
    !spec.dataSourceRef.namespace
  ) {
    const { apiGroup, kind, name } = spec.dataSourceRef;
    spec.dataSource = { ...(apiGroup === undefined ? {} : { apiGroup }), kind, name };
  }
}

export const persistentVolumeClaims = kubernetesKind<PersistentVolumeClaim>({
  group: '',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  short: ['pvc'],
  namespaced: true,
  subresources: [statusSubresource],
  returnsDeleted: true,
  defaults({ spec }) {
    if (spec !== undefined) fillClaimSpec(spec);
  },
  prepare(next, prev, { subresource }) {
    if (prev === undefined) next.status = { phase: 'Pending', ...next.status };
    if (subresource === 'status' || next.spec === undefined) return;
    // The feature gate VolumeAttributesClass is off.
    if (prev?.spec.volumeAttributesClassName === undefined) delete next.spec.volumeAttributesClassName;
    normalizeDataSources(next.spec);
  },
  validate(next, prev, causes) {
    if (next.spec === undefined) {
      causes.required('spec.accessModes', 'at least 1 access mode is required');
      causes.required('spec.resources[storage]');
      return;
    }
    checkClaimSpec(next.spec, 'spec', causes);
    if (prev !== undefined) checkChange(next, prev, causes);
  },
  validateStatus: checkClaimStatus,
  indexes: {
    volume: ({ spec }) => (spec.volumeName ? [spec.volumeName] : []),
    class: (claim) => [classOf(claim)],
    /** `waits` for every claim that has no volume yet. */
    unbound: ({ spec }) => (spec.volumeName ? [] : ['waits']),
  },
  warnings: ({ metadata, spec }) => [
    ...(classAnnotation in (metadata.annotations ?? {}) ? [classAnnotationWarning] : []),
    ...claimWarnings(spec, 'spec'),
  ],
  columns: [
    nameColumn,
    {
      name: 'Status',
      cell: ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    },
    { name: 'Volume', cell: ({ spec }) => spec.volumeName ?? '' },
    {
      name: 'Capacity',
      cell: ({ spec, status }) => (spec.volumeName ? (status?.capacity?.['storage'] ?? '0') : ''),
    },
    {
      name: 'Access Modes',
      cell: ({ spec, status }) => (spec.volumeName ? shortAccessModes(status?.accessModes) : ''),
    },
    { name: 'StorageClass', cell: (claim) => classOf(claim) },
    {
      name: 'VolumeAttributesClass',
      cell: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
    },
    ageColumn,
    { name: 'VolumeMode', wide: true, cell: ({ spec }) => spec.volumeMode ?? '<unset>' },
  ],
});
