// The schema generator: Kubernetes' own types from the package kubernetes-models, what is said of them from the package
// kubernetes-texts, joined with our tables of what the models leave out, become build/schemas/{index,descriptions}.js and types.d.ts. Holds: the same input gives the same
// bytes, unchanged files are not rewritten, anything unexpected throws. Usage: node schemas.mjs [output] [models]
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { enumerations } from './kubernetes-enumerations.mjs';
import {
  atomicLists,
  atomicTypes,
  freeForms,
  keyDefaults,
  later,
  mapTypes,
  merging,
  quantities,
  scalarTexts,
  scalars,
} from './kubernetes-extensions.mjs';
import { stringTypes } from './kubernetes-string-types.mjs';
import { descriptionReader } from './description-files.mjs';
import { readModel } from './model-files.mjs';
import { kindsOfEveryGroup, packages } from './kubernetes-packages.mjs';
import { lastPart, moduleText, typesText, writeIfChanged } from './schema-files.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const words = (text = '') => text.split(' ').filter((word) => word !== '');

/** Go types with a name of their own in the models, and the class of one that breaks the naming rule. */
const namedScalars = { Date: 'Time', V1MicroTime: 'MicroTime', IntOrString: 'IntOrString' };
const versionInfo = { className: 'VersionInfo', definition: 'io.k8s.apimachinery.pkg.version.Info' };

const scalarNames = new Map(Object.keys(scalars).map((definition) => [lastPart(definition), definition]));

function fail(message) {
  throw new Error(`schemas: ${message}`);
}

/** The type's own name: `V1Pod` and `CoreV1Event` are Pod and Event. */
function typeName(className) {
  const match = /^(?:[A-Z][a-z]+)?V\d+([A-Z]\w*)$/.exec(className);
  return match?.[1] ?? fail(`no rule names the type of class ${className}`);
}

/** The class of a type of a package: two groups that have a type of the same name get their group as prefix. */
function className(models, { group, version, name }, type) {
  const label = (group === '' ? name : group).split('.')[0];
  const qualified = `${label[0].toUpperCase()}${label.slice(1)}${version.toUpperCase()}${type}`;
  const candidates = [qualified, `${version.toUpperCase()}${type}`];
  return (
    candidates.find((candidate) => existsSync(join(models, `${candidate}.js`))) ??
    fail(`${name} has no class for ${type}; looked for ${candidates.join(' and ')}`)
  );
}

/** The classes that a type expression of the models names. */
function classesIn(type) {
  return [...type.matchAll(/\b(?:[A-Z][a-z]+)?V\d+[A-Z]\w*\b/g)]
    .map(([name]) => name)
    .filter((name) => !(name in namedScalars));
}

const laterMembers = tableOf('later', later);

/** The model without what releases after the sandbox's own brought. */
function withoutLater(typeKey, model) {
  return { ...model, members: model.members.filter(({ name }) => !laterMembers.cell(typeKey, name)) };
}

/** Walks from every package's kinds; returns class name to { definition, model, package, gvk? }. */
function claimClasses(models) {
  const claimed = new Map();
  for (const owner of packages) {
    const listed = words(owner.kinds);
    const kinds = [...listed, ...listed.map((kind) => `${kind}List`), ...words(owner.single)];
    const pending = [...kinds, ...words(owner.types)].map((type) => className(models, owner, type));
    while (pending.length > 0) {
      const next = pending.pop();
      if (claimed.has(next)) continue;
      const model = withoutLater(`${owner.name}.${typeName(next)}`, readModel(models, next));
      claimed.set(next, { definition: `${owner.definitions}.${typeName(next)}`, model, owner });
      for (const member of model.members) pending.push(...classesIn(member.type));
    }
    for (const kind of kinds) claimed.get(className(models, owner, kind)).gvk = kindsServed(owner, kind);
  }
  const { className: info, definition } = versionInfo;
  claimed.set(info, { definition, model: readModel(models, info), owner: packages[0] });
  return claimed;
}

function kindsServed({ group, version }, kind) {
  if (!kindsOfEveryGroup.has(kind)) return [{ group, kind, version }];
  const served = new Map();
  for (const other of packages) {
    served.set(`${other.group}/${other.version}`, { group: other.group, kind, version: other.version });
  }
  return [...served.keys()].sort().map((key) => served.get(key));
}

