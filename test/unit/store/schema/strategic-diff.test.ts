import { definitions } from '#schemas';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/std/draft.ts';
import { decode } from '../../../../src/store/schema/decode.ts';
import {
  createThreeWayMergePatch,
  createTwoWayMergePatch,
  type PatchResult,
} from '../../../../src/store/schema/strategic-diff.ts';
import { strategicMerge } from '../../../../src/store/schema/strategic-merge.ts';
import { deployments } from './arbitrary-deployment.ts';
import { schemaOfKind } from './support.ts';

type Deployment = Json & { readonly kind: string; readonly apiVersion: string };

interface Case {
  readonly name: string;
  readonly modified: Deployment;
  readonly patch?: Json;
  readonly error?: string;
}

interface Golden {
  /** What kubectl apply sent, its own annotation left out. */
  readonly apply: readonly (Case & { readonly lastApplied?: Json; readonly live: Json })[];
  /** What kubectl edit sent. */
  readonly edit: readonly (Case & { readonly original: Json })[];
}

const file = new URL('../../../golden/strategic-diff/kubectl-1.33.json', import.meta.url);
const { apply, edit } = JSON.parse(readFileSync(file, 'utf8')) as Golden;

function check(result: PatchResult, { patch, error }: Case): void {
  if (error === undefined) expect(result).toEqual({ patch });
  else expect('error' in result ? result.error : result).toBe(error);
}

describe('as kubectl apply 1.33 makes it', () => {
  it.each(apply)('$name', (example) => {
    const { lastApplied = {}, modified, live } = example;
    check(
      createThreeWayMergePatch(definitions, schemaOfKind(modified), lastApplied, modified, live),
      example,
    );
  });
});

describe('as kubectl edit 1.33 makes it', () => {
  it.each(edit)('$name', (example) => {
    const { original, modified } = example;
    check(createTwoWayMergePatch(definitions, schemaOfKind(modified), original, modified), example);
  });
});

const schema = { $ref: 'io.k8s.api.apps.v1.Deployment' };

describe('for any two objects', () => {
  it('the two-way patch leads from one to the other', () => {
    fc.assert(
      fc.property(deployments, deployments, (original, modified) => {
        const made = createTwoWayMergePatch(definitions, schema, original, modified);
        if ('error' in made) throw new Error(made.error);
        expect(strategicMerge(definitions, schema, original, made.patch)).toEqual({ value: modified });
      }),
      { numRuns: 300 },
    );
  });

  it('the patch between equal objects is empty', () => {
    fc.assert(
      fc.property(deployments, (object) => {
        expect(createTwoWayMergePatch(definitions, schema, object, object)).toEqual({ patch: {} });
      }),
    );
  });

  it('applying twice changes nothing the second time', () => {
    fc.assert(
      fc.property(deployments, deployments, deployments, (last, modified, live) => {
        const first = createThreeWayMergePatch(definitions, schema, last, modified, live);
        if ('error' in first) throw new Error(first.error);
        const merged = strategicMerge(definitions, schema, live, first.patch);
        if ('error' in merged) throw new Error(merged.error);
        const second = createThreeWayMergePatch(definitions, schema, modified, modified, merged.value);
        if ('error' in second) throw new Error(second.error);
        // As kubectl's: where others have items in a list, its order is stated again, to no effect.
        const again = strategicMerge(definitions, schema, merged.value, second.patch);
        if ('error' in again) throw new Error(again.error);
        // A $retainKeys in something new stays in Kubernetes' result too; reading the object drops it.
        const read = (value: Json) => decode(definitions, schema, value).value;
        expect(read(again.value)).toEqual(read(merged.value));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what apply refuses', () => {
  const object = (name: string): Json => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name } });

  it('another name', () => {
    expect(createThreeWayMergePatch(definitions, schema, {}, object('b'), object('a'))).toEqual({
      error: 'precondition failed for: map[metadata:map[name:b]]',
      status: 500,
    });
  });

  it('what is no object', () => {
    expect(createThreeWayMergePatch(definitions, schema, [], object('b'), object('b'))).toEqual({
      error: 'invalid JSON document',
      status: 400,
    });
  });
});
