import { readFileSync } from 'node:fs';

export interface GoldenBlock {
  readonly name: string;
  readonly input: string;
  readonly expected: string;
}

/** Blocks of `>>> name`, input, `<<<`, expected; what precedes the first block says where they come from. */
export function goldenBlocks(file: string): readonly GoldenBlock[] {
  const [, ...blocks] = readFileSync(new URL(file, import.meta.url), 'utf8').split(/^>>> /m);
  return blocks.map((block) => {
    const [, name = '', input = '', expected = ''] = /^(.*)\n([^]*?)<<<\n([^]*)$/.exec(block) ?? [];
    return { name, input, expected };
  });
}

/** Rows of two columns; the lines that begin with a hash sign are returned apart. */
export function goldenRows(file: string): {
  readonly notes: readonly string[];
  readonly rows: readonly [string, string][];
} {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return {
    notes: lines.filter((line) => line.startsWith('#')).map((line) => line.slice(2)),
    rows: lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t') as [string, string]),
  };
}
