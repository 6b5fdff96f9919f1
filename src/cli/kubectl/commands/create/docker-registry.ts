// kubectl create secret docker-registry: credentials of a registry for pulling images.
// Source: kubectl pkg/cmd/create/create_secret_docker.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { base64Of } from '../../../base64.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import { appendHashFlag, withHash } from './append-hash.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';
import { addFiles, secretAdd, sourceFlags } from './key-values.ts';

const configKey = '.dockerconfigjson';

function check({ flags }: Call): void {
  if (flags.list('from-file').length > 0) return;
  const missing = ['docker-username', 'docker-password', 'docker-server'].some(
    (name) => flags.text(name) === '',
  );
  if (missing) {
    throw new Failure(
      'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
    );
  }
}

/** The entry of one server, members in the order of Go's struct. */
function configOf({ flags }: Call): string {
  const [username, password, email] = ['docker-username', 'docker-password', 'docker-email'].map((name) =>
    flags.text(name),
  ) as [string, string, string];
  const entry = {
    username,
    password,
    ...(email === '' ? {} : { email }),
    auth: base64Of(`${username}:${password}`),
  };
  return JSON.stringify({ auths: { [flags.text('docker-server')]: entry } });
}

/** The files that were given, a nameless one under the key that a registry's credentials have. */
function filesOf(call: Call): { readonly [key: string]: Json } {
  const data: { [key: string]: Json } = {};
  addFiles(call, secretAdd(data), configKey);
  return data;
}

function make(call: Call, name: string): JsonObject {
  const hasFiles = call.flags.list('from-file').length > 0;
  return withHash(call, {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: metadataOf(call, name),
    data: hasFiles ? filesOf(call) : { [configKey]: base64Of(configOf(call)) },
    type: 'kubernetes.io/dockerconfigjson',
  });
}

function* run(call: Call): Run<void> {
  const name = onlyName(call);
  yield* generate(call, () => make(call, name), {
    refusal: 'failed to create secret ',
    checks: () => check(call),
  });
}

export const dockerRegistry: Command = {
  name: 'docker-registry',
  summary: 'make a secret with the credentials of a registry',
  usage: 'NAME --docker-username=USER --docker-password=PASSWORD [--docker-server=HOST]',
  flags: [
    ...generatorFlags,
    appendHashFlag,
    ...sourceFlags.filter(({ name }) => name === 'from-file'),
    { name: 'docker-email', type: 'string', help: 'address of the user' },
    { name: 'docker-password', type: 'string', help: 'password of the user' },
    {
      name: 'docker-server',
      type: 'string',
      value: 'https://index.docker.io/v1/',
      help: 'the registry',
    },
    { name: 'docker-username', type: 'string', help: 'the user' },
  ],
  run,
};
