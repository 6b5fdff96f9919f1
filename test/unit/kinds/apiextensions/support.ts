// Definitions for tests: one of a kind as the documentation of Kubernetes has it, and a world that serves it.
import type { World } from '../../../../src/world.ts';
import { pass, send, worldOf } from '../../../worlds/setup.ts';

export const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
export const widgetsPath = '/apis/example.com/v1/namespaces/demo/widgets';

type Schema = Readonly<Record<string, unknown>>;

export interface VersionLike {
  readonly [member: string]: unknown;
}

export function version(spec: Schema, more: VersionLike = {}): VersionLike {
  const properties = { spec, status: { type: 'object', properties: { replicas: { type: 'integer' } } } };
  const schema = { openAPIV3Schema: { type: 'object', properties } };
  return { name: 'v1', served: true, storage: true, schema, ...more };
}

export function definition(versions: readonly VersionLike[], more: Schema = {}, metadata: Schema = {}) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com', ...metadata },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] },
      versions,
      ...more,
    },
  };
}

/** A world that serves Widgets with this schema of their spec. */
export function worldWith(spec: Schema, more: VersionLike = {}): World {
  const world = worldOf();
  const { status, body } = send(world, 'POST', definitionsPath, definition([version(spec, more)]));
  if (status !== 201) throw new Error(body.message);
  pass(world, 1);
  return world;
}

export function widget(spec: unknown, name = 'one') {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name }, spec };
}

/** The schema of an object with these members. */
export const object = (properties: object, more: object = {}): Readonly<Record<string, unknown>> => ({
  type: 'object',
  properties,
  ...more,
});
