// Builds a folder with a kustomization: gathers its resources, bases, generators and components, changes them, and gives the
// objects as they are to be applied. Source: kustomize api/internal/target/kusttarget.go, api/krusty.
import type { JsonObject } from '../../std/draft.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { parseYaml } from '../../std/yaml.ts';
import { resolvePath, type Files } from '../../shell/files.ts';
import { Failure } from '../kubectl/failure.ts';
import { isList, isObject, listAt, objectAt, textAt } from '../kubectl/json.ts';
import { nameHash } from '../name-hash.ts';
import { generated, type Generated } from './generators.ts';
import { readKustomization, type Folder } from './kustomization.ts';
import { fixReferences } from './name-references.ts';
import { inOrder } from './order.ts';
import {
  identitiesOf,
  identityOf,
  identityText,
  isSame,
  newResource,
  remember,
  rename,
  type Resource,
} from './resource.ts';
import { transformed } from './transform.ts';

/** Kustomizations that one leads to, each time that one does. */
const buildsMax = 500;

export interface BuildOptions {
  /** Whether a kustomization may read files beside its own folder. */
  readonly readsAnywhere?: boolean;
  /** Whether objects come as they were gathered or in kustomize's order; as the kustomization says unless set. */
  readonly reorders?: boolean;
}

export interface Built {
  readonly resources: readonly Resource[];
  readonly warnings: readonly string[];
}

function folderAt(files: Files, path: string, readsAnywhere: boolean): Folder {
  const whole = (each: string) => resolvePath(each, path, path);
  return {
    path,
    read: (each) => {
      const file = whole(each);
      const text = files.read(file);
      const isInside = path === '/' || file.startsWith(`${path}/`);
      if (text !== undefined && !isInside && !readsAnywhere)
        throw new Failure(`security; file '${file}' is not in or below '${path}'`);
      return text;
    },
    isFolder: (each) => files.isFolder(whole(each)),
  };
}

function readText(folder: Folder, path: string): string {
  const text = folder.read(path);
  if (text !== undefined) return text;
  const whole = resolvePath(path, folder.path, folder.path);
  if (folder.isFolder(path)) throw new Failure(`'${whole}' must resolve to a file`);
  throw new Failure(`evalsymlink failure on '${whole}' : lstat ${whole}: no such file or directory`);
}

function append(resources: Resource[], added: readonly Resource[]): void {
  for (const resource of added) {
    const identity = identityOf(resource.object);
    if (resources.some((each) => isSame(identityOf(each.object), identity))) {
      throw new Failure(`may not add resource with an already registered id: ${identityText(identity)}`);
    }
    resources.push(resource);
  }
}

function objectsIn(text: string, file: string): readonly Resource[] {
  const parsed = parseYaml(text);
  if ('error' in parsed)
    throw new Failure(
      `MalformedYAMLError: ${parsed.error.message.replace(/^error converting YAML to JSON: /, '')} in File: ${file}`,
    );
  const objects = parsed.documents
    .map(({ value }) => value)
    .filter(isObject)
    .flatMap((object): readonly JsonObject[] =>
      isList(object) && textAt(object, 'kind').endsWith('List')
        ? listAt(object, 'items').filter(isObject)
        : [object],
    );
  for (const object of objects) {
    if (textAt(object, 'kind') === '') throw new Failure('missing Resource metadata');
    if (textAt(object, 'metadata', 'name') === '')
      throw new Failure(
        'missing metadata.name in object {{' +
          textAt(object, 'apiVersion') +
          ' ' +
          textAt(object, 'kind') +
          '} {{ } map[] map[]}}',
      );
  }
  return objects.map((object) => newResource(object));
}

function message(failure: unknown): string {
  if (failure instanceof Failure) return failure.message;
  throw failure;
}

class Builder {
  readonly #files: Files;
  readonly #readsAnywhere: boolean;
  readonly warnings: string[] = [];
  #count = 0;

  constructor(files: Files, readsAnywhere: boolean) {
    this.#files = files;
    this.#readsAnywhere = readsAnywhere;
  }

  /**
   * @param given what a component changes beside its own
   * @param above the folders that led here
   */
  build(
    path: string,
    given: readonly Resource[],
    above: readonly string[],
    wantsComponent: boolean,
  ): Resource[] {
    const visited = above.find((root) => root === path || root.startsWith(`${path}/`));
    if (visited !== undefined)
      throw new Failure(`cycle detected: candidate root '${path}' contains visited root '${visited}'`);
    this.#count += 1;
    if (this.#count > buildsMax) throw new Failure(`more than ${buildsMax} kustomizations in one`);
    const depth = above.length;
    const roots = [...above, path];
    const folder = folderAt(this.#files, path, this.#readsAnywhere);
    const { content, isComponent, warnings } = this.#read(folder, depth);
    this.warnings.push(...warnings);
    if (wantsComponent && !isComponent) {
      const kind = textAt(content, 'kind') || 'Kustomization';
      throw new Failure(`expected kind 'Component' for path '${path}' but got '${kind}'`);
    }
    if (!wantsComponent && isComponent && depth > 0)
      throw new Failure(`expected kind != 'Component' for path '${path}'`);
    const resources = [...given];
    for (const each of listAt(content, 'resources').map(String)) this.#gather(resources, folder, each, roots);
    const common = objectAt(content, 'generatorOptions');
    const read = (file: string) => readText(folder, file);
    const make = (kind: 'ConfigMap' | 'Secret', member: string) => {
      for (const args of listAt(content, member).filter(isObject))
        absorb(resources, generated(kind, args, common, read));
    };
    make('ConfigMap', 'configMapGenerator');
    make('Secret', 'secretGenerator');
    let all = resources;
    for (const each of listAt(content, 'components').map(String)) all = this.#join(all, path, each, roots);
    return transformed(all, content, folder);
  }

  /** The resources as a component changes them. */
  #join(resources: Resource[], path: string, component: string, roots: readonly string[]): Resource[] {
    try {
      return this.build(resolvePath(component, path, path), resources, roots, true);
    } catch (failure) {
      const told = quoteGo(message(failure));
      throw new Failure(`accumulating components: accumulateDirectory: ${told}`);
    }
  }

  #read(folder: Folder, depth: number) {
    try {
      return readKustomization(folder);
    } catch (failure) {
      if (depth === 0) throw failure;
      throw new Failure(`couldn't make target for path '${folder.path}': ${message(failure)}`);
    }
  }

