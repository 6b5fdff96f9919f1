// Fields of every object that nobody owns: what names it and what the server alone writes.
// Source: apimachinery, pkg/util/managedfields/internal/stripmeta.go.
import { fieldElement } from './element.ts';
import { difference, fieldSet, type FieldSet } from './field-set.ts';

const ofMetadata = [
  'clusterName',
  'creationTimestamp',
  'generation',
  'managedFields',
  'name',
  'namespace',
  'resourceVersion',
  'selfLink',
  'uid',
];

const metadata = fieldElement('metadata');

const unowned: FieldSet = fieldSet(
  [fieldElement('apiVersion')],
  [fieldElement('kind')],
  [metadata],
  ...ofMetadata.map((name) => [metadata, fieldElement(name)]),
);

/** The set without those fields; what lies below them, as labels below metadata, stays. */
export function withoutMeta(set: FieldSet): FieldSet {
  return difference(set, unowned);
}
