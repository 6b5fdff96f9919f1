// kubectl create quota. Source: kubectl pkg/cmd/create/create_quota.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { setOwn } from '../../../../std/own.ts';
import { formatQuantity, parseQuantity, quantityCause } from '../../../../std/quantity.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';

/** `pods=5,cpu=2` as amounts; undefined where nothing is said. */
export function resourceList(text: string): JsonObject | undefined {
  if (text === '') return undefined;
  const result: { [key: string]: Json } = {};
  for (const statement of text.split(',')) {
    const [name = '', amount = '', ...more] = statement.split('=');
    if (!statement.includes('=') || more.length > 0)
      throw new Failure(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    const quantity = parseQuantity(amount);
    if (quantity === undefined) throw new Failure(quantityCause(amount) ?? '');
    setOwn(result, name, formatQuantity(quantity));
  }
  return result;
}

function make(call: Call, name: string): JsonObject {
  const hard = resourceList(call.flags.text('hard'));
  const scopes = call.flags.text('scopes') === '' ? [] : call.flags.text('scopes').split(',');
  if (scopes.includes('')) throw new Failure('invalid resource quota scope ""');
  return {
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata: metadataOf(call, name),
    spec: { ...(hard === undefined ? {} : { hard }), ...(scopes.length === 0 ? {} : { scopes }) },
    status: {},
  };
}

function* run(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => make(call, name), { refusal: 'failed to create quota: ' });
}

export const quota: Command = {
  name: 'quota',
  aliases: ['resourcequota'],
  summary: 'make a quota',
  usage: 'NAME [--hard=RESOURCE=AMOUNT,...] [--scopes=SCOPE,...]',
  flags: [
    ...generatorFlags,
    { name: 'hard', type: 'string', help: 'most of each resource, as pods=5,requests.cpu=2' },
    { name: 'scopes', type: 'string', help: 'scopes that objects have to be in, with commas' },
  ],
  examples: ['kubectl create quota small --hard=pods=5,requests.cpu=2'],
  run,
};
