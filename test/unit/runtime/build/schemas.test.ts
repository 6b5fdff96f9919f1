// Runs the generator as the build does, on the real model files and on copies of them that were tampered with.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const generator = join(root, 'src/runtime/build/schemas.mjs');
const models = join(root, 'node_modules/kubernetes-models/dist/gen/models');
const files = ['descriptions.d.ts', 'descriptions.js', 'index.d.ts', 'index.js', 'types.d.ts'];

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'schemas-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function generate(output: string, from = models): { readonly code: number | null; readonly text: string } {
  const run = spawnSync(process.execPath, [generator, output, from], { encoding: 'utf8' });
  return { code: run.status, text: run.stdout + run.stderr };
}

const textOf = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

describe('the schema generator', () => {
  it('gives the same bytes each time and leaves unchanged files alone', () => {
    const [first, second] = [join(scratch, 'first'), join(scratch, 'second')];
    const run = generate(first);
    expect(run.code).toBe(0);
    expect(run.text.match(/\d+ bytes, \d+ gzip, written/g)).toHaveLength(files.length);
    expect(readdirSync(first).sort()).toEqual(files);
    generate(second);
    for (const name of files) expect(textOf(second, name)).toBe(textOf(first, name));
    const longAgo = new Date(0);
    for (const name of files) utimesSync(join(first, name), longAgo, longAgo);
    writeFileSync(join(first, 'index.js'), 'something else');
    expect(generate(first).text.match(/unchanged/g)).toHaveLength(files.length - 1);
    expect(textOf(first, 'index.js')).toBe(textOf(second, 'index.js'));
    expect(statSync(join(first, 'types.d.ts')).mtimeMs).toBe(0);
    const built = join(root, 'build/schemas');
    for (const name of files) expect(textOf(built, name), 'run npm run generate').toBe(textOf(first, name));
  });

  it('writes types as interfaces', () => {
    const types = textOf(join(scratch, 'first'), 'types.d.ts');
    const block = (name: string) => types.slice(types.indexOf(`export interface ${name} {`)).split('\n}')[0];
    expect(block('DeploymentSpec')).toBe(`export interface DeploymentSpec {
  readonly minReadySeconds?: number;
  readonly paused?: boolean;
  readonly progressDeadlineSeconds?: number;
  readonly replicas?: number;
  readonly revisionHistoryLimit?: number;
  readonly selector: LabelSelector;
  readonly strategy?: DeploymentStrategy;
  readonly template: PodTemplateSpec;`);
    expect(block('ResourceRequirements')).toContain(
      'readonly limits?: { readonly [key: string]: Quantity };',
    );
    expect(block('JSONSchemaProps')).toContain(
      'readonly "x-kubernetes-validations"?: readonly ValidationRule[];',
    );
    expect(block('EventsV1Event')).toContain('readonly eventTime: MicroTime;');
    expect(types).toContain('export type IntOrString = number | string;');
    expect(types).toContain('export type Time = string;');
    expect(types).not.toMatch(/\bany\b/);
  });
});

describe('the generator says loudly when the models', () => {
  const container = 'V1Container.js';
  const cases: readonly (readonly [string, string, (text: string) => string, string])[] = [
    [
      'lack their table',
      container,
      (text) => text.replace('attributeTypeMap =', 'table ='),
      'has no attributeTypeMap',
    ],
    [
      'have a new type',
      container,
      (text) => text.replace('"type": "boolean"', '"type": "bigint"'),
      'core.v1.Container.stdin has a type without a rule: bigint',
    ],
    [
      'have a new format',
      'V1DeploymentSpec.js',
      (text) => text.replace('"format": "int32"', '"format": "uint8"'),
      'apps.v1.DeploymentSpec.minReadySeconds has a type without a rule: number uint8',
    ],
    [
      'lack a member that our tables name',
      container,
      (text) => text.replaceAll('"baseName": "env"', '"baseName": "environment"'),
      'merging names core.v1.Container.env, which the models lack',
    ],
    [
      'no longer say `any`',
      'V1ControllerRevision.js',
      (text) => text.replace('"type": "any"', '"type": "string"'),
      'apps.v1.ControllerRevision.data is string, not RawExtension',
    ],
    [
      'declare other members',
      'V1Container.d.ts',
      (text) => text.replace("'image'?", "'picture'?"),
      'V1Container.d.ts does not declare image',
    ],
  ];

  // Links to the real files; each case puts a changed copy in the place of one of them.
  const linked = () => join(scratch, 'linked');
  beforeAll(() => {
    mkdirSync(linked());
    for (const file of readdirSync(models)) {
      if (/\.(js|d\.ts)$/.test(file)) symlinkSync(join(models, file), join(linked(), file));
    }
  });

  it.each(cases)('%s', (_name, file, change, message) => {
    const text = textOf(models, file);
    expect(change(text)).not.toBe(text);
    rmSync(join(linked(), file));
    writeFileSync(join(linked(), file), change(text));
    const run = generate(join(scratch, 'none'), linked());
    rmSync(join(linked(), file));
    symlinkSync(join(models, file), join(linked(), file));
    expect(run.code).not.toBe(0);
    expect(run.text).toContain(message);
  });

  it('lack a class', () => {
    rmSync(join(linked(), 'V1Pod.js'));
    const run = generate(join(scratch, 'none'), linked());
    expect(run.code).not.toBe(0);
    expect(run.text).toContain('core.v1 has no class for Pod; looked for CoreV1Pod and V1Pod');
  });
});
