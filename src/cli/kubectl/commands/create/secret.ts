// kubectl create secret. Source: kubectl pkg/cmd/create/create_secret.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { appendHashFlag, withHash } from './append-hash.ts';
import { dockerRegistry } from './docker-registry.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';
import { tls } from './tls.ts';
import { addEnvFiles, addFiles, addLiterals, checkSources, secretAdd, sourceFlags } from './key-values.ts';

function make(call: Call, name: string): JsonObject {
  const data: { [key: string]: Json } = {};
  const add = secretAdd(data);
  addLiterals(call, add);
  addFiles(call, add);
  addEnvFiles(call, 'secret', add);
  const type = call.flags.text('type');
  return withHash(call, {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: metadataOf(call, name),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(type === '' ? {} : { type }),
  });
}

function* run(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => make(call, name), {
    refusal: 'failed to create secret ',
    checks: () => checkSources(call),
  });
}

const generic: Command = {
  name: 'generic',
  summary: 'make a secret from files or literals',
  usage: 'NAME [--from-file=[KEY=]FILE] [--from-literal=KEY=VALUE]',
  flags: [
    ...generatorFlags,
    ...sourceFlags,
    appendHashFlag,
    { name: 'type', type: 'string', help: 'type of the secret' },
  ],
  run,
};

export const secret: Command = {
  name: 'secret',
  summary: 'make a secret',
  usage: '(docker-registry | generic | tls) NAME [options]',
  commands: [dockerRegistry, generic, tls],
};
