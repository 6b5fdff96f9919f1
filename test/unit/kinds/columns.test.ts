// The columns of every kind: which there are is compared with what a real kube-apiserver 1.20.2 declared, what stands in them
// with rows that people can read.
import { describe, expect, it } from 'vitest';
import { kindsOf } from '../../../src/kinds/index.ts';
import { apiVersionOf, type Column, type Kind } from '../../../src/store/kind.ts';
import type { StoredObject } from '../../../src/store/object.ts';
import { parseTime } from '../../../src/std/time.ts';
import { golden } from '../apis/kubernetes/support.ts';

const kinds = kindsOf('supervisor');
const recorded = golden<Record<string, readonly string[]>>('columns/recorded');

interface Row {
  readonly what: string;
  readonly object: object & { readonly metadata?: object };
  readonly cells: string;
}

const rows = golden<Record<string, readonly Row[]>>('columns/cells');
const rowOf = (kind: Kind): string => `${apiVersionOf(kind)} ${kind.plural}`;

/** What later releases changed. */
const since: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // 1.22: `2 (5m ago)`.
  'v1 pods': { 'Restarts:integer': ['Restarts:string'] },
  // 1.33: ages come last.
  'v1 resourcequotas': { 'Age:string': [], 'Limit:string': ['Limit:string', 'Age:string'] },
  // 1.32: whether its Pods take the place of others.
  'scheduling.k8s.io/v1 priorityclasses': { 'Age:string': ['Age:string', 'PreemptionPolicy:string'] },
  // 1.29: the class of a volume's attributes.
  'v1 persistentvolumeclaims': {
    'StorageClass:string': ['StorageClass:string', 'VolumeAttributesClass:string'],
  },
  'v1 persistentvolumes': { 'StorageClass:string': ['StorageClass:string', 'VolumeAttributesClass:string'] },
  // 1.21: what the driver asks of the scheduler and of kubelet.
  'storage.k8s.io/v1 csidrivers': {
    'PodInfoOnMount:boolean': [
      'PodInfoOnMount:boolean',
      'StorageCapacity:boolean',
      'TokenRequests:string',
      'RequiresRepublish:boolean',
    ],
  },
};

function text({ name, type = 'string', format, wide }: Column<never>): string {
  return `${name}:${type}${format === undefined ? '' : `(${format})`}${wide === true ? '/wide' : ''}`;
}

const now = parseTime('2023-04-18T09:00:00Z') ?? 0;

describe.each(kinds.map((kind) => [rowOf(kind), kind] as const))('%s', (row, kind) => {
  it('has the columns of the real one', () => {
    const changed = since[row] ?? {};
    expect(kind.columns.map(text)).toEqual(recorded[row]?.flatMap((column) => changed[column] ?? [column]));
  });

  it.each(rows[row] ?? [])('shows $what', ({ object, cells }) => {
    const metadata = { name: 'sample', creationTimestamp: '2023-04-18T08:55:00Z', ...object.metadata };
    const shown = kind.columns.map((column) =>
      column.cell({ ...object, metadata } as StoredObject as never, now),
    );
    expect(shown.join(' | ')).toBe(cells);
    for (const [at, cell] of shown.entries()) {
      const { name, type = 'string' } = kind.columns[at] as Column<never>;
      // What Kubernetes calls a string may be something else all the same: a class's AllowVolumeExpansion, a secret's Data.
      if (type === 'integer') expect(typeof cell).toBe('number');
      else expect(['boolean', 'string', ...(name === 'Data' ? ['number'] : [])]).toContain(typeof cell);
    }
  });
});

it('has rows of every kind', () => {
  expect(Object.keys(rows).sort()).toEqual(kinds.map(rowOf).sort());
});
