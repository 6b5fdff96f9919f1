// A kustomization file, read and brought to its present form. Source: kustomize api/types/kustomization.go.
// Deliberately absent, and refused by name: vars, helm charts, plugins, configurations of one's own, origins as annotations.
import type { Json, JsonObject } from '../../std/draft.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { parseYaml } from '../../std/yaml.ts';
import { Failure } from '../kubectl/failure.ts';
import { isObject, listAt, textAt } from '../kubectl/json.ts';

export const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** Reads text files below the folder that a build began in. */
export interface Folder {
  /** The folder's absolute path. */
  readonly path: string;
  readonly read: (path: string) => string | undefined;
  readonly isFolder: (path: string) => boolean;
}

const known = [
  'apiVersion',
  'kind',
  'metadata',
  'openapi',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'patchesStrategicMerge',
  'patchesJson6902',
  'patches',
  'images',
  'imageTags',
  'replacements',
  'replicas',
  'sortOptions',
  'resources',
  'components',
  'crds',
  'bases',
  'configMapGenerator',
  'secretGenerator',
  'generatorOptions',
];
const absent = [
  'vars',
  'helmGlobals',
  'helmCharts',
  'helmChartInflationGenerator',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'buildMetadata',
];

const runFix = "Run 'kustomize edit fix' to update your Kustomization automatically.";
const deprecated = [
  ['bases', 'resources'],
  ['commonLabels', 'labels'],
  ['imageTags', 'images'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
] as const;

export interface Kustomization {
  readonly content: JsonObject;
  readonly isComponent: boolean;
  /** What there is to say of members of old. */
  readonly warnings: readonly string[];
}

function checkMembers(content: JsonObject): void {
  for (const key of Object.keys(content)) {
    if (known.includes(key)) continue;
    if (absent.includes(key)) throw new Failure(`${key} of a kustomization is not in this terminal`);
    throw new Failure(`invalid Kustomization: json: unknown field ${quoteGo(key)}`);
  }
}

function checkKind(content: JsonObject, folder: string): void {
  const [kind, apiVersion] = [textAt(content, 'kind'), textAt(content, 'apiVersion')];
  const causes: string[] = [];
  if (!['', 'Kustomization', 'Component'].includes(kind))
    causes.push('kind should be Kustomization or Component');
  const wanted = `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
  if (apiVersion !== '' && apiVersion !== wanted) causes.push(`apiVersion for ${kind} should be ${wanted}`);
  if (causes.length > 0)
    throw new Failure(`Failed to read kustomization file under ${folder}:\n${causes.join('\n')}`);
}

export function readKustomization(folder: Folder): Kustomization {
  const found = fileNames.flatMap((name) => folder.read(name) ?? []);
  const [text] = found;
  if (text === undefined) {
    const names = fileNames.map((name) => `'${name}'`);
    throw new Failure(
      `unable to find one of ${names.slice(0, -1).join(', ')} or ${names.at(-1)} in directory '${folder.path}'`,
    );
  }
  if (found.length > 1) throw new Failure(`Found multiple kustomization files under: ${folder.path}\n`);
  const parsed = parseYaml(text);
  if ('error' in parsed)
    throw new Failure(
      `invalid Kustomization: ${parsed.error.message.replace(/^error converting YAML to JSON: /, '')}`,
    );
  const content = parsed.documents[0]?.value ?? {};
  if (!isObject(content)) {
    throw new Failure(
      'invalid Kustomization: json: cannot unmarshal array into Go value of type types.Kustomization',
    );
  }
  checkMembers(content);
  if (Object.keys(content).every((key) => ['kind', 'apiVersion', 'metadata'].includes(key)))
    throw new Failure('kustomization.yaml is empty');
  checkKind(content, folder.path);
  const warnings = deprecated
    .filter(([old]) => content[old] !== undefined && content[old] !== null)
    .map(([old, now]) => `# Warning: '${old}' is deprecated. Please use '${now}' instead. ${runFix}`);
  return { content: modern(content), isComponent: textAt(content, 'kind') === 'Component', warnings };
}

/** Members of old as those that took their place. */
function modern({ bases, imageTags, ...content }: JsonObject): JsonObject {
  const joined = (member: string, more: Json | undefined): JsonObject =>
    more === undefined ? {} : { [member]: [...listAt(content, member), ...listAt({ more }, 'more')] };
  return { ...content, ...joined('resources', bases), ...joined('images', imageTags) };
}
