import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first: what waits for programs, the transcripts before all. The rest goes on beside them. */
class ProgramsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) =>
      ['/test/clients/', '/test/transcripts/'].findIndex((folder) => moduleId.includes(folder));
    return sorted.sort((a, b) => rank(b) - rank(a));
  }
}

/** Goldens are written anew, and so are transcripts. */
const updates = process.argv.some((word) => word === '--update' || word === '-u');

export default defineConfig({
  test: {
    root: '.',
    ...(updates ? { env: { UPDATE: '1' } } : {}),
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    // A hang is told; a machine that is busy with something else is none.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Files of a worker share their modules, and the worlds made in them: nothing in the house keeps state between tests.
    pool: 'threads',
    isolate: false,
    // One of them mostly waits for the programs of the transcripts.
    maxWorkers: 3,
    maxConcurrency: 3,
    sequence: { sequencer: ProgramsFirst },
  },
});
