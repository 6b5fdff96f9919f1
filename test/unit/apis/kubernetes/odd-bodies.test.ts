import { expect, it } from 'vitest';
import { dice } from '../../../dice.ts';
import { worldOf } from '../../../worlds/setup.ts';
import { oddBodies, type Body } from './odd-bodies.ts';
import { samples } from './samples.ts';
import { applyPatch, ask } from './support.ts';

const seed = 3;
const perKind = 12;

const named = (body: Body, name: string): Body => ({ ...body, metadata: { name } });

it('bodies of any shape are answered in words that say what they mean', () => {
  const world = worldOf();
  for (const { path, object } of samples) ask(world, 'POST', path, { body: object });
  samples.forEach((sample, place) => {
    const { path, object } = sample;
    const own = `${path}/${object.metadata.name}`;
    for (let number = 0; number < perKind; number++) {
      for (const body of oddBodies(dice(seed, place * perKind + number), sample)) {
        const requests = [
          ['POST', `${path}?dryRun=All`, { body: named(body, 'odd') }],
          ['PUT', `${own}?dryRun=All`, { body }],
          ['PUT', `${own}/status?dryRun=All`, { body }],
          ['PATCH', `${path}/odd?dryRun=All&fieldManager=t`, { body: named(body, 'odd'), type: applyPatch }],
        ] as const;
        for (const [method, to, asked] of requests) {
          const said = `${object.kind} ${number}: ${ask(world, method, to, asked).body.message ?? ''}`;
          expect(said).not.toMatch(/undefined|\[object|NaN/);
        }
      }
    }
  });
});
