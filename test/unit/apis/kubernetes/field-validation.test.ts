// Fields that nobody knows and fields that stand twice: refused, warned of or dropped, in every kind of write.
import { describe, expect, it } from 'vitest';
import { deployment, paths, worldOf, type Body } from '../../../worlds/setup.ts';
import { ask, configMap, jsonPatch, maps, mergePatch, refused, strategicPatch } from './support.ts';

const web = deployment('web', 0);

/** A Deployment with two unknown fields, one of them deep in a list, and two that stand twice. */
const flawed = JSON.stringify({ ...web, bogus: 1 })
  .replace('"image":', '"colour":"red","image":')
  .replace('"replicas":0', '"replicas":0,"replicas":0')
  .replace('"name":"main"', '"name":"main","name":"main"');

const said = [
  'unknown field "spec.template.spec.containers[0].colour"',
  'unknown field "bogus"',
  'duplicate field "spec.replicas"',
  'duplicate field "spec.template.spec.containers[0].name"',
];

const named = `${paths.deployments}/web`;
const options = (mode: string) => (mode === '' ? '' : `?fieldValidation=${mode}`);
const warning = (text: string) => `299 - "${text.replaceAll('"', '\\"')}"`;

describe.each(['POST', 'PUT'])('a body by %s', (method) => {
  const world = () => {
    const made = worldOf();
    if (method === 'PUT') ask(made, 'POST', paths.deployments, { body: web });
    return made;
  };
  const path = method === 'PUT' ? named : paths.deployments;

  it('is refused by Strict, with everything that is wrong', () => {
    const strict = refused(world(), method, `${path}?fieldValidation=Strict`, { body: flawed });
    expect(strict).toMatchObject({ code: 400, reason: 'BadRequest' });
    expect(strict.message).toBe(
      `Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: ${said.join(', ')}`,
    );
  });

  it.each(['', 'Warn'])('is taken with warnings by %s', (mode) => {
    const { status, headers, text } = ask(world(), method, path + options(mode), { body: flawed });
    expect(status, text).toBeLessThan(300);
    expect(headers['warning']).toEqual(said.map(warning));
    expect(text).not.toMatch(/bogus|colour/);
  });

  it('is taken without a word by Ignore', () => {
    const { status, headers, text } = ask(world(), method, `${path}?fieldValidation=Ignore`, {
      body: flawed,
    });
    expect(status).toBeLessThan(300);
    expect(headers).not.toHaveProperty('warning');
    expect(text).not.toMatch(/bogus|colour/);
  });
});

it('warns of integers that are not kept as they are, in all modes', () => {
  const world = worldOf();
  const big = (name: string) =>
    `{"metadata":{"name":"${name}","generateName":""},"spec":{"leaseDurationSeconds":1},"x":9007199254740993}`;
  const path = '/apis/coordination.k8s.io/v1/namespaces/demo/leases?fieldValidation=Ignore';
  const rounding = warning(
    'x: 9007199254740993 is kept as 9007199254740992: the sandbox rounds integers beyond 2^53',
  );
  expect(ask(world, 'POST', path, { body: big('one') }).headers['warning']).toEqual([rounding]);
  const patched = ask(world, 'PATCH', path.replace('?', '/one?'), { body: big('one'), type: mergePatch });
  expect(patched.headers['warning']).toEqual([rounding]);
  const yaml = 'metadata: {name: two}\nspec: {leaseDurationSeconds: 1}\nx: 9007199254740993\n';
  const type = 'application/yaml';
  expect(ask(world, 'POST', path, { body: yaml, type }).headers['warning']).toEqual([rounding]);
});

