// -o jsonpath and -o go-template against what a real kubectl printed of the same Pod.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Failure, report } from '../../../../src/cli/kubectl/failure.ts';
import { printFlags } from '../../../../src/cli/kubectl/flags/common.ts';
import { parseFlags } from '../../../../src/cli/kubectl/flags/parse.ts';
import { templatePrinter } from '../../../../src/cli/kubectl/print/printer.ts';
import { createFiles } from '../../../../src/shell/files.ts';
import type { Session } from '../../../../src/shell/program.ts';
import type { JsonObject } from '../../../../src/std/draft.ts';

const pod = JSON.parse(readFileSync(new URL('./pod.json', import.meta.url), 'utf8')) as JsonObject;
const session: Session = {
  files: createFiles({ '/names.tmpl': '{{.metadata.name}}', '/names.path': '{.metadata.name}' }),
  environment: new Map(),
  folder: '/',
  history: () => [],
  memory: new Map(),
};

function printed(format: string, ...more: readonly string[]): string {
  const parsed = parseFlags(['-o', format, ...more], printFlags);
  if ('trouble' in parsed) throw new Error(parsed.trouble);
  try {
    const printer = templatePrinter(parsed.values, session, format);
    return printer === undefined ? 'no printer' : JSON.stringify(printer(pod));
  } catch (failure) {
    if (failure instanceof Failure) return `error ${JSON.stringify(report(failure))}`;
    throw failure;
  }
}

/** Rows of a template and what became of it, both as JSON texts. */
function rowsOf(file: string): readonly (readonly [string, string])[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [string, string]);
}

describe.each([
  ['jsonpath', './json-path.golden.tsv'],
  ['go-template', './go-template.golden.tsv'],
])('%s', (format, file) => {
  it.each(rowsOf(file))('%s', (template, expected) => {
    const [, kind = '', text = ''] = /^(error )?(.*)$/.exec(expected) ?? [];
    expect(printed(`${format}=${JSON.parse(template) as string}`)).toBe(
      `${kind}${JSON.stringify(JSON.parse(text))}`,
    );
  });
});

describe('where a template comes from', () => {
  it.each([
    [['go-template-file=/names.tmpl'], '"web-1"'],
    [['jsonpath-file=names.path'], '"web-1"'],
    [['go-template', '--template={{.kind}}'], '"Pod"'],
    [['jsonpath-as-json={.metadata.name}'], JSON.stringify('[\n    "web-1"\n]\n')],
    [['jsonpath={.nothing}', '--allow-missing-template-keys=true'], '""'],
    [['jsonpath'], 'error "error: template format specified but no template given\\n"'],
    [
      ['jsonpath-file=none'],
      'error "error: error reading --template none, open none: no such file or directory\\n"',
    ],
    [['yaml'], 'no printer'],
  ])('%j', ([format = '', ...more], expected) => {
    expect(printed(format, ...more)).toBe(expected);
  });
});

const parts = fc.constantFrom(
  ...[
    '{',
    '}',
    '{{',
    '}}',
    '[',
    ']',
    '(',
    ')',
    '.',
    '..',
    '*',
    '?',
    '@',
    '$',
    ':',
    ',',
    '"',
    "'",
    '\\',
    '|',
    '-',
    ' ',
    '\n',
  ],
  ...[
    'name',
    'spec',
    'containers',
    'range',
    'end',
    'if',
    'else',
    'with',
    'index',
    'printf',
    '%s',
    '0',
    '9',
    '-1',
    '==',
    '=~',
    ':=',
    '__proto__',
    'constructor',
    'é',
  ],
);

describe('whatever the template', () => {
  it.each(['jsonpath', 'jsonpath-as-json', 'go-template'])('%s prints or says what is wrong', (format) => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 24 }), fc.boolean(), (all, inside) => {
        const [open, close] = !inside ? ['', ''] : format === 'go-template' ? ['{{', '}}'] : ['{', '}'];
        expect(printed(`${format}=x${open}${all.join('')}${close}`)).toMatch(/^(?:error )?"/);
      }),
      { numRuns: 1_000 },
    );
  });
});
