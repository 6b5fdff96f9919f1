// kubectl kustomize: the objects that a folder with a kustomization makes. Source: kustomize kustomize/commands/build.
import { out, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { Failure } from '../failure.ts';
import { builtText } from '../resources/kustomize.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf } from '../../../shell/program.ts';

function* run(call: Call): Run<void> {
  const { args, flags, session } = call;
  const [folder = '.'] = args;
  if (args.length > 1) throw new Failure('specify one path to kustomization.yaml');
  const text = yield* builtText(session, folder);
  const name = flags.text('output');
  if (name === '') {
    yield* out(text);
    return;
  }
  const path = resolvePath(name, session.folder, homeOf(session));
  const file = session.files.isFolder(path) ? `${path}/all.yaml` : path;
  const trouble = session.files.write(file, text);
  if (trouble !== undefined) throw new Failure(`open ${name}: ${trouble.toLowerCase()}`);
}

export const kustomize: Command = {
  name: 'kustomize',
  summary: 'show the objects that a kustomization makes',
  usage: 'DIR',
  flags: [
    { name: 'output', short: 'o', type: 'string', help: 'file to write to' },
    {
      name: 'load-restrictor',
      type: 'string',
      value: 'LoadRestrictionsRootOnly',
      help: 'where files may lie (no effect here)',
    },
  ],
  examples: ['kubectl kustomize overlays/prod', 'kubectl kustomize overlays/prod | kubectl apply -f -'],
  run,
  *complete() {
    yield* [];
    return undefined;
  },
};
