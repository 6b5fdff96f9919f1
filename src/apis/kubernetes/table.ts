// Lists as tables: the columns that a kind declares, rendered by the server as kubectl and the page show them.
// Source: apiserver pkg/registry/rest/table.go; columns of real servers are in the kinds.
import type { Column, Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { cellsText, worded } from './row.ts';

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

function rowText(kind: Kind, object: StoredObject, { include, metaVersion, now }: TableOptions): string {
  const row = worded(kind, object, now);
  const cells = cellsText(kind, row, object, now);
  const embedded =
    include === 'Metadata'
      ? `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${metaVersion}","metadata":${row.metadata}}`
      : JSON.stringify(include === 'Object' ? object : null);
  return `{"cells":[${cells}],"object":${embedded}}`;
}

/** The table as JSON. */
export function tableText(
  kind: Kind,
  objects: readonly StoredObject[],
  metadata: ListMeta,
  options: TableOptions,
): string {
  const head = JSON.stringify({
    kind: 'Table',
    apiVersion: `meta.k8s.io/${options.metaVersion}`,
    metadata,
    columnDefinitions: options.withoutColumns ? [] : kind.columns.map(definitionOf),
  });
  const rows = objects.map((object) => rowText(kind, object, options));
  return `${head.slice(0, -1)},"rows":[${rows.join()}]}`;
}
