// Lists as tables: the columns that a kind declares, rendered by the server as kubectl and the page show them.
// Source: apiserver pkg/registry/rest/table.go; columns of real servers are in the kinds.
import type { Column, Kind } from '../../store/kind.ts';
import type { StoredObject } from '../../store/object.ts';
import { rowText, type RowOptions } from './row.ts';

export interface TableOptions extends RowOptions {
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
    columnDefinitions: options.withoutColumns ? null : kind.columns.map(definitionOf),
  });
  // Copied once, by whoever reads it: joining the rows would copy each a second time.
  let text = `${head.slice(0, -1)},"rows":[`;
  for (let place = 0; place < objects.length; place++)
    text += (place === 0 ? '' : ',') + rowText(kind, objects[place] as StoredObject, options);
  return `${text}]}`;
}
