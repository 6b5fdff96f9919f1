// What the tests of this folder share: endpoints of built-in kinds and of inline schemas, ownership as readable lines, and an
// object that lives through writes as it would in the API server.
import { definitions } from '#schemas';
import { copy, type Json } from '../../../../src/std/draft.ts';
import { showPath } from '../../../../src/store/apply/element.ts';
import { emptyObject } from '../../../../src/store/apply/empty-objects.ts';
import { applyFields, trackFields, type Endpoint } from '../../../../src/store/apply/field-manager.ts';
import { pathsOf } from '../../../../src/store/apply/field-set.ts';
import { objectType } from '../../../../src/store/apply/field-type.ts';
import { readManagers } from '../../../../src/store/apply/managers.ts';
import { ownedFields } from '../../../../src/store/apply/owned-fields.ts';
import type { Members } from '../../../../src/store/apply/value.ts';
import { Refusal, type Status } from '../../../../src/store/refusal.ts';
import type { Schema } from '../../../../src/store/schema/schema.ts';

const packages: Readonly<Record<string, string>> = { '': 'core', apps: 'apps' };

export function builtIn(group: string, kind: string, subresource = '', hasStatus = true): Endpoint {
  const definition = `io.k8s.api.${packages[group] ?? group}.v1.${kind}`;
  return {
    group,
    version: 'v1',
    kind,
    subresource,
    type: objectType(definitions, { $ref: definition }),
    empty: emptyObject(definition),
    ownable: ownedFields({ group, kind, custom: false, hasStatus }, subresource),
  };
}

export const configMap = builtIn('', 'ConfigMap', '', false);
export const deployment = builtIn('apps', 'Deployment');
export const pod = builtIn('', 'Pod');

/** A custom kind with this schema, or with none. */
export function custom(schema: Schema | undefined): Endpoint {
  return {
    group: 'example.com',
    version: 'v1',
    kind: 'Widget',
    subresource: '',
    type: objectType(definitions, schema),
    empty: {},
    ownable: (set) => set,
  };
}

/** `one Apply`, `two Update status v2`: managers and what they own, in the order of the entries. */
export function ownersOf(object: Members): Readonly<Record<string, readonly string[]>> {
  const owners: Record<string, readonly string[]> = {};
  const read = readManagers((object['metadata'] as { managedFields?: unknown[] }).managedFields);
  if ('error' in read) throw new Error(read.error);
  for (const { manager, operation, subresource, set } of read.managers.values()) {
    owners[`${manager} ${operation}${subresource === '' ? '' : ` ${subresource}`}`] =
      pathsOf(set).map(showPath);
  }
  return owners;
}

export function withoutEntries(object: Members): unknown {
  const { managedFields: _entries, ...metadata } = object['metadata'] as Record<string, unknown>;
  return { ...object, metadata };
}

/** One object and the writes that it lives through; every write is a second after the last. */
export class Life {
  live: Members | undefined;
  #seconds = 0;
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  get object(): Members {
    if (this.live === undefined) throw new Error('nothing was written yet');
    return this.live;
  }

  #now(): string {
    return `2026-01-01T00:00:${String(this.#seconds++).padStart(2, '0')}Z`;
  }

  #whole(object: Members): Members {
    const { group, version, kind } = this.#endpoint;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return { apiVersion, kind, ...object, metadata: { name: 'x', ...(object['metadata'] as object) } };
  }

  update(manager: string, object: Members, endpoint = this.#endpoint): this {
    const next = this.#whole(object);
    const entries = trackFields(endpoint, this.live, next, { manager, time: this.#now() });
    const { managedFields: _stated, ...metadata } = next['metadata'] as Record<string, Json>;
    const kept = entries === undefined ? metadata : { ...metadata, managedFields: entries };
    this.live = copy({ ...next, metadata: kept }) as Members;
    return this;
  }

  apply(manager: string, object: Members, force = false, endpoint = this.#endpoint): this {
    const write = { manager, time: this.#now(), force };
    this.live = copy(applyFields(endpoint, this.live, this.#whole(object), write)) as Members;
    return this;
  }

  /** What refuses the apply. */
  refusal(manager: string, object: Members): Status {
    try {
      this.apply(manager, object);
    } catch (error) {
      if (error instanceof Refusal) return error.status;
      throw error;
    }
    throw new Error('the apply was not refused');
  }
}