  #gather(resources: Resource[], folder: Folder, path: string, roots: readonly string[]): void {
    let why: string;
    let verb = 'accumulating';
    try {
      const objects = objectsIn(readText(folder, path), path);
      verb = 'merging';
      append(resources, objects);
      return;
    } catch (failure) {
      why = `${verb} resources from '${path}': ${message(failure)}`;
    }
    const whole = resolvePath(path, folder.path, folder.path);
    const before = `accumulating resources: accumulation err='${why}'`;
    if (!this.#files.isFolder(whole)) {
      const isFile = this.#files.read(whole) !== undefined;
      if (isFile && why.includes('MalformedYAMLError')) throw new Failure(`accumulating resources: ${why}`);
      const trouble = isFile
        ? `'${whole}': file is not directory`
        : `not a valid directory: evalsymlink failure on '${whole}' : lstat ${whole}: no such file or directory`;
      throw new Failure(`${before}: must build at directory: ${trouble}`);
    }
    let built: Resource[];
    try {
      built = this.build(whole, [], roots, false);
    } catch (failure) {
      const told = message(failure);
      const recursed = /^(?:couldn't make target|expected kind|cycle detected)/.test(told)
        ? told
        : `recursed accumulation of path '${whole}': ${told}`;
      throw new Failure(`${before}: ${recursed}`);
    }
    try {
      append(resources, built);
    } catch (failure) {
      throw new Failure(`${before}: recursed merging from path '${whole}': ${message(failure)}`);
    }
  }
}

/** Adds what a generator made, or joins it with what is there. */
function absorb(resources: Resource[], { resource, behavior }: Generated): void {
  const identity = identityOf(resource.object);
  const at = resources.findIndex((each) => identitiesOf(each).some((known) => isSame(known, identity)));
  const before = resources[at];
  if (before === undefined) {
    if (behavior !== 'create')
      throw new Failure(
        `merging from generator: id ${identityText(identity)} does not exist; cannot merge or replace`,
      );
    resources.push(resource);
    return;
  }
  if (behavior === 'create') {
    throw new Failure(
      `merging from generator: id ${identityText(identity)} exists; behavior must be merge or replace`,
    );
  }
  const [old, made] = [before.object, resource.object];
  const texts = (member: string): JsonObject => {
    const merged = { ...objectAt(old, 'metadata', member), ...objectAt(made, 'metadata', member) };
    return Object.keys(merged).length === 0 ? {} : { [member]: merged };
  };
  const data =
    behavior === 'merge' ? { ...objectAt(old, 'data'), ...objectAt(made, 'data') } : objectAt(made, 'data');
  resources[at] = {
    ...before,
    needsHash: before.needsHash || resource.needsHash,
    object: {
      ...made,
      metadata: { ...objectAt(old, 'metadata'), ...texts('labels'), ...texts('annotations') },
      ...(Object.keys(data).length === 0 ? {} : { data }),
    },
  };
}

function addHash(resource: Resource): void {
  const { object } = resource;
  const kind = textAt(object, 'kind');
  const name = textAt(object, 'metadata', 'name');
  const member = (key: string) => object[key] ?? '';
  const own = kind === 'Secret' ? 'stringData' : 'binaryData';
  // kustomize looks for the name where none stands, and so hashes an empty one.
  const hash = nameHash({
    kind,
    name: '',
    data: member('data'),
    ...(kind === 'Secret' ? { type: member('type') } : {}),
    ...(isObject(object[own]) ? { [own]: object[own] } : {}),
  });
  remember(resource);
  rename(resource, `${name}-${hash}`);
}

const localNote = 'config.kubernetes.io/local-config';

/** @param path the absolute path of the folder */
export function buildKustomization(
  files: Files,
  path: string,
  { readsAnywhere = false, reorders }: BuildOptions = {},
): Built {
  const builder = new Builder(files, readsAnywhere);
  const resources = builder.build(path, [], [], false);
  for (const resource of resources) if (resource.needsHash) addHash(resource);
  fixReferences(resources);
  const shown = resources.filter(({ object }) => {
    const note = objectAt(object, 'metadata', 'annotations')[localNote];
    return note === undefined || note === 'false';
  });
  const kustomization = readKustomization(folderAt(files, path, readsAnywhere)).content;
  const isFifo = textAt(kustomization, 'sortOptions', 'order') === 'fifo';
  const resourcesInOrder = (reorders ?? !isFifo) ? inOrder(shown) : shown;
  return { resources: resourcesInOrder, warnings: builder.warnings };
}
