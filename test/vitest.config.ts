import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    testTimeout: 60_000,
    // Files of a worker share their modules, and the worlds made in them: nothing in the house keeps state between tests.
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    // So many of those that wait for a real program wait at once.
    maxConcurrency: 2,
  },
});
