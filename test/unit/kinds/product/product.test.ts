// The product's kinds: each definition is one that an API server would take, and an object of each kind can be made, shown and
// removed. Who may not touch a definition, and what takes its place.
import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../../../src/kinds/apiextensions/validate-definition.ts';
import type { CustomResourceDefinition } from '../../../../src/kinds/apiextensions/custom-resource-definition.ts';
import { productKinds } from '../../../../src/kinds/product/index.ts';
import { releaseOf, releases } from '../../../../src/releases/release.ts';
import { Causes } from '../../../../src/store/causes.ts';
import type { StoredObject } from '../../../../src/store/object.ts';
import type { Schema } from '../../../../src/store/schema/schema.ts';
import { worldOf, type Body } from '../../../worlds/setup.ts';
import { ask, refused } from '../../apis/kubernetes/support.ts';

const world = worldOf();
const apis = releaseOf(world.scenario.release)?.apis ?? [];
const all = productKinds(apis).flatMap(({ served }) => served);
const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A value that a schema takes: what is required, and no more. */
function sampleOf(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema['x-kubernetes-int-or-string'] === true) return 1;
  if (schema.type === 'array')
    return schema.minItems === undefined || schema.items === undefined ? [] : [sampleOf(schema.items)];
  if (schema.type === 'object') {
    const required = [...(schema.required ?? []), ...(schema.oneOf?.[0]?.required ?? [])];
    return Object.fromEntries(required.map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]));
  }
  if (schema.type === 'boolean') return false;
  if (schema.type === 'string') return schema.format === 'date-time' ? '2026-01-01T00:00:00Z' : 'a';
  return schema.minimum ?? 1;
}

describe('definitions', () => {
  const listed = ask(world, 'GET', definitionsPath).body as unknown as {
    items: readonly CustomResourceDefinition[];
  };

  it('are listed for each kind that the API server itself answers for', () => {
    const own = all.filter(({ custom }) => custom?.brought !== undefined);
    expect(listed.items.map(({ metadata }) => metadata.name)).toEqual(
      [...new Set(own.map(({ plural, group }) => `${plural}.${group}`))].sort(),
    );
  });

  const ofEveryRelease = [...new Set(releases.flatMap(({ apis: each }) => each))];
  it.each(
    productKinds(ofEveryRelease).map(({ stored }) => [`${stored.plural}.${stored.group}`, stored] as const),
  )('%s is one that would be taken', (_name, { custom }) => {
    if (custom?.brought === undefined) return;
    const causes = new Causes();
    checkDefinition(custom.brought as StoredObject as CustomResourceDefinition, undefined, causes);
    expect(causes.list).toEqual([]);
  });

  it('are not removed, but others may take their place for a while', () => {
    const name = 'virtualmachines.vmoperator.vmware.com';
    const path = `${definitionsPath}/${name}`;
    expect(refused(world, 'DELETE', path)).toMatchObject({
      code: 403,
      message: `customresourcedefinitions.apiextensions.k8s.io "${name}" is forbidden: it is a part of the Supervisor, and changes only with its version`,
    });
    const brought = ask(world, 'GET', path).body;
    const labels = { mine: 'yes' };
    const patch = { metadata: { labels } };
    const type = 'application/merge-patch+json';
    expect(ask(world, 'PATCH', path, { body: patch, type }).status).toBe(200);
    world.runTo(world.now + 1000);
    const mine = ask(world, 'GET', path).body;
    expect(mine).toMatchObject({ metadata: { labels }, spec: (brought as { spec?: object }).spec });
    expect(mine.metadata?.uid).not.toBe(brought.metadata?.uid);
    expect(ask(world, 'DELETE', path).status).toBe(200);
    world.runTo(world.now + 1000);
    expect(ask(world, 'GET', path).body).toEqual(brought);
    expect(ask(world, 'GET', '/apis/vmoperator.vmware.com/v1alpha1/virtualmachines').status).toBe(200);
  });
});

describe('objects', () => {
  it.each(all.map((kind) => [`${kind.plural}.${kind.version}.${kind.group}`, kind] as const))(
    '%s',
    (_name, kind) => {
      const where = kind.namespaced ? 'namespaces/demo/' : '';
      const path = `/apis/${kind.group}/${kind.version}/${where}${kind.plural}`;
      const {
        status: _status,
        metadata: _metadata,
        ...rest
      } = sampleOf(kind.custom?.schema ?? {}) as Body & {
        status?: unknown;
      };
      const body = {
        apiVersion: `${kind.group}/${kind.version}`,
        kind: kind.kind,
        // As guest clusters make them: from elsewhere snapshots are refused.
        metadata: { name: 'sample', annotations: { 'csi.vsphere.guest-initiated-csi-snapshot': '' } },
        ...rest,
      };
      expect(ask(world, 'POST', path, { body })).toMatchObject({ status: 201 });
      const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
      const table = ask(world, 'GET', path, { accept }).body as unknown as {
        columnDefinitions: readonly { name: string }[];
        rows: readonly { cells: readonly unknown[] }[];
      };
      expect(table.columnDefinitions.map(({ name }) => name)).toEqual(kind.columns.map(({ name }) => name));
      expect(table.rows.map(({ cells }) => cells[0])).toContain('sample');
      expect(ask(world, 'DELETE', `${path}/sample`).status).toBe(200);
    },
  );
});
