// What a build must not do: go round, or grow without end.
import { expect, test } from 'vitest';
import { buildKustomization } from '../../../../src/cli/kustomize/build.ts';
import { createFiles } from '../../../../src/shell/files.ts';

/** Folders of which each names the next twice. */
function doubling(levels: number): Record<string, string> {
  const files: Record<string, string> = { '/end/kustomization.yaml': 'namePrefix: x\n' };
  for (let level = 0; level < levels; level++) {
    const next = level === levels - 1 ? 'end' : String(level + 1);
    for (const name of ['a', 'b'])
      files[`/${level}${name}/kustomization.yaml`] = `resources: [../${level}]\nnamePrefix: ${name}\n`;
    files[`/${level}/kustomization.yaml`] =
      `resources: [../${next === 'end' ? 'end' : `${next}a`}, ../${next === 'end' ? 'end' : `${next}b`}]\n`;
  }
  return files;
}

test('folders that double are counted, not followed for ever', () => {
  expect(() => buildKustomization(createFiles(doubling(40)), '/0')).toThrow(
    /more than 500 kustomizations in one/,
  );
});

test('members that plugins need are refused by name', () => {
  const files = createFiles({ '/a/kustomization.yaml': 'helmCharts: []\n' });
  expect(() => buildKustomization(files, '/a')).toThrow(
    'helmCharts of a kustomization is not in this terminal',
  );
});
