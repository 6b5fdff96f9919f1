// Where the kubeconfig lies: the file of --kubeconfig, those of $KUBECONFIG, or ~/.kube/config.
import { resolvePath } from '../../../shell/files.ts';
import { homeOf, type Session } from '../../../shell/program.ts';
import { Failure } from '../failure.ts';
import { mergeKubeconfigs, parseKubeconfig, printKubeconfig, type Kubeconfig } from './kubeconfig.ts';

export interface ConfigStore {
  /** The merged configuration of all files that are there. */
  readonly load: () => Kubeconfig;
  /** The same for showing it: that the file of --kubeconfig is missing is no failure. */
  readonly peek: () => Kubeconfig;
  /** Writes the configuration to the first file. */
  readonly save: (config: Kubeconfig) => void;
  readonly path: string;
}

/** @param explicit the value of --kubeconfig, or empty */
export function configStore(session: Session, explicit: string): ConfigStore {
  const { files, environment } = session;
  const listed = (environment.get('KUBECONFIG') ?? '').split(':').filter((path) => path !== '');
  const names = explicit !== '' ? [explicit] : listed.length > 0 ? listed : ['~/.kube/config'];
  const paths = names.map((name) => resolvePath(name, session.folder, homeOf(session)));
  const path = paths.find((each) => files.read(each) !== undefined) ?? (paths.at(-1) as string);

  const peek = (): Kubeconfig => {
    const configs: Kubeconfig[] = [];
    for (const [at, each] of paths.entries()) {
      const text = files.read(each);
      if (text === undefined) continue;
      const parsed = parseKubeconfig(text);
      if ('error' in parsed) {
        throw new Failure(
          `error loading config file "${listed.length > 0 || explicit !== '' ? names[at] : each}": ${parsed.error}`,
        );
      }
      configs.push(parsed);
    }
    return mergeKubeconfigs(configs);
  };

  const load = (): Kubeconfig => {
    if (explicit !== '' && files.read(path) === undefined && path !== '/dev/null') {
      throw new Failure(`stat ${explicit}: no such file or directory`);
    }
    return peek();
  };

  const save = (config: Kubeconfig): void => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (!files.isFolder(folder)) files.makeFolder(folder);
    const trouble = files.write(path, printKubeconfig(config));
    if (trouble !== undefined) throw new Failure(`open ${path}: ${trouble.toLowerCase()}`);
  };

  return { load, peek, save, path };
}