/** A two-level table of the extensions file as a map from `package.Type` to its row; rows left over are mistakes. */
function tableOf(title, table) {
  const rows = new Map();
  for (const [owner, types] of Object.entries(table)) {
    for (const [type, row] of Object.entries(types)) rows.set(`${owner}.${type}`, row);
  }
  const used = new Set();
  return {
    cell(typeKey, property) {
      const row = rows.get(typeKey);
      const cell = typeof row === 'string' ? words(row).includes(property) || undefined : row?.[property];
      if (cell !== undefined) used.add(`${typeKey}.${property}`);
      return cell;
    },
    finish() {
      for (const [typeKey, row] of rows) {
        for (const property of typeof row === 'string' ? words(row) : Object.keys(row)) {
          if (!used.has(`${typeKey}.${property}`)) {
            fail(`${title} names ${typeKey}.${property}, which the models lack`);
          }
        }
      }
    },
  };
}

/** The enumerations by field instead of by type. */
function enumerationTable() {
  const table = {};
  for (const { values, fields } of Object.values(enumerations)) {
    const list = values
      .split(values.includes(', ') ? ', ' : ' ')
      .map((value) => (value === '""' ? '' : value));
    for (const [owner, paths] of Object.entries(fields)) {
      for (const path of words(paths)) {
        const [type, property] = path.split('.');
        ((table[owner] ??= {})[type] ??= {})[property] = [...list].sort();
      }
    }
  }
  return table;
}

/** The Go types of strings by field: those of closed sets, which are of the field's own version, and the others. */
function stringTypeTable() {
  const table = {};
  const add = (owner, fields, name) => {
    const version = owner.split('.').at(-1);
    for (const field of words(fields)) {
      const [type, property] = field.split('.');
      ((table[owner] ??= {})[type] ??= {})[property] = name.includes('.') ? name : `${version}.${name}`;
    }
  };
  for (const [name, { fields }] of Object.entries(enumerations))
    for (const [owner, list] of Object.entries(fields)) add(owner, list, name);
  for (const [owner, types] of Object.entries(stringTypes))
    for (const [name, list] of Object.entries(types)) add(owner, list, name);
  return table;
}

/** The x-kubernetes members that the words of the merging table stand for. */
function mergeExtensions(text) {
  const result = {};
  const strategies = [];
  for (const phrase of text.split(', ')) {
    const [word, key] = phrase.split(' ');
    if (word === 'merge') {
      strategies.push('merge');
      if (key !== undefined) {
        result['x-kubernetes-list-map-keys'] = [key];
        result['x-kubernetes-list-type'] = 'map';
        result['x-kubernetes-patch-merge-key'] = key;
      }
    } else if (word === 'retainKeys' || word === 'replace') {
      strategies.push(word);
    } else if (word === 'map') {
      result['x-kubernetes-list-map-keys'] = key.split('+');
      result['x-kubernetes-list-type'] = 'map';
    } else if (word === 'set' || word === 'atomic') {
      delete result['x-kubernetes-list-map-keys'];
      result['x-kubernetes-list-type'] = word;
    } else fail(`the merging table has the unknown word ${word}`);
  }
  if (strategies.length > 0) result['x-kubernetes-patch-strategy'] = strategies.join(',');
  return result;
}

