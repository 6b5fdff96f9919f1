// Lists as tables: the columns that a kind declares, rendered by the server as kubectl and the page show them.
// Source: apiserver pkg/registry/rest/table.go; columns of real servers are in the kinds.
import type { Column, Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';

export type IncludeObject = 'Metadata' | 'None' | 'Object';

export interface TableOptions {
  readonly metaVersion: 'v1' | 'v1beta1';
  readonly include: IncludeObject;
  readonly now: number;
  /** Watches repeat no column definitions after the first frame. */
  readonly withoutColumns?: boolean;
}

interface ListMeta {
  readonly resourceVersion?: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export function partialMetadata(object: StoredObject, metaVersion: string) {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: `meta.k8s.io/${metaVersion}`,
    metadata: object.metadata,
  };
}

function definitionOf(column: Column<never>) {
  return {
    name: column.name,
    type: column.type ?? 'string',
    format: column.format ?? '',
    description: column.description ?? '',
    priority: column.wide ? 1 : 0,
  };
}

function embedded(object: StoredObject, options: TableOptions): unknown {
  if (options.include === 'None') return null;
  if (options.include === 'Object') return object;
  // Who owns which field is left out of rows: nobody looks for it there, and it would be most of the answer.
  const { managedFields: _entries, ...metadata } = object.metadata;
  return partialMetadata({ ...object, metadata }, options.metaVersion);
}

export function tableOf(
  kind: Kind,
  objects: readonly StoredObject[],
  metadata: ListMeta,
  options: TableOptions,
) {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${options.metaVersion}`,
    metadata,
    columnDefinitions: options.withoutColumns ? [] : kind.columns.map(definitionOf),
    rows: objects.map((object) => ({
      cells: kind.columns.map((column) => column.cell(object, options.now)),
      object: embedded(object, options),
    })),
  };
}
