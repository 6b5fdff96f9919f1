// A kustomization as a manifest: what -k names, built from the terminal's files. Source: cli-runtime
// pkg/resource/kustomizevisitor.go.
import { resolvePath } from '../../../shell/files.ts';
import { homeOf, type Session } from '../../../shell/program.ts';
import { err, type Run } from '../../effect.ts';
import { printYaml } from '../../../std/yaml-print.ts';
import { buildKustomization, type BuildOptions } from '../../kustomize/build.ts';
import type { Resource } from '../../kustomize/resource.ts';
import { Failure } from '../failure.ts';

/** The objects that the kustomization in a folder makes. */
export function* builtResources(
  { files, folder, ...session }: Session,
  name: string,
  options?: BuildOptions,
): Run<readonly Resource[]> {
  const path = resolvePath(name, folder, homeOf({ files, folder, ...session }));
  if (/^https?:\/\/|^git@|^github\.com\//.test(name))
    throw new Failure(`${name} cannot be read: this terminal has no way to the internet`);
  if (!files.isFolder(path)) {
    throw new Failure(
      files.read(path) === undefined
        ? `must build at directory: not a valid directory: evalsymlink failure on '${name}' : lstat ${path}: no such file or directory`
        : `must build at directory: '${name}': file is not directory`,
    );
  }
  const { resources, warnings } = buildKustomization(files, path, options);
  for (const warning of warnings) yield* err(`${warning}\n`);
  return resources;
}

/** Documents of YAML, apart by `---`. */
export function textOf(resources: readonly Resource[]): string {
  return resources.map(({ object }) => printYaml(object)).join('---\n');
}
