// How commands that change existing objects choose them: the same flags, the same reading of arguments.
import type { Call } from '../command.ts';
import { Failure } from '../failure.ts';
import { filenameFlags, selectorFlag } from '../flags/common.ts';
import type { Flag } from '../flags/flag.ts';
import type { Selection } from '../resources/select.ts';

export const selectionFlags: readonly Flag[] = [...filenameFlags, selectorFlag];

export const localFlag: Flag = {
  name: 'local',
  type: 'bool',
  value: 'false',
  help: 'change what the files say and ask no server',
};

/** What a command says of arguments where no server is to be asked. */
export const localNeedsFiles = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

export interface Choice {
  readonly args?: readonly string[];
  /** A type alone means all its objects. */
  readonly bareType?: boolean;
}

/** Whether the command line names files or a kustomization. */
export function namesFiles({ flags }: Call): boolean {
  return flags.list('filename').length > 0 || (flags.knows('kustomize') && flags.text('kustomize') !== '');
}

/** Throws where a command that works on files names none. */
export function requireFiles(call: Call): void {
  if (!namesFiles(call)) throw new Failure('must specify one of -f and -k');
}

/** The files that a command reads, and the namespace that it is in. */
export function sourcesOf({ flags, client }: Call) {
  const { namespace, explicitNamespace } = client.effective();
  return {
    filenames: flags.knows('filename') ? flags.list('filename') : [],
    kustomize: flags.knows('kustomize') ? flags.text('kustomize') : '',
    recursive: flags.knows('recursive') && flags.is('recursive'),
    namespace,
    explicitNamespace,
  } satisfies Selection;
}

export function selectionOf(call: Call, { args = call.args, bareType = false }: Choice = {}): Selection {
  return {
    ...sourcesOf(call),
    args,
    selector: call.flags.knows('selector') ? call.flags.text('selector') : '',
    bareType,
  };
}

/** Arguments cut into resources and pairs: `KEY=VALUE` and `KEY-` come last. */
export function resourcesAndPairs(args: readonly string[]): {
  readonly resources: readonly string[];
  readonly pairs: readonly string[];
  readonly stray?: string;
} {
  const isPair = (word: string) =>
    (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: args, pairs: [] };
  const pairs = args.slice(first);
  const stray = pairs.find((word) => !isPair(word));
  return { resources: args.slice(0, first), pairs, ...(stray === undefined ? {} : { stray }) };
}