it('warns of integers in what is applied', () => {
  const world = worldOf();
  const path = '/apis/apps/v1/namespaces/demo/deployments/web?fieldManager=me';
  const containers = '[{name: a, image: b}], terminationGracePeriodSeconds: 9007199254740993';
  const pod = `{metadata: {labels: {a: b}}, spec: {containers: ${containers}}}`;
  const spec = `{selector: {matchLabels: {a: b}}, template: ${pod}}`;
  const body = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: ${spec}\n`;
  const said = ask(world, 'PATCH', path, { body, type: 'application/apply-patch+yaml' });
  expect(said.headers['warning']).toEqual([
    warning(
      'spec.template.spec.terminationGracePeriodSeconds: 9007199254740993 is kept as 9007199254740992: the sandbox rounds integers beyond 2^53',
    ),
  ]);
});

interface PatchRow {
  readonly what: string;
  readonly type: string;
  readonly body: unknown;
  readonly problems: readonly string[];
  /** How a refusal shows the patch, or a part of the object that it made. */
  readonly shown: string;
}

const patches: readonly PatchRow[] = [
  {
    what: 'a merge patch with an unknown field',
    type: mergePatch,
    body: { spec: { bogus: 1 } },
    problems: ['unknown field "spec.bogus"'],
    shown: '\\"bogus\\":1',
  },
  {
    what: 'a merge patch with a field twice',
    type: mergePatch,
    body: '{"spec":{"replicas":1,"replicas":1}}',
    problems: ['duplicate field "spec.replicas"'],
    shown: '\\"replicas\\":1',
  },
  {
    what: 'a strategic patch with unknown fields',
    type: strategicPatch,
    body: { spec: { zebra: 1, paused: false, bogus: 'x' } },
    problems: ['unknown field "spec.bogus"', 'unknown field "spec.zebra"'],
    shown: '"map[spec:map[bogus:x paused:false zebra:1]]"',
  },
  {
    what: 'a strategic patch with a field twice',
    type: strategicPatch,
    body: '{"spec":{"replicas":1,"replicas":1}}',
    problems: ['duplicate field "spec.replicas"'],
    shown: '"map[spec:map[replicas:1]]"',
  },
  {
    what: 'a JSON patch that adds an unknown field',
    type: jsonPatch,
    body: [{ op: 'add', path: '/spec/bogus', value: 1 }],
    problems: ['unknown field "spec.bogus"'],
    shown: '\\"bogus\\":1',
  },
  {
    what: 'a JSON patch with unknown members, and members twice',
    type: jsonPatch,
    body: '[{"op":"replace","op":"replace","path":"/spec/replicas","value":1,"why":"so"}]',
    problems: ['json patch unknown field "[0].why"', 'json patch duplicate field "[0].op"'],
    shown: '\\"replicas\\":1',
  },
];

describe.each(patches)('$what', ({ type, body, problems, shown }) => {
  const made = () => {
    const world = worldOf();
    ask(world, 'POST', paths.deployments, { body: web });
    return world;
  };

  it('is an invalid object to Strict', () => {
    const status = refused(made(), 'PATCH', `${named}?fieldValidation=Strict`, { type, body });
    expect(status).toMatchObject({ code: 422, reason: 'Invalid' });
    expect(status.message?.startsWith(' "" is invalid: patch: Invalid value: ')).toBe(true);
    expect(status.message).toContain(shown);
    expect(status.message?.endsWith(`: strict decoding error: ${problems.join(', ')}`)).toBe(true);
    const { details } = status as unknown as { details: object };
    expect(Object.keys(details)).toEqual(['causes']);
  });

  it('is warned of', () => {
    const { status, headers } = ask(made(), 'PATCH', named, { type, body });
    expect(status).toBe(200);
    expect(headers['warning']).toEqual(problems.map(warning));
  });

  it('passes with Ignore', () => {
    const { status, headers } = ask(made(), 'PATCH', `${named}?fieldValidation=Ignore`, { type, body });
    expect([status, headers['warning']]).toEqual([200, undefined]);
  });
});

describe('values of a wrong type', () => {
  const body = (replicas: unknown) => ({ ...web, spec: { ...web.spec, replicas } });
  const rows: readonly (readonly [unknown, string, string])[] = [
    [
      'three',
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      'unrecognized type: int32',
    ],
    [
      1.5,
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
      'cannot convert float64 to int32',
    ],
    [
      true,
      'json: cannot unmarshal bool into Go struct field DeploymentSpec.spec.replicas of type int32',
      'unrecognized type: int32',
    ],
    [
      {},
      'json: cannot unmarshal object into Go struct field DeploymentSpec.spec.replicas of type int32',
      'unrecognized type: int32',
    ],
    [
      2147483648,
      'json: cannot unmarshal number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32',
      'cannot convert int64 to int32',
    ],
  ];

  it.each(rows)('%j is no number of replicas', (value, inBody, inPatch) => {
    const world = worldOf();
    expect(refused(world, 'POST', paths.deployments, { body: body(value) })).toMatchObject({
      code: 400,
      message: `Deployment in version "v1" cannot be handled as a Deployment: ${inBody}`,
    });
    ask(world, 'POST', paths.deployments, { body: web });
    const merge = refused(world, 'PATCH', named, { type: mergePatch, body: { spec: { replicas: value } } });
    expect(merge).toMatchObject({ code: 422, reason: 'Invalid' });
    expect(merge.message?.endsWith(inBody)).toBe(true);
    if (typeof value === 'object') return;
    const strategic = refused(world, 'PATCH', named, {
      type: strategicPatch,
      body: { spec: { replicas: value } },
    });
    expect(strategic.message).toBe(
      ` "" is invalid: patch: Invalid value: "map[spec:map[replicas:${value}]]": ${inPatch}`,
    );
  });

  it('keeps whole numbers with a fraction out of integers, and lets a strategic patch have them', () => {
    const world = worldOf();
    const text = JSON.stringify(web).replace('"replicas":0', '"replicas":1.0');
    const why =
      'json: cannot unmarshal number 1.0 into Go struct field DeploymentSpec.spec.replicas of type int32';
    expect(refused(world, 'POST', paths.deployments, { body: text }).message).toContain(why);
    ask(world, 'POST', paths.deployments, { body: web });
    const patch = '{"spec":{"replicas":1.0}}';
    expect(refused(world, 'PATCH', named, { type: mergePatch, body: patch }).message).toContain(why);
    const { body: patched } = ask(world, 'PATCH', named, { type: strategicPatch, body: patch });
    expect(patched.spec['replicas']).toBe(1);
  });

  it.each<readonly [string, object, string]>([
    ['a list', { spec: { template: { spec: { containers: 'x' } } } }, 'cannot restore slice from string'],
    ['a map', { metadata: { labels: 'x' } }, 'cannot restore map from string'],
    ['a struct', { spec: { strategy: 'x' } }, 'cannot restore struct from: string'],
    ['a word', { spec: { strategy: { type: 7 } } }, 'cannot convert int64 to v1.DeploymentStrategyType'],
    ['a word of what is none', { spec: { strategy: { type: true } } }, 'unrecognized type: string'],
    ['yes or no', { spec: { paused: 'yes' } }, 'unrecognized type: bool'],
    [
      'a quantity',
      { spec: { template: { spec: { overhead: { cpu: 'x' } } } } },
      'quantities must match the regular expression',
    ],
  ])('a strategic patch that makes no %s says so', (_, body, why) => {
    const world = worldOf();
    ask(world, 'POST', paths.deployments, { body: web });
    const { code, message } = refused(world, 'PATCH', named, { type: strategicPatch, body });
    expect([code, message]).toEqual([422, expect.stringContaining(`: ${why}`)]);
  });
});

it('knows only three modes', () => {
  expect(refused(worldOf(), 'POST', `${maps}?fieldValidation=Maybe`, { body: configMap('a') })).toMatchObject(
    {
      code: 422,
      message:
        'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Maybe": ' +
        'supported values: "", "Ignore", "Strict", "Warn"',
    },
  );
});

describe('the warnings of one answer', () => {
  const many = (count: number, length: number): Body & Record<string, unknown> =>
    ({
      ...configMap('a'),
      ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`${'x'.repeat(length)}${at}`, 1])),
    }) as never;

  it('are cut where they would be too much for a header', () => {
    const { headers } = ask(worldOf(), 'POST', maps, { body: many(90, 400) });
    const warnings = headers['warning'] as readonly string[];
    expect(warnings).toHaveLength(16);
    expect(new Set(warnings.map((each) => each.length))).toEqual(new Set([256 + '299 - ""'.length + 1]));
  });

  it('hold nothing that a header cannot carry', () => {
    const { headers } = ask(worldOf(), 'POST', maps, { body: { ...configMap('a'), 'a\u0001"\\b': 1 } });
    expect(headers['warning']).toEqual([String.raw`299 - "unknown field \"a\\x01\\\"\\\\b\""`]);
  });
});
