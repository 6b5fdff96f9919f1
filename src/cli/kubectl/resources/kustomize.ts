// A kustomization as a manifest: what -k names, built from the terminal's files. Source: cli-runtime
// pkg/resource/kustomizevisitor.go.
import { resolvePath } from '../../../shell/files.ts';
import { homeOf, type Session } from '../../../shell/program.ts';
import { err, type Run } from '../../effect.ts';
import { buildKustomization } from '../../kustomize/build.ts';
import { Failure } from '../failure.ts';

/** The documents that the kustomization in a folder makes. */
export function* builtText({ files, folder, ...session }: Session, name: string): Run<string> {
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
  const { text, warnings } = buildKustomization(files, path);
  for (const warning of warnings) yield* err(`${warning}\n`);
  return text;
}
