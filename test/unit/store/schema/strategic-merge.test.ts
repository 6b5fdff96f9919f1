import { definitions } from '#schemas';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/std/draft.ts';
import { strategicMerge } from '../../../../src/store/schema/strategic-merge.ts';
import { deployments } from './arbitrary-deployment.ts';
import { schemaOfKind } from './support.ts';

interface Case {
  readonly name: string;
  readonly original: { readonly kind: string; readonly apiVersion: string };
  readonly patch: Json;
  readonly result?: Json;
  readonly error?: string;
}

const golden = new URL('../../../golden/strategic-merge/kubectl-1.33.json', import.meta.url);
const cases = JSON.parse(readFileSync(golden, 'utf8')) as readonly Case[];

describe('as kubectl patch --local of 1.33 does it', () => {
  it.each(cases)('$name', ({ original, patch, result, error }) => {
    const before = structuredClone({ original, patch });
    const merged = strategicMerge(definitions, schemaOfKind(original), original as unknown as Json, patch);
    expect({ original, patch }).toEqual(before);
    if (error === undefined) expect(merged).toEqual({ value: result });
    else expect('error' in merged ? merged.error.trimEnd() : merged).toBe(error);
  });
});

const schema = { $ref: 'io.k8s.api.apps.v1.Deployment' };

describe('for any object and patch', () => {
  it('an empty patch changes nothing', () => {
    fc.assert(
      fc.property(deployments, (object) => {
        expect(strategicMerge(definitions, schema, object, {})).toEqual({ value: object });
      }),
    );
  });

  it('the object itself is a patch that changes nothing but the order of lists', () => {
    fc.assert(
      fc.property(deployments, (object) => {
        expect(strategicMerge(definitions, schema, object, object)).toEqual({ value: object });
      }),
    );
  });

  it('a patch without directives gives the same when it is applied twice', () => {
    fc.assert(
      fc.property(deployments, deployments, (object, patch) => {
        const once = strategicMerge(definitions, schema, object, patch);
        if ('error' in once) throw new Error(once.error);
        expect(strategicMerge(definitions, schema, once.value, patch)).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  it('any JSON gives a value or an error, and pollutes no prototype', () => {
    const words = fc.constantFrom(
      ...['$patch', '$retainKeys', '$setElementOrder/containers', '$deleteFromPrimitiveList/args'],
      ...['spec', 'template', 'containers', 'name', '__proto__', 'constructor', 'metadata', 'finalizers'],
    );
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('delete', 'replace', 'merge', 'a', 1, true, null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(words, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Json>,
      ),
    }));
    fc.assert(
      fc.property(deployments, value, value, (object, spec, patch) => {
        const original = { ...(object as object), spec, metadata: spec } as unknown as Json;
        const merged = strategicMerge(definitions, schema, original, { spec: patch, metadata: patch });
        expect('error' in merged ? typeof merged.error : typeof merged.value).toMatch(/string|object/);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what is no object', () => {
  it.each([[[]], ['x'], [null]])('%j is no patch', (patch) => {
    expect(strategicMerge(definitions, schema, {}, patch)).toEqual({
      error: 'invalid JSON document',
      status: 400,
    });
  });

  it('a patch of a definition works without a reference, as the kind names itself', () => {
    const deployment = definitions['io.k8s.api.apps.v1.Deployment'];
    expect(strategicMerge(definitions, deployment ?? {}, { bogus: {} }, { bogus: {} })).toEqual({
      error: 'unable to find api field in struct Deployment for the json field "bogus"',
      status: 500,
    });
  });

  it('$patch: delete at the root leaves nothing', () => {
    expect(strategicMerge(definitions, schema, { kind: 'Deployment' }, { $patch: 'delete' })).toEqual({
      value: {},
    });
  });
});
