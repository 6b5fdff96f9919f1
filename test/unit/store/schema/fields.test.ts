import { definitions } from '#schemas';
import { describe, expect, it } from 'vitest';
import { fieldsOf, pathParts, schemaAt, typeText } from '../../../../src/store/schema/fields.ts';
import type { Schema } from '../../../../src/store/schema/schema.ts';

const deployment: Schema = { $ref: 'io.k8s.api.apps.v1.Deployment' };

describe('pathParts', () => {
  it.each([
    ['', []],
    ['spec', ['spec']],
    ['spec.template.spec.containers[0].image', ['spec', 'template', 'spec', 'containers', 'image']],
    ['spec.containers[*].env', ['spec', 'containers', 'env']],
    ["metadata.labels['app.kubernetes.io/name']", ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['..a..b.', ['a', 'b']],
  ])('%s', (path, parts) => {
    expect(pathParts(path)).toEqual(parts);
  });
});

describe('schemaAt', () => {
  it.each([
    ['', 'Deployment'],
    ['spec', 'DeploymentSpec'],
    ['spec.replicas', 'integer'],
    ['spec.template.spec.containers', '[]Container'],
    ['spec.template.spec.containers.image', 'string'],
    ['spec.template.spec.containers[3].resources.limits', 'map[string]Quantity'],
    ['spec.template.spec.containers.resources.limits.cpu', 'Quantity'],
    ['spec.template.spec.containers.livenessProbe.httpGet.port', 'IntOrString'],
    ['metadata.labels', 'map[string]string'],
    ["metadata.labels['a.b/c']", 'string'],
    ['metadata.managedFields.fieldsV1', 'FieldsV1'],
    ['metadata.creationTimestamp', 'Time'],
  ])('%s is %s', (path, type) => {
    const schema = schemaAt(definitions, deployment, path);
    expect(schema === undefined ? undefined : typeText(schema)).toBe(type);
  });

  it.each(['bogus', 'spec.bogus', 'spec.replicas.x', '__proto__', 'spec.constructor', 'metadata.name.x'])(
    'there is no %s',
    (path) => {
      expect(schemaAt(definitions, deployment, path)).toBeUndefined();
    },
  );

  it('follows a type that refers to itself as far as the path goes', () => {
    const props = {
      $ref: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps',
    };
    expect(schemaAt(definitions, props, 'properties.a.not.properties.b.type')).toEqual({ type: 'string' });
    expect(schemaAt(definitions, props, 'not.'.repeat(200))).toBeUndefined();
  });

  it('walks inline schemas', () => {
    const inline: Schema = {
      type: 'object',
      properties: {
        parts: { type: 'array', items: { type: 'object', properties: { size: { type: 'integer' } } } },
        grid: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
        port: { 'x-kubernetes-int-or-string': true },
      },
    };
    expect(schemaAt({}, inline, 'parts[0].size')).toEqual({ type: 'integer' });
    expect(typeText(schemaAt({}, inline, 'parts') ?? {})).toBe('[]Object');
    expect(typeText(schemaAt({}, inline, 'grid') ?? {})).toBe('[][]string');
    expect(typeText(schemaAt({}, inline, 'port') ?? {})).toBe('IntOrString');
  });
});

describe('fieldsOf', () => {
  it('are the members of a struct, of the items of a list, of the values of a map', () => {
    const names = (path: string) =>
      fieldsOf(definitions, schemaAt(definitions, deployment, path) ?? {}).map(({ name }) => name);
    expect(names('')).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
    expect(names('spec.strategy')).toEqual(['rollingUpdate', 'type']);
    expect(names('spec.template.spec.containers.env')).toEqual(['name', 'value', 'valueFrom']);
    expect(names('metadata.labels')).toEqual([]);
  });

  it('say what is required', () => {
    const spec = schemaAt(definitions, deployment, 'spec') ?? {};
    const required = fieldsOf(definitions, spec).filter((field) => field.required);
    expect(required.map(({ name }) => name)).toEqual(['selector', 'template']);
  });
});
