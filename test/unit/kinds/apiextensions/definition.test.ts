import { describe, expect, it } from 'vitest';
import { pass, worldOf } from '../../../worlds/setup.ts';
import { ask, refused } from '../../apis/kubernetes/support.ts';
import { definition, definitionsPath, version } from './support.ts';

const world = worldOf();

function judged(body: object): string {
  const { status, body: said } = ask(world, 'POST', `${definitionsPath}?dryRun=All`, { body });
  return status === 201 ? 'fine' : (said.message ?? '').replace(/^.*? is invalid: /s, '');
}

const fine = { type: 'object', properties: { a: { type: 'string' } } };
const root = 'spec.validation.openAPIV3Schema';
const place = `${root}.properties[spec]`;

describe('a definition is checked in the words of apiextensions', () => {
  it.each([
    ['the documentation’s own', definition([version(fine)]), 'fine'],
    [
      'name',
      definition([version(fine)], {}, { name: 'x.example.com' }),
      'metadata.name: Invalid value: "x.example.com": must be spec.names.plural+"."+spec.group',
    ],
    [
      'scope',
      definition([version(fine)], { scope: 'World' }),
      'spec.scope: Unsupported value: "World": supported values: "Cluster", "Namespaced"',
    ],
    [
      'storage',
      definition([version(fine, { storage: false })]),
      'must have exactly one version marked as storage version',
    ],
    [
      'no versions',
      definition([]),
      '[spec.versions: Invalid value: []apiextensions.CustomResourceDefinitionVersion{}: must have exactly one version marked as storage version, status.storedVersions: Invalid value: []string(nil): must have at least one stored version]',
    ],
    [
      'no schema',
      definition([version(fine, { schema: undefined })]),
      'spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required',
    ],
    [
      'column',
      definition([version(fine, { additionalPrinterColumns: [{ name: 'A', type: 'text', jsonPath: 'a' }] })]),
      '[spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string, spec.additionalPrinterColumns[0].JSONPath: Invalid value: "a": must be a simple json path starting with .]',
    ],
    [
      'scale',
      definition([
        version(fine, {
          subresources: { scale: { specReplicasPath: '.a', statusReplicasPath: '.status.n' } },
        }),
      ]),
      'spec.subresources.scale.specReplicasPath: Invalid value: ".a": should be a json path under .spec',
    ],
    [
      'selectable',
      definition([version(fine, { selectableFields: [{ jsonPath: '.spec.none' }] })]),
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec.none": is an invalid path: does not refer to a valid field',
    ],
    [
      'approval',
      definition(
        [version(fine)],
        { group: 'x.k8s.io', names: { plural: 'widgets', kind: 'Widget' } },
        { name: 'widgets.x.k8s.io' },
      ),
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ],
    [
      'preserveUnknownFields',
      definition([version(fine)], { preserveUnknownFields: true }),
      'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
    ],
    [
      'short name',
      definition([version(fine)], { names: { plural: 'widgets', kind: 'Widget', shortNames: ['W'] } }),
      `spec.names.shortNames[0]: Invalid value: "W": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
    ],
  ])('%s', (_name, body, expected) => {
    if (expected.startsWith('must have')) expect(judged(body)).toContain(expected);
    else expect(judged(body)).toBe(expected);
  });

  it.each([
    [
      'what all versions share, as the server holds it',
      definition([
        version(fine, {
          storage: false,
          additionalPrinterColumns: [{ name: 'A', type: 'string', jsonPath: '.a' }],
        }),
      ]),
      'Deprecated:false, DeprecationWarning:(*string)(nil), Schema:(*apiextensions.CustomResourceValidation)(nil), Subresources:(*apiextensions.CustomResourceSubresources)(nil), AdditionalPrinterColumns:[]apiextensions.CustomResourceColumnDefinition(nil), SelectableFields:[]apiextensions.SelectableField(nil)}}: must have exactly one version marked as storage version',
    ],
    [
      'columns that not all versions have',
      definition([
        version(fine, { additionalPrinterColumns: [{ name: 'A', type: 'string', jsonPath: '.a' }] }),
        version(fine, { name: 'v2' }),
      ]),
      'AdditionalPrinterColumns:[]apiextensions.CustomResourceColumnDefinition{apiextensions.CustomResourceColumnDefinition{Name:"A", Type:"string", Format:"", Description:"", Priority:0, JSONPath:".a"}}',
    ],
    [
      'the first version’s name, said twice',
      definition([version(fine, { name: 'V_1' })]),
      'spec.version: Invalid value: "V_1": a DNS-1035 label must consist of',
    ],
  ])('%s', (_, body, expected) => {
    expect(judged(body)).toContain(expected);
  });

  const leaf = (schema: object) => definition([version({ type: 'object', properties: { a: schema } })]);
  const a = `${place}.properties[a]`;
  it.each([
    ['no type', {}, `${a}.type: Required value: must not be empty for specified object fields`],
    [
      'unknown type',
      { type: 'text' },
      `${a}.type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"`,
    ],
    ['no items', { type: 'array' }, `${a}.items: Required value: must be specified`],
    [
      'unique items',
      { type: 'array', uniqueItems: true, items: { type: 'string' } },
      `${a}.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`,
    ],
    [
      'pattern',
      { type: 'string', pattern: '(' },
      `${a}.pattern: Invalid value: "(": must be a valid regular expression, but isn't: error parsing regexp: missing closing ): \`(\``,
    ],
    [
      'type inside anyOf',
      { type: 'string', anyOf: [{ type: 'string' }] },
      `${a}.anyOf[0].type: Forbidden: must be empty to be structural`,
    ],
    [
      'int or string',
      { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
      'fine',
    ],
    [
      'what only anyOf knows',
      { type: 'object', anyOf: [{ properties: { b: {} } }] },
      `${a}.properties[b]: Required value: because it is defined in ${a}.anyOf[0].properties[b]`,
    ],
    [
      'both',
      { type: 'object', properties: { b: { type: 'string' } }, additionalProperties: { type: 'string' } },
      `${a}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`,
    ],
    [
      'default',
      { type: 'integer', default: 'x' },
      `${a}.default: Invalid value: "string":  in body must be of type integer: "string"`,
    ],
    [
      'list map without keys',
      { type: 'array', 'x-kubernetes-list-type': 'map', items: { type: 'object' } },
      `${a}.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`,
    ],
    [
      'a key that may be missing',
      {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['n'],
        items: { type: 'object', properties: { n: { type: 'string' } } },
      },
      `${a}.items.properties[n].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`,
    ],
    [
      'list type of no list',
      { type: 'string', 'x-kubernetes-list-type': 'set' },
      `${a}.type: Invalid value: "string": must be array if x-kubernetes-list-type is specified`,
    ],
    [
      'empty rule',
      { type: 'string', 'x-kubernetes-validations': [{ rule: ' ' }] },
      `${a}.x-kubernetes-validations[0].rule: Required value: rule is not specified`,
    ],
    [
      'no bool',
      { type: 'string', 'x-kubernetes-validations': [{ rule: 'self' }] },
      `${a}.x-kubernetes-validations[0].rule: Invalid value: apiextensions.ValidationRule{Rule:"self", Message:"", MessageExpression:"", Reason:(*apiextensions.FieldValueErrorReason)(nil), FieldPath:"", OptionalOldSelf:(*bool)(nil)}: cel expression must evaluate to a bool`,
    ],
    [
      'no such field',
      { type: 'object', properties: {}, 'x-kubernetes-validations': [{ rule: 'self.b' }] },
      `${a}.x-kubernetes-validations[0].rule: Invalid value: apiextensions.ValidationRule{Rule:"self.b", Message:"", MessageExpression:"", Reason:(*apiextensions.FieldValueErrorReason)(nil), FieldPath:"", OptionalOldSelf:(*bool)(nil)}: compilation failed: ERROR: <input>:1:5: undefined field 'b'\n | self.b\n | ....^`,
    ],
    [
      'old where nothing matches',
      {
        type: 'array',
        maxItems: 9,
        items: { type: 'string', maxLength: 9, 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] },
      },
      `${a}.items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within ${a}`,
    ],
    [
      'old of a member of an atomic map, which keeps its name',
      {
        type: 'object',
        'x-kubernetes-map-type': 'atomic',
        properties: { b: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] } },
      },
      'fine',
    ],
    [
      'two objects compared, which is reckoned as nothing however many there are',
      {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: { b: { type: 'string' } },
          'x-kubernetes-validations': [{ rule: 'self == oldSelf' }],
        },
      },
      'fine',
    ],
    [
      'the type of what may be a number or a text',
      {
        'x-kubernetes-int-or-string': true,
        'x-kubernetes-validations': [{ rule: "type(self) != string || !self.endsWith('m')" }],
      },
      'fine',
    ],
    [
      'a rule that is too dear',
      {
        type: 'array',
        items: { type: 'string' },
        'x-kubernetes-validations': [{ rule: 'self.all(x, self.all(y, x != y))' }],
      },
      `${a}.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`,
    ],
  ])('%s', (_name, schema, expected) => {
    const said = judged(leaf(schema));
    if (expected.includes('more than 100x')) expect(said).toContain(expected);
    else expect(said).toBe(expected);
  });
});

it('a definition that loses its names is told so', () => {
  const served = worldOf();
  ask(served, 'POST', definitionsPath, { body: definition([version(fine)]) });
  pass(served, 1);
  const { spec: _spec, ...rest } = ask(served, 'GET', `${definitionsPath}/widgets.example.com`).body;
  const body = { ...rest, spec: { conversion: { strategy: 'None' } } };
  const { message } = refused(served, 'PUT', `${definitionsPath}/widgets.example.com`, { body });
  for (const field of ['scope', 'names.kind', 'group', 'names.plural'])
    expect(message).toContain(`spec.${field}: Invalid value: "": field is immutable`);
});
