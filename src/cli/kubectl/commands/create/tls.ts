// kubectl create secret tls: a certificate with its key. Source: kubectl pkg/cmd/create/create_secret_tls.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { keyPairTrouble } from '../../../../std/key-pair.ts';
import { base64Of } from '../../../base64.ts';
import type { Run } from '../../../effect.ts';
import { resolvePath } from '../../../../shell/files.ts';
import { homeOf } from '../../../../shell/program.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import { appendHashFlag, withHash } from './append-hash.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';

function read({ session }: Call, name: string): string {
  const path = resolvePath(name, session.folder, homeOf(session));
  const text = session.files.read(path);
  if (text !== undefined) return text;
  const trouble = session.files.isFolder(path)
    ? `read ${name}: is a directory`
    : `open ${name}: no such file or directory`;
  throw new Failure(`Cannot read file ${name}, ${trouble}`);
}

function make(call: Call, name: string): JsonObject {
  const [certificate, key] = [read(call, call.flags.text('cert')), read(call, call.flags.text('key'))];
  const trouble = keyPairTrouble(certificate, key);
  if (trouble !== undefined) throw new Failure(trouble);
  return withHash(call, {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: metadataOf(call, name),
    data: { 'tls.crt': base64Of(certificate), 'tls.key': base64Of(key) },
    type: 'kubernetes.io/tls',
  });
}

function* run(call: Call): Run<void> {
  const name = onlyName(call);
  const checks = () => {
    if (call.flags.text('key') === '' || call.flags.text('cert') === '')
      throw new Failure('key and cert must be specified');
  };
  yield* generate(call, () => make(call, name), { refusal: 'failed to create secret ', checks });
}

export const tls: Command = {
  name: 'tls',
  summary: 'make a secret of a certificate and its key',
  usage: 'NAME --cert=FILE --key=FILE',
  flags: [
    ...generatorFlags,
    appendHashFlag,
    { name: 'cert', type: 'string', help: 'file of the certificate, in PEM' },
    { name: 'key', type: 'string', help: 'file of its private key, in PEM' },
  ],
  run,
};
