/** Shapes of @cds/core as paths. */
import { describe, expect, test } from 'vitest';
import { iconShapes } from '../../../../web/parts/icon-names.ts';
import { shapePaths } from '../../../../web/vite/icons.ts';

describe('shapePaths', () => {
  test.each([
    ['<path d="M1.23456 2L3 4"/>', '<path d="M1.23 2L3 4"/>'],
    ['<path fill-rule="evenodd" clip-rule="evenodd" d="M1 2"/>', '<path fill-rule="evenodd" d="M1 2"/>'],
    ['<rect x="1" y="2" width="3" height="4"/>', '<path d="M1 2h3v4h-3v-4z"/>'],
    [
      '<rect x="0" y="0" width="10" height="10" rx="2"/>',
      '<path d="M2 0h6a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2z"/>',
    ],
  ])('%s', (markup, paths) => {
    expect(shapePaths(markup, 'x')).toBe(paths);
  });

  test('refuses what it cannot draw, and says what to do', () => {
    expect(() => shapePaths('<circle r="3"/>', 'map')).toThrow(
      'icon shape map of @cds/core draws with <circle>',
    );
  });
});

test('no icon is a logo: the only vmw shape is the plain grid of squares', () => {
  expect(Object.values(iconShapes).filter((shape) => /vmw|logo/.test(shape))).toEqual(['vmw-app']);
});
