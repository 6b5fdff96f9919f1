// Bodies that keep to a kind's schema by and large and make no sense: members left out at random, values of any kind.
import { definitions } from '#schemas';
import { target, type Schema } from '../../../../src/store/schema/schema.ts';
import type { Dice } from '../../../dice.ts';
import type { Sample } from './samples.ts';

export type Body = Readonly<Record<string, unknown>>;

const texts = [
  ...['', 'a', '-1', '1', '50%', '100m', 'A_b', '/x', 'x'.repeat(300), '10.0.0.1', '2020-01-01T00:00:00Z'],
  ...[
    'Always',
    'Exists',
    'In',
    'Pod',
    'TCP',
    'demo',
    'http',
    'kubernetes.io/hostname',
    'self.x',
    'v1',
    'web',
  ],
] as unknown as readonly [string, ...string[]];

const depthMax = 9;

function definitionOf({ object: { apiVersion, kind } }: Sample): Schema | undefined {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return Object.values(definitions).find((definition) =>
    definition['x-kubernetes-group-version-kind']?.some(
      (own) => own.group === group && own.version === version && own.kind === kind,
    ),
  );
}

function valueOf(die: Dice, schema: Schema, depth: number): unknown {
  const type = target(definitions, schema);
  if (die.chance(4)) return die.pick([null, {}, [], '', 0]);
  switch (type.type) {
    case 'string':
      if (type.format === 'date-time') return '2020-01-01T00:00:00Z';
      return die.chance(70) && type.enum !== undefined
        ? type.enum[die.below(type.enum.length)]
        : die.pick(texts);
    case 'integer':
      return die.pick([0, 1, 2, -1, 80, 70_000]);
    case 'number':
      return 1.5;
    case 'boolean':
      return die.chance(50);
    case 'array': {
      const { items } = type;
      if (depth <= 0 || items === undefined) return [];
      return Array.from({ length: die.below(3) }, () => valueOf(die, items, depth - 1));
    }
    default:
      return type.properties === undefined ? mapOf(die, type, depth) : structOf(die, type, depth);
  }
}

function mapOf(die: Dice, { additionalProperties: values }: Schema, depth: number): unknown {
  if (typeof values !== 'object') return die.pick<unknown>([{}, { a: 1 }, 'x', 1]);
  const entry = () => [die.pick(texts), valueOf(die, values, depth - 1)];
  return Object.fromEntries(Array.from({ length: die.below(3) }, entry)) as unknown;
}

function structOf(die: Dice, { properties = {}, required = [] }: Schema, depth: number): Body {
  const entries = Object.entries(properties).flatMap(([name, property]) => {
    const isRequired = required.includes(name);
    const percent = isRequired ? 90 : depth > 6 ? 60 : 35;
    if ((depth <= 0 && !isRequired) || !die.chance(percent)) return [];
    return [[name, valueOf(die, property, depth - 1)] as const];
  });
  return Object.fromEntries(entries);
}

/** The sample with odd members laid over it, as deep as both go. */
function laidOver(die: Dice, sample: Body, odd: Body): Body {
  const result: Record<string, unknown> = { ...sample };
  for (const [name, value] of Object.entries(odd)) {
    const own = result[name];
    if (isStruct(own) && isStruct(value)) result[name] = laidOver(die, own, value);
    else if (die.chance(30)) result[name] = value;
  }
  return result;
}

const isStruct = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One body that is all odd, and one that is a sample but for some of its members. */
export function oddBodies(die: Dice, sample: Sample): readonly Body[] {
  const definition = definitionOf(sample);
  if (definition === undefined) return [];
  const { metadata: _metadata, ...odd } = structOf(die, target(definitions, definition), depthMax);
  const { apiVersion, kind, metadata } = sample.object;
  const own = { apiVersion, kind, metadata };
  return [
    { ...odd, ...own },
    { ...laidOver(die, sample.object as unknown as Body, odd), ...own },
  ];
}
