// kubectl explain. Source: kubectl pkg/cmd/explain/explain.go, pkg/explain/explain.go.
import { quoteGo } from '../../../../std/go-quote.ts';
import { out, type Run } from '../../../effect.ts';
import type { Candidate } from '../../../../shell/program.ts';
import type { Client } from '../../api/client.ts';
import { qualifiedName, type Resource } from '../../api/discovery.ts';
import { resourcesNamed } from '../../api/mapper.ts';
import { publishedDocument } from '../../api/schemas.ts';
import type { Call, Command } from '../../command.ts';
import { completeTypes } from '../../complete-objects.ts';
import { Failure, PlainFailure } from '../../failure.ts';
import { parseJsonPath } from '../../../../std/json-path/parse.ts';
import { JsonPathTrouble, type Node } from '../../../../std/json-path/syntax.ts';
import { explainedPlainly } from './plain-version-two.ts';
import { description, fieldNames, fieldTitle, headOf, kindOf, locate, schemaOf } from './model.ts';

const oldFormat = 'plaintext-openapiv2';
const formats = ['plaintext', oldFormat];

/** The steps of `pods.spec.containers`. */
function stepsOf(text: string): readonly Node[] {
  let nodes;
  try {
    nodes = parseJsonPath(`{.${text.replace(/\.$/, '')}}`);
  } catch (trouble) {
    if (trouble instanceof JsonPathTrouble) throw new Failure(trouble.message);
    throw trouble;
  }
  const [only, ...others] = nodes;
  if (only?.type !== 'list' || others.length > 0) throw new Failure('must pass in 1 jsonpath string');
  return only.nodes;
}

function fieldsOf(steps: readonly Node[]): readonly string[] {
  return steps.map((step) => {
    if (step.type === 'field') return step.name;
    throw new Failure('invalid jsonpath syntax, first node must be field node');
  });
}

interface Asked {
  readonly resource: Resource;
  readonly path: readonly string[];
}

/** The resource and the field of it; a resource may be named with its group. */
function* askedOf(client: Client, text: string): Run<Asked> {
  const [head, ...rest] = stepsOf(text);
  const [word = ''] = fieldsOf(head === undefined ? [] : [head]);
  const found = yield* resourcesNamed(client, word);
  const [first] = found;
  if (first === undefined) throw new PlainFailure(`the server doesn't have a resource type ${quoteGo(word)}`);
  const written = found.find((resource) => text.startsWith(qualifiedName(resource)));
  if (written === undefined) return { resource: first, path: fieldsOf(rest) };
  const suffix = text.slice(qualifiedName(written).length);
  const path = suffix === '' ? [] : stepsOf(suffix).slice(1);
  return { resource: written, path: fieldsOf(path) };
}

/** The resource in the group and version of --api-version. */
function inVersion(resource: Resource, apiVersion: string): Resource {
  if (apiVersion === '') return resource;
  const parts = apiVersion.split('/');
  if (parts.length > 2) throw new Failure(`unexpected GroupVersion string: ${apiVersion}`);
  const [group = '', version = ''] = parts.length === 2 ? parts : ['', apiVersion];
  return { ...resource, group, version };
}

function* run(call: Call): Run<void> {
  const { args, flags, client } = call;
  const [text] = args;
  if (text === undefined) {
    throw new Failure(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
  }
  if (args.length > 1) throw new Failure('We accept only this format: explain RESOURCE\n');
  const asked = yield* askedOf(client, text);
  const resource = inVersion(asked.resource, flags.text('api-version'));
  const document = yield* publishedDocument(client, resource.group, resource.version);
  const shown = `${resource.group}/${resource.version}, Resource=${resource.plural}`;
  if (document === undefined) throw new Failure(`couldn't find resource for "${shown}"`);
  const format = flags.text('output');
  if (!formats.includes(format)) throw new Failure(`unrecognized format: ${format}`);
  const kind = kindOf(document, resource);
  if (kind === undefined) throw new Failure(`GVR (${shown}) not found in OpenAPI schema`);
  const isOld = format === oldFormat;
  if (!isOld) yield* out(headOf(kind));
  const schema = schemaOf(document, kind);
  if (schema === undefined) throw new Failure(`GVK ${JSON.stringify(kind)} not found in OpenAPI schema`);
  const name = asked.path.at(-1);
  const field = locate(document, schema, asked.path);
  if (field === undefined) throw new Failure(`field "${name ?? ''}" does not exist`);
  if (isOld) {
    yield* out(explainedPlainly(document, kind, name ?? '', field, flags.is('recursive')));
    return;
  }
  const title = name === undefined ? '' : fieldTitle(document, name, field);
  yield* out(`${title}${description(document, field, flags.is('recursive'))}\n`);
}

function* complete(words: readonly string[], client: Client): Run<readonly Candidate[]> {
  const word = words.at(-1) ?? '';
  const dot = word.lastIndexOf('.');
  if (dot < 0) return yield* completeTypes(client);
  const { resource, path } = yield* askedOf(client, word.slice(0, dot));
  const document = yield* publishedDocument(client, resource.group, resource.version);
  const kind = document === undefined ? undefined : kindOf(document, resource);
  const schema = document === undefined || kind === undefined ? undefined : schemaOf(document, kind);
  if (document === undefined || schema === undefined) return [];
  const field = locate(document, schema, path);
  const names = field === undefined ? [] : fieldNames(document, field);
  return names.map((name) => ({ text: `${word.slice(0, dot + 1)}${name}`, open: true }));
}

export const explain: Command = {
  name: 'explain',
  summary: 'say what the fields of a resource are for',
  usage: 'TYPE[.FIELD...] [--recursive] [--api-version=GROUP/VERSION]',
  flags: [
    { name: 'api-version', type: 'string', help: 'group and version to explain' },
    {
      name: 'output',
      type: 'string',
      value: 'plaintext',
      choices: formats,
      help: 'form of the explanation',
    },
    {
      name: 'recursive',
      type: 'bool',
      value: 'false',
      help: 'the names of all fields below, without descriptions',
    },
  ],
  examples: ['kubectl explain pods', 'kubectl explain deployment.spec.strategy --recursive'],
  run,
  complete,
};
