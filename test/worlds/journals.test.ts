import { test } from 'vitest';
import { runJournals } from './journals.ts';

// In tens, so that a failure is near its name and the runner stays responsive.
const tens = Array.from({ length: 100 }, (_, ten) => ten * 10);

test.each(tens)('journals %i and the nine after it keep the invariants and replay to the same hash', (first) => {
  runJournals({ seed: 1, first, cases: 10 });
});
