// kubectl kustomize: the objects that a folder with a kustomization makes. Source: kustomize kustomize/commands/build.
// Deliberately absent: functions in containers, plugins and helm, whose flags are read and change nothing.
import { printYaml } from '../../../std/yaml-print.ts';
import { effectiveNamespace, identityOf, type Resource } from '../../kustomize/resource.ts';
import { out, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { Failure } from '../failure.ts';
import type { Flag } from '../flags/flag.ts';
import { builtResources, textOf } from '../resources/kustomize.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf } from '../../../shell/program.ts';

const restrictors = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'] as const;
const orders = ['legacy', 'none'] as const;

function checkChoice({ flags }: Call, name: string, choices: readonly string[]): void {
  const value = flags.text(name);
  if (!choices.includes(value))
    throw new Failure(`illegal flag value --${name} ${value}; legal values: [${choices.join(' ')}]`);
}

/** The file of each object in a folder: `apps_v1_deployment_web.yaml`, with the namespace in front where there are several. */
function filesOf(resources: readonly Resource[]): readonly (readonly [string, string])[] {
  const placed = resources.map(({ object }) => {
    const identity = identityOf(object);
    return { identity, namespace: effectiveNamespace(identity), text: printYaml(object) };
  });
  const isMany = new Set(placed.map(({ namespace }) => namespace).filter((each) => each !== '')).size > 1;
  return placed.map(({ identity: { group, version, kind, name }, namespace, text }) => {
    const parts = [isMany ? namespace : '', group, version, kind, name].filter((part) => part !== '');
    return [`${parts.join('_').toLowerCase()}.yaml`, text];
  });
}

function* run(call: Call): Run<void> {
  const { args, flags, session } = call;
  const [folder = '.'] = args;
  if (args.length > 1) throw new Failure('specify one path to kustomization.yaml');
  checkChoice(call, 'load-restrictor', restrictors);
  checkChoice(call, 'reorder', orders);
  const resources = yield* builtResources(session, folder, {
    readsAnywhere: flags.text('load-restrictor') === 'LoadRestrictionsNone',
    ...(flags.has('reorder') ? { reorders: flags.text('reorder') === 'legacy' } : {}),
  });
  const name = flags.text('output');
  if (name === '') {
    yield* out(textOf(resources));
    return;
  }
  const path = resolvePath(name, session.folder, homeOf(session));
  const isFolder = session.files.isFolder(path);
  const files = isFolder
    ? filesOf(resources).map(([file, text]) => [`${path}/${file}`, text] as const)
    : [[path, textOf(resources)] as const];
  for (const [file, text] of files) {
    const trouble = session.files.write(file, text);
    if (trouble !== undefined) throw new Failure(`open ${name}: ${trouble.toLowerCase()}`);
  }
}

const none = 'no effect here';

/** Flags of what is not in this terminal. */
const unheeded: readonly Flag[] = [
  { name: 'as-current-user', type: 'bool', value: 'false', help: none },
  { name: 'enable-alpha-plugins', type: 'bool', value: 'false', help: none },
  { name: 'enable-helm', type: 'bool', value: 'false', help: none },
  { name: 'env', short: 'e', type: 'texts', help: none },
  { name: 'helm-api-versions', type: 'texts', help: none },
  { name: 'helm-command', type: 'string', value: 'helm', help: none },
  { name: 'helm-debug', type: 'bool', value: 'false', help: none },
  { name: 'helm-kube-version', type: 'string', help: none },
  { name: 'mount', type: 'texts', help: none },
  { name: 'network', type: 'bool', value: 'false', help: none },
  { name: 'network-name', type: 'string', value: 'bridge', help: none },
];

export const kustomize: Command = {
  name: 'kustomize',
  summary: 'show the objects that a kustomization makes',
  usage: 'DIR',
  flags: [
    { name: 'output', short: 'o', type: 'string', help: 'file or folder to write to' },
    {
      name: 'load-restrictor',
      type: 'string',
      value: 'LoadRestrictionsRootOnly',
      choices: restrictors,
      help: 'whether files beside the folder may be read',
    },
    {
      name: 'reorder',
      type: 'string',
      value: 'legacy',
      choices: orders,
      deprecated: "use the new 'sortOptions' field in kustomization.yaml instead.",
      help: 'the order of the objects',
    },
    ...unheeded,
  ],
  examples: ['kubectl kustomize overlays/prod', 'kubectl kustomize overlays/prod | kubectl apply -f -'],
  run,
  *complete() {
    yield* [];
    return undefined;
  },
};