/** Everything that turns a claimed class into its schema. */
function schemaWriter(claimed) {
  const tables = {
    merging: tableOf('merging', merging),
    atomicLists: tableOf('atomicLists', atomicLists),
    mapTypes: tableOf('mapTypes', mapTypes),
    quantities: tableOf('quantities', quantities),
    freeForms: tableOf('freeForms', freeForms),
    keyDefaults: tableOf('keyDefaults', keyDefaults),
    enumerations: tableOf('enumerations', enumerationTable()),
    stringTypes: tableOf('stringTypes', stringTypeTable()),
    atomicTypes: tableOf('atomicTypes', { '': atomicTypes }),
  };
  const reference = (scalar) => ({ $ref: scalarNames.get(scalar) ?? fail(`no scalar ${scalar}`) });

  function typeSchema(type, format, free, where) {
    const list = /^Array<(.+)>$/.exec(type);
    if (list !== null) return { type: 'array', items: typeSchema(list[1], format, free, where) };
    const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
    if (map !== null) {
      return { type: 'object', additionalProperties: typeSchema(map[1], format, free, where) };
    }
    if (type === 'any' && free !== undefined) return reference(free);
    if (type === 'string' && free === 'Quantity' && format === '') return reference('Quantity');
    if (free !== undefined) fail(`${where} is ${type}, not ${free}`);
    const claim = claimed.get(type);
    if (claim !== undefined) return { $ref: claim.definition };
    if (type in namedScalars) return reference(namedScalars[type]);
    switch (`${type} ${format}`) {
      case 'string ':
        return { type: 'string' };
      case 'string byte':
        return { type: 'string', format };
      case 'boolean ':
        return { type: 'boolean' };
      case 'number int32':
      case 'number int64':
        return { type: 'integer', format };
      case 'number double':
        return { type: 'number', format };
      default:
        return fail(`${where} has a type without a rule: ${type} ${format}`);
    }
  }

  function propertySchema(typeKey, { name, type, format }) {
    const free =
      tables.freeForms.cell(typeKey, name) ?? (tables.quantities.cell(typeKey, name) && 'Quantity');
    const schema = typeSchema(type, format, free, `${typeKey}.${name}`);
    const values = tables.enumerations.cell(typeKey, name);
    if (values !== undefined) (schema.items ?? schema).enum = values;
    const goType = tables.stringTypes.cell(typeKey, name);
    if (goType !== undefined) (schema.items ?? schema)['x-go-type'] = goType;
    const fallback = tables.keyDefaults.cell(typeKey, name);
    if (fallback !== undefined) schema.default = fallback;
    const phrases = tables.merging.cell(typeKey, name);
    if (phrases !== undefined) Object.assign(schema, mergeExtensions(phrases));
    if (tables.atomicLists.cell(typeKey, name)) schema['x-kubernetes-list-type'] = 'atomic';
    const mapType = tables.mapTypes.cell(typeKey, name);
    if (mapType !== undefined) schema['x-kubernetes-map-type'] = mapType;
    return schema;
  }

  function definitionSchema({ definition, model, owner, gvk }) {
    const type = lastPart(definition);
    const typeKey = `${owner.name}.${type}`;
    const schema = { type: 'object' };
    const required = model.members.filter((member) => !member.optional).map((member) => member.name);
    if (required.length > 0) schema.required = required;
    schema.properties = Object.fromEntries(
      model.members.map((member) => [member.name, propertySchema(typeKey, member)]),
    );
    if (tables.atomicTypes.cell(`.${owner.name}`, type)) schema['x-kubernetes-map-type'] = 'atomic';
    if (gvk !== undefined) schema['x-kubernetes-group-version-kind'] = gvk;
    return schema;
  }

  return { definitionSchema, finish: () => Object.values(tables).forEach((table) => table.finish()) };
}

/** Descriptions of a type and its members; what is not told of them, the models tell, unless they repeat a member's own type. */
function memberTexts({ description, members }, { properties }, told) {
  const own = members.flatMap((member) => {
    const type = lastPart(properties[member.name].$ref ?? '');
    const isRepeated = type !== '' && member.description.startsWith(`${type} `);
    const text = told[member.name] ?? (isRepeated ? '' : member.description);
    return text === '' ? [] : [[member.name, text]];
  });
  return { '': told[''] || description, ...Object.fromEntries(own) };
}

/** The generated files, name to text. */
function generate(models, descriptionsOf) {
  const claimed = claimClasses(models);
  const writer = schemaWriter(claimed);
  const schemas = new Map(Object.entries(scalars));
  const texts = new Map(
    Object.keys(scalars).map((name) => [
      name,
      { '': descriptionsOf(name)[''] || scalarTexts[lastPart(name)] },
    ]),
  );
  for (const claim of claimed.values()) {
    if (schemas.has(claim.definition)) fail(`two classes are ${claim.definition}`);
    const schema = writer.definitionSchema(claim);
    schemas.set(claim.definition, schema);
    texts.set(claim.definition, memberTexts(claim.model, schema, descriptionsOf(claim.definition)));
  }
  writer.finish();
  laterMembers.finish();
  const sorted = (map) => Object.fromEntries([...map.keys()].sort().map((key) => [key, map.get(key)]));
  const definitions = sorted(schemas);
  const from = 'Generated by src/runtime/build/schemas.mjs from the Kubernetes 1.36 models; do not edit.';
  return {
    'index.js': moduleText(from, 'definitions', definitions),
    'index.d.ts': `// ${from}\nimport type { Definitions } from '../../src/store/schema/schema.ts';\nexport declare const definitions: Definitions;\n`,
    'descriptions.js': moduleText(from, 'descriptions', sorted(texts)),
    'descriptions.d.ts': `// ${from}\n/** By definition; '' is the type itself, else a property. */\nexport declare const descriptions: Readonly<Record<string, Readonly<Record<string, string>>>>;\n`,
    'types.d.ts': typesText(from, definitions),
  };
}

const [, , output = join(root, 'build/schemas'), models] = process.argv;
const textFolders = ['kubernetes-texts', '@kubernetes-models/apimachinery'].map((name) =>
  join(root, 'node_modules', name),
);
const modelFolder = models ?? join(root, 'node_modules/kubernetes-models/dist/gen/models');
for (const [name, text] of Object.entries(generate(resolve(modelFolder), descriptionReader(textFolders)))) {
  const state = writeIfChanged(join(resolve(output), name), text);
  const size = `${Buffer.byteLength(text)} bytes, ${gzipSync(text).length} gzip`;
  console.log(`schemas: ${name} ${size}, ${state}`);
}
