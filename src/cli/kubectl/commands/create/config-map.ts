// kubectl create configmap. Source: kubectl pkg/cmd/create/create_configmap.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { holdsBytes } from '../../../../std/byte-text.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { isConfigMapKey } from '../../../../std/names.ts';
import { setOwn } from '../../../../std/own.ts';
import { base64Of } from '../../../base64.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import { appendHashFlag, withHash } from './append-hash.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';
import { addEnvFiles, addFiles, addLiterals, checkSources, sourceFlags } from './key-values.ts';

function make(call: Call, name: string): JsonObject {
  const data: { [key: string]: Json } = {};
  const binaryData: { [key: string]: Json } = {};
  const add = (key: string, value: string) => {
    const causes = isConfigMapKey(key);
    if (causes.length > 0) {
      throw new Failure(`${quoteGo(key)} is not a valid key name for a ConfigMap: ${causes.join(',')}`);
    }
    if (Object.hasOwn(data, key) || Object.hasOwn(binaryData, key)) {
      throw new Failure(
        `cannot add key ${quoteGo(key)}, another key by that name already exists in Data for ConfigMap ${quoteGo(name)}`,
      );
    }
    if (holdsBytes(value)) setOwn(binaryData, key, base64Of(value));
    else setOwn(data, key, value);
  };
  addFiles(call, add);
  addLiterals(call, add);
  addEnvFiles(call, 'config', add);
  return withHash(call, {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: metadataOf(call, name),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
  });
}

function* run(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => make(call, name), {
    refusal: 'failed to create configmap: ',
    checks: () => checkSources(call),
  });
}

export const configMap: Command = {
  name: 'configmap',
  aliases: ['cm'],
  summary: 'make a config map from files or literals',
  usage: 'NAME [--from-file=[KEY=]FILE] [--from-literal=KEY=VALUE]',
  flags: [...generatorFlags, ...sourceFlags, appendHashFlag],
  run,
};
