// The generated schemas as a whole. The check against all extensions of the real 1.36 OpenAPI reads a table that is not
// part of this project: SUPERVISOR_SANDBOX_DATA names the folder that holds kubernetes/list-extensions-1.36.tsv.
import { definitions } from '#schemas';
import { descriptions } from '#descriptions';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolve, target, type Schema } from '../../../../src/store/schema/schema.ts';

const all = Object.entries(definitions);
const properties = all.flatMap(([name, schema]) =>
  Object.entries(schema.properties ?? {}).map(([key, property]) => [`${name}.${key}`, property] as const),
);

function schemasIn(schema: Schema): readonly Schema[] {
  const { properties: members = {}, items, additionalProperties, oneOf = [] } = schema;
  const inner = [...Object.values(members), ...oneOf];
  if (items !== undefined) inner.push(items);
  if (typeof additionalProperties === 'object') inner.push(additionalProperties);
  return [schema, ...inner.flatMap(schemasIn)];
}

describe('the definitions', () => {
  it('are those of the kept groups', () => {
    const counts = new Map<string, number>();
    for (const [name] of all) {
      const group = name.slice(0, name.lastIndexOf('.'));
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toMatchInlineSnapshot(`
      {
        "io.k8s.api.admissionregistration.v1": 35,
        "io.k8s.api.apps.v1": 30,
        "io.k8s.api.authentication.v1": 10,
        "io.k8s.api.authorization.v1": 15,
        "io.k8s.api.autoscaling.v1": 8,
        "io.k8s.api.autoscaling.v2": 24,
        "io.k8s.api.batch.v1": 17,
        "io.k8s.api.certificates.v1": 5,
        "io.k8s.api.coordination.v1": 3,
        "io.k8s.api.core.v1": 212,
        "io.k8s.api.discovery.v1": 8,
        "io.k8s.api.events.v1": 3,
        "io.k8s.api.flowcontrol.v1": 23,
        "io.k8s.api.networking.v1": 34,
        "io.k8s.api.node.v1": 4,
        "io.k8s.api.policy.v1": 5,
        "io.k8s.api.rbac.v1": 12,
        "io.k8s.api.scheduling.v1": 2,
        "io.k8s.api.storage.v1": 21,
        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1": 24,
        "io.k8s.apimachinery.pkg.api.resource": 1,
        "io.k8s.apimachinery.pkg.apis.meta.v1": 26,
        "io.k8s.apimachinery.pkg.runtime": 1,
        "io.k8s.apimachinery.pkg.util.intstr": 1,
        "io.k8s.apimachinery.pkg.version": 1,
        "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1": 6,
      }
    `);
  });

  it('refer only to each other', () => {
    const references = all.flatMap(([, schema]) => schemasIn(schema)).flatMap(({ $ref }) => $ref ?? []);
    expect(references.filter((name) => definitions[name] === undefined)).toEqual([]);
    expect(references.length).toBeGreaterThan(700);
  });

  it('require and merge by members that exist', () => {
    const missing: string[] = [];
    for (const [name, schema] of all) {
      for (const key of schema.required ?? []) {
        if (schema.properties?.[key] === undefined) missing.push(`${name} requires ${key}`);
      }
    }
    for (const [name, property] of properties) {
      const keys = property['x-kubernetes-list-map-keys'] ?? [];
      const item = property.items === undefined ? undefined : target(definitions, property.items);
      for (const key of [...keys, property['x-kubernetes-patch-merge-key'] ?? keys[0]]) {
        if (key !== undefined && item?.properties?.[key] === undefined) missing.push(`${name} by ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('have no list of objects that merges without a key', () => {
    const keyless = properties.filter(([, property]) => {
      const merges = property['x-kubernetes-patch-strategy']?.split(',').includes('merge') === true;
      const item = property.items === undefined ? undefined : target(definitions, property.items);
      return merges && item?.type === 'object' && property['x-kubernetes-patch-merge-key'] === undefined;
    });
    expect(keyless).toEqual([]);
  });

  it('name every kind once', () => {
    const kinds = all
      .flatMap(([, schema]) => schema['x-kubernetes-group-version-kind'] ?? [])
      .map(({ group, version, kind }) => `${group}/${version} ${kind}`);
    expect(kinds.length).toBe(new Set(kinds).size);
    expect(kinds).toContain('autoscaling/v2 HorizontalPodAutoscaler');
    expect(kinds).toContain('apps/v1 DeleteOptions');
  });

  it('hold no default but of merge keys', () => {
    const withDefault = properties.filter(([, property]) => property.default !== undefined);
    expect(withDefault.map(([name, property]) => `${name} ${JSON.stringify(property.default)}`)).toEqual([
      'io.k8s.api.core.v1.ContainerPort.protocol "TCP"',
      'io.k8s.api.core.v1.ServicePort.protocol "TCP"',
    ]);
  });

  it('say what stands beside a reference', () => {
    const strategy = definitions['io.k8s.api.apps.v1.DeploymentSpec']?.properties?.['strategy'] ?? {};
    expect(strategy).toEqual({
      $ref: 'io.k8s.api.apps.v1.DeploymentStrategy',
      'x-kubernetes-patch-strategy': 'retainKeys',
    });
    expect(resolve(definitions, strategy)).toEqual({
      ...definitions['io.k8s.api.apps.v1.DeploymentStrategy'],
      'x-kubernetes-patch-strategy': 'retainKeys',
    });
  });
});

describe('the descriptions', () => {
  it('are of the definitions and their members', () => {
    const strays = Object.entries(descriptions).flatMap(([name, texts]) =>
      Object.keys(texts)
        .filter((key) => key !== '' && definitions[name]?.properties?.[key] === undefined)
        .map((key) => `${name}.${key}`),
    );
    expect(strays).toEqual([]);
    const untold = all.filter(([name]) => !descriptions[name]?.['']);
    expect(untold).toEqual([]);
  });

  it('are plain text', () => {
    const texts = Object.values(descriptions).flatMap((texts) => Object.values(texts));
    expect(texts.filter((text) => /\\'|\*_\/|^\s|\s$/.test(text))).toEqual([]);
  });
});

const folder = process.env['SUPERVISOR_SANDBOX_DATA'];
const table = folder === undefined ? '' : join(folder, 'kubernetes/list-extensions-1.36.tsv');
const isHere = table !== '' && existsSync(table);

describe(`against the 1.36 OpenAPI${isHere ? '' : ' (skipped: SUPERVISOR_SANDBOX_DATA names no such table)'}`, () => {
  it.skipIf(!isHere)('every list and patch extension is the same', () => {
    const ours = properties.flatMap(([name, property]) => {
      const [group, version, type, key] = name.split('.').slice(-4);
      const listType = property['x-kubernetes-list-type'];
      const strategy = property['x-kubernetes-patch-strategy'];
      const mapType = property['x-kubernetes-map-type'];
      if (listType === undefined && strategy === undefined && mapType === undefined) return [];
      const cells = [
        `${group}.${version}.${type}`,
        key,
        strategy ?? '-',
        property['x-kubernetes-patch-merge-key'] ?? '-',
        listType ?? '-',
        (property['x-kubernetes-list-map-keys'] ?? []).join('+'),
        mapType === undefined ? '' : 'x-kubernetes-map-type',
      ];
      return [cells.join('\t')];
    });
    const theirs = readFileSync(table, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    expect(theirs.length).toBeGreaterThan(200);
    expect(ours.sort()).toEqual(theirs.sort());
  });
});
