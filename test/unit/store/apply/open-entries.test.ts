// What open entries are told to own, against the plain way of telling it: comparing the object with the empty one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitions, kindsOf } from '../../../../src/kinds/index.ts';
import { copyJson, type Json, type MutableJson } from '../../../../src/std/draft.ts';
import { compare } from '../../../../src/store/apply/compare.ts';
import { endpointsOf } from '../../../../src/store/apply/endpoints.ts';
import { fieldElement } from '../../../../src/store/apply/element.ts';
import type { Endpoint } from '../../../../src/store/apply/field-manager.ts';
import { difference, noFields, union, type FieldSet } from '../../../../src/store/apply/field-set.ts';
import {
  identity,
  readManagers,
  withFields,
  writeManagers,
  type ManagedFieldsEntry,
} from '../../../../src/store/apply/managers.ts';
import { withoutMeta } from '../../../../src/store/apply/meta-fields.ts';
import { closedEntries, entriesOf, isOpen, stated } from '../../../../src/store/apply/open-entries.ts';
import { withoutItems } from '../../../../src/store/apply/owned-fields.ts';
import { apiVersionOf } from '../../../../src/store/kind.ts';
import type { StoredObject } from '../../../../src/store/object.ts';
import { samples } from '../../apis/kubernetes/samples.ts';

function fieldsOf({ type, empty, ownable, unowned }: Endpoint, object: StoredObject): FieldSet {
  const { managedFields: _entries, ...metadata } = object.metadata;
  const { added, modified } = compare(type, empty, { ...object, metadata });
  return withoutMeta(withoutItems(ownable(union(added, modified)), unowned));
}

function plainly(endpoint: Endpoint, object: StoredObject): readonly ManagedFieldsEntry[] | undefined {
  const entries = entriesOf(object) ?? [];
  const read = readManagers(entries.map(stated));
  if ('error' in read) return undefined;
  const managers = new Map(read.managers);
  const taken = [...managers.values()].reduce((all, { set }) => union(all, set), noFields);
  const free = difference(fieldsOf(endpoint, object), taken);
  const status = fieldElement('status');
  for (const entry of entries.filter(isOpen)) {
    const id = identity({ manager: '', subresource: '', ...entry });
    const manager = managers.get(id);
    if (manager === undefined) continue;
    const isStatus = entry.subresource === 'status';
    const part = new Map([...free].filter(([element]) => (element === status) === isStatus));
    const set = union(manager.set, part);
    if (set.size === 0) managers.delete(id);
    else managers.set(id, withFields(manager, set));
  }
  return writeManagers(managers);
}

const kinds = kindsOf('supervisor');
const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const conditions = ['Ready', 'Initialized'].map((type) => ({ type, status: 'True' }));
const tokenMount = { name: 'kube-api-access-x7f2p', mountPath };
const spec = {
  nodeName: 'n',
  priority: 0,
  tolerations: [{ key: 'k' }],
  containers: [{ name: 'web', image: 'x:1', ports: [{ containerPort: 80 }], volumeMounts: [tokenMount] }],
  volumes: [
    { name: 'kube-api-access-x7f2p', projected: { sources: [] } },
    { name: 'v', emptyDir: {} },
  ],
};
const podStatus = { phase: 'Running', conditions, podIPs: [{ ip: '10.0.0.1' }], podIP: '10.0.0.1' };

/** Objects with more to them than the samples have. */
const rich = [
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { app: 'a' } }, spec, status: podStatus },
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'a', finalizers: ['a/a', 'b/b'] },
    status: {
      conditions,
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: { machineID: '1' },
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', ownerReferences: [{ uid: 'u', kind: 'X', name: 'x' }] },
    spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec } },
    status: { conditions, replicas: 1 },
  },
];

const objects: readonly Json[] = [...samples.map(({ object }) => object as unknown as Json), ...rich];

/** One change somewhere in an object: `at` chooses the place step by step. */
interface Change {
  readonly at: readonly number[];
  readonly how: 'remove' | 'replace' | 'twice' | 'add';
  readonly value: Json;
}

const values = fc.constantFrom<Json>(
  null,
  {},
  [],
  0,
  1,
  '',
  'text',
  true,
  { a: 'b' },
  ['a', 'a', 'b'],
  [null],
  {
    name: 'kube-api-access-2',
    mountPath,
  },
);

const changes = fc.array(
  fc.record<Change>({
    at: fc.array(fc.nat(11), { minLength: 1, maxLength: 6 }),
    how: fc.constantFrom('remove', 'replace', 'twice', 'add'),
    value: values,
  }),
  { maxLength: 5 },
);

function isParts(value: MutableJson | undefined): value is MutableJson[] | { [key: string]: MutableJson } {
  return typeof value === 'object' && value !== null;
}

function change(root: MutableJson, { at, how, value }: Change): void {
  let parts = root as MutableJson[] | Record<string, MutableJson>;
  for (const [depth, step] of at.entries()) {
    const names = Object.keys(parts);
    const name = names[step % names.length];
    if (name === undefined) break;
    const members = parts as Record<string, MutableJson>;
    const next = members[name];
    if (depth < at.length - 1 && isParts(next)) {
      parts = next;
      continue;
    }
    if (how === 'twice' && Array.isArray(parts)) parts.push(copyJson(next as Json));
    else if (how === 'remove' && !Array.isArray(parts)) delete members[name];
    else if (how === 'replace') members[name] = copyJson(value);
    break;
  }
  if (how !== 'add') return;
  if (Array.isArray(parts)) parts.push(copyJson(value));
  else parts['added'] = copyJson(value);
}

const written = { time: '2026-01-01T00:00:00Z', fieldsType: 'FieldsV1' };
const open = { operation: 'Update', time: '2026-01-01T00:00:01Z' };
const annotated = { 'f:metadata': { 'f:annotations': { 'f:a': {} } } };
const someFields = {
  'f:metadata': { 'f:labels': {} },
  'f:spec': { 'f:containers': { 'k:{"name":"web"}': {} } },
};

const entries = fc.subarray([
  { manager: 'kubectl', operation: 'Apply', ...written, fieldsV1: someFields },
  { manager: 'other', operation: 'Update', ...written, fieldsV1: { 'f:status': { 'f:phase': {} } } },
  { manager: 'loop', ...open },
  { manager: 'spherelet', ...open, subresource: 'status', fieldsV1: annotated },
  { manager: 'late', ...open, subresource: 'status' },
]);

test('is what comparing the object with the empty one tells', () => {
  fc.assert(
    fc.property(fc.constantFrom(...objects), changes, entries, (sample, all, signed) => {
      const object = copyJson(sample) as { [key: string]: MutableJson };
      const { apiVersion, kind: name } = object;
      for (const one of all) change(object, one);
      const kind = kinds.find((each) => each.kind === name && apiVersionOf(each) === apiVersion);
      if (kind === undefined) throw new Error(`no kind ${String(name)}`);
      const metadata = isParts(object['metadata']) ? object['metadata'] : {};
      const managedFields = signed.map(({ manager, operation, ...rest }) => {
        return { manager, operation, apiVersion, ...rest };
      });
      const stored = { ...object, metadata: { ...metadata, managedFields } } as unknown as StoredObject;
      const endpoint = endpointsOf(definitions)(kind, '*');
      const told = closedEntries(endpoint, stored);
      if (signed.length === 0) expect(told).toBeUndefined();
      else expect(JSON.stringify(told)).toBe(JSON.stringify(plainly(endpoint, stored)));
    }),
    { numRuns: 2_000 },
  );
});
