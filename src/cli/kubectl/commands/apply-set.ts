// --applyset of apply: an object of the cluster that knows what was applied, so that the rest of it can go.
// Source: kubectl pkg/cmd/apply/applyset.go, applyset_pruner.go; KEP-3659.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBase64Url } from '../../../std/base64.ts';
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { err, out, type Run } from '../../effect.ts';
import { clientVersion, sendJson } from '../api/client.ts';
import { collectionPath, discover, type Resource } from '../api/discovery.ts';
import { lookUpResource } from '../api/mapper.ts';
import { logHead } from '../api/unreachable.ts';
import type { Call } from '../command.ts';
import { Failure, isConflict, isExpected, isNotFound, throwAll } from '../failure.ts';
import type { Flag } from '../flags/flag.ts';
import { isObject, listAt, objectAt, textAt } from '../json.ts';
import { getObject, type Info } from '../resources/info.ts';
import type { Visited } from './apply-prune.ts';
import { deleteOne, type Deleting } from './deletion.ts';
import { patchObject, resultPrinter, type Write } from './writing.ts';

const toolingKey = 'applyset.kubernetes.io/tooling';
const namespacesKey = 'applyset.kubernetes.io/additional-namespaces';
const kindsKey = 'applyset.kubernetes.io/contains-group-kinds';
/** What the annotation of kinds was before. */
const resourcesKey = 'applyset.kubernetes.io/contains-group-resources';
const idKey = 'applyset.kubernetes.io/id';
const partOfKey = 'applyset.kubernetes.io/part-of';
/** On definitions whose objects may be parents. */
const parentTypeKey = 'applyset.kubernetes.io/is-parent-type';

const tool = 'kubectl';
const fieldManager = `${tool}-applyset`;

export const applySetFlag: Flag = {
  name: 'applyset',
  type: 'string',
  gate: 'KUBECTL_APPLYSET',
  help: 'with --prune: what keeps the set, [RESOURCE][.GROUP]/NAME, a Secret unless said',
};

/** Kinds and namespaces, as the parent keeps them. */
interface Contents {
  readonly kinds: ReadonlyMap<string, Resource>;
  readonly namespaces: ReadonlySet<string>;
}

const nothing: Contents = { kinds: new Map(), namespaces: new Set() };

export interface ApplySet {
  readonly parent: Resource;
  readonly name: string;
  readonly namespace: string;
  readonly id: string;
}

/** The set before it is changed, and as it will be. */
export interface OpenSet {
  readonly set: ApplySet;
  readonly before: Contents;
  readonly after: Contents;
}

const shown = ({ parent, name }: ApplySet): string => quoteGo(`${parent.plural}.${parent.group}/${name}`);
const kindOf = ({ group, kind }: Resource): string => (group === '' ? kind : `${kind}.${group}`);

/** What `--applyset` means; undefined where it is not given. */
export function* applySetOf({ flags, client }: Call): Run<ApplySet | undefined> {
  const text = flags.text('applyset');
  if (text === '') return undefined;
  const slash = text.indexOf('/');
  const word = slash < 0 ? 'secrets' : text.slice(0, slash);
  const name = text.slice(slash + 1);
  const invalid = (why: string) => new Failure(`invalid parent reference ${quoteGo(text)}: ${why}`);
  if (name === '') throw invalid('name cannot be blank');
  const parent = yield* lookUpResource(client, word);
  if (parent === undefined) {
    const [resource = '', ...group] = word.split('.');
    throw invalid(`no matches for ${group.join('.')}/, Resource=${resource}`);
  }
  const { namespace: own, explicitNamespace } = client.effective();
  // Not the kubeconfig's: a set must not move with it.
  const namespace = parent.namespaced && explicitNamespace ? own : '';
  const digest = sha256(new TextEncoder().encode([name, namespace, parent.kind, parent.group].join('.')));
  return { parent, name, namespace, id: `applyset-${bytesToBase64Url(digest)}-v1` };
}

/** Whether objects of the parent's kind may keep sets, and the other flags go with it. */
export function* checkApplySet({ flags, client }: Call, { parent, namespace }: ApplySet): Run<void> {
  if (!flags.is('prune')) throw new Failure('--applyset requires --prune');
  const failures: Error[] = [];
  if (parent.namespaced && namespace === '')
    failures.push(new Failure('namespace is required to use namespace-scoped ApplySet'));
  if (!isBuiltIn(parent)) {
    const list = yield* sendJson(client, {
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      query: { labelSelector: parentTypeKey },
    });
    const own = `${parent.plural}.${parent.group}`;
    if (!listAt(list, 'items').some((item) => textAt(item, 'metadata', 'name') === own)) {
      const { group, version, plural } = parent;
      const resource = quoteGo(`${group}/${version}, Resource=${plural}`);
      failures.push(new Failure(`resource ${resource} is not permitted as an ApplySet parent`));
    }
  }
  throwAll(failures);
  if (flags.is('force')) throw new Failure('--force cannot be used with --prune');
  const other =
    (flags.is('all') && 'all') ||
    (flags.text('selector') !== '' && 'selector') ||
    (flags.list('prune-allowlist').length > 0 && 'prune-allowlist');
  if (other !== false) throw new Failure(`--${other} is incompatible with --applyset`);
}

const isBuiltIn = ({ group, plural }: Resource): boolean =>
  group === '' && (plural === 'secrets' || plural === 'configmaps');

/** The object with the label of a member. */
export function memberOf({ id }: ApplySet, info: Info): Info {
  const metadata = objectAt(info.object, 'metadata');
  const labels = objectAt(metadata, 'labels');
  if (Object.hasOwn(labels, partOfKey))
    throw new Failure(`ApplySet label ${quoteGo(partOfKey)} already set in input data`);
  const object = { ...info.object, metadata: { ...metadata, labels: { ...labels, [partOfKey]: id } } };
  return { ...info, object };
}

/** Reads the parent, and lets it know of what will be applied before that is: nothing is lost when something fails. */
export function* openSet(call: Call, set: ApplySet, infos: readonly Info[], write: Write): Run<OpenSet> {
  const before = yield* contentsOf(call, set);
  const kinds = new Map(infos.map(({ resource }) => [kindOf(resource), resource]));
  const namespaces = new Set(infos.flatMap(({ namespace }) => (namespace === '' ? [] : [namespace])));
  const after: Contents = { kinds, namespaces };
  const both = {
    kinds: new Map([...before.kinds, ...kinds]),
    namespaces: new Set([...before.namespaces, ...namespaces]),
  };
  yield* update(call, set, both, write);
  return { set, before, after };
}

function* contentsOf(call: Call, set: ApplySet): Run<Contents> {
  const { parent, name, namespace, id } = set;
  let found: JsonObject;
  try {
    found = yield* getObject(call.client, parent, namespace, name);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    if (!isNotFound(failure))
      throw new Failure(`failed to fetch ApplySet parent object ${shown(set)}: ${failure.message}`);
    if (!isBuiltIn(parent))
      throw new Failure('custom resource ApplySet parents cannot be created automatically');
    return nothing;
  }
  const annotations = objectAt(found, 'metadata', 'annotations');
  const labels = objectAt(found, 'metadata', 'labels');
  const object = `ApplySet parent object ${shown(set)}`;
  if (!Object.hasOwn(annotations, toolingKey))
    throw new Failure(`${object} already exists and is missing required annotation ${quoteGo(toolingKey)}`);
  const by = textAt(annotations, toolingKey).replace(/\/[^/]*$/, '');
  if (by !== tool)
    throw new Failure(
      `${object} already exists and is managed by tooling ${quoteGo(by)} instead of ${quoteGo(tool)}`,
    );
  if (!Object.hasOwn(labels, idKey))
    throw new Failure(`${object} exists and does not have required label ${idKey}`);
  const its = textAt(labels, idKey);
  if (its !== id)
    throw new Failure(
      `${object} exists and has incorrect value for label ${quoteGo(idKey)} (got: ${its}, want: ${id})`,
    );
  const kinds = new Map<string, Resource>();
  try {
    for (const resource of yield* resourcesOf(call, annotations)) kinds.set(kindOf(resource), resource);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    throw new Failure(`parsing ApplySet annotation on ${shown(set)}: ${failure.message}`);
  }
  const namespaces = new Set(textAt(annotations, namespacesKey).split(',').filter(Boolean));
  if (parent.namespaced) namespaces.add(namespace);
  return { kinds, namespaces };
}

function* resourcesOf({ client }: Call, annotations: JsonObject): Run<readonly Resource[]> {
  const kinds = annotations[kindsKey];
  const old = textAt(annotations, resourcesKey);
  if (kinds === undefined && old === '') {
    throw new Failure(
      `kubectl requires the ${quoteGo(kindsKey)} annotation to be set on all ApplySet parent objects`,
    );
  }
  const found: Resource[] = [];
  for (const word of (typeof kinds === 'string' ? kinds : old).split(',').filter(Boolean)) {
    const resource =
      kinds === undefined
        ? yield* lookUpResource(client, word)
        : (yield* discover(client)).find((each) => kindOf(each) === word);
    if (resource === undefined) throw unknown(word, kinds === undefined);
    found.push(resource);
  }
  return found;
}

function unknown(word: string, isResource: boolean): Failure {
  const [first = '', ...rest] = word.split('.');
  const group = rest.join('.');
  return new Failure(
    isResource
      ? `invalid group resource in ${quoteGo(resourcesKey)} annotation: no matches for ${group}/, Resource=${first}`
      : `could not find mapping for kind in ${quoteGo(kindsKey)} annotation: no matches for kind ${quoteGo(first)} in group ${quoteGo(group)}`,
  );
}

function* update(call: Call, set: ApplySet, { kinds, namespaces }: Contents, write: Write): Run<void> {
  if (write.dryRun === 'client') return;
  const { parent, name, namespace, id } = set;
  const more = [...namespaces].filter((each) => each !== namespace).toSorted();
  const body = {
    kind: parent.kind,
    apiVersion: parent.group === '' ? parent.version : `${parent.group}/${parent.version}`,
    metadata: {
      name,
      ...(namespace === '' ? {} : { namespace }),
      labels: { [idKey]: id },
      annotations: {
        [namespacesKey]: more.join(','),
        [kindsKey]: [...kinds.keys()].toSorted().join(','),
        [toolingKey]: `${tool}/${clientVersion.gitVersion}`,
      },
    },
  };
  const apply = (force: boolean) =>
    patchObject(
      call.client,
      parent,
      namespace,
      name,
      { type: 'apply', body, force },
      { ...write, fieldManager },
    );
  try {
    try {
      yield* apply(false);
    } catch (failure) {
      if (!isConflict(failure)) throw failure;
      yield* err(
        `${yield* logHead('W', 'applyset.go:447')}WARNING: failed to update ApplySet: ${failure.message}\nApplySet field manager ${fieldManager} should own these fields. Retrying with conflicts forced.\n`,
      );
      yield* apply(true);
    }
  } catch (failure) {
    throw isExpected(failure) ? new Failure(`failed to update ApplySet: ${failure.message}`) : failure;
  }
}

/** Deletes the members that were not applied this time; only once all are gone the parent forgets them. */
export function* pruneSet(
  { set, before, after }: OpenSet,
  deleting: Deleting,
  write: Write,
  visited: Visited,
): Run<void> {
  const { call, dryRun } = deleting;
  const left: Info[] = [];
  for (const resource of before.kinds.values())
    for (const namespace of resource.namespaced ? before.namespaces : [''])
      left.push(...(yield* membersIn(call, set, resource, namespace, visited)));
  for (const info of left) {
    try {
      yield* deleteOne({ ...deleting, quiet: true }, info);
    } catch (failure) {
      if (!isExpected(failure)) throw failure;
      const place = info.namespace === '' ? info.name : `${info.namespace}/${info.name}`;
      throw new Failure(`pruning ${kindOf(info.resource)} ${place}: ${failure.message}`);
    }
    yield* out(resultPrinter(call, 'pruned', dryRun)(info.object));
  }
  try {
    yield* update(call, set, after, write);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    throw new Failure(`apply and prune succeeded, but ApplySet update failed: ${failure.message}`);
  }
}

function* membersIn(
  call: Call,
  set: ApplySet,
  resource: Resource,
  namespace: string,
  { uids }: Visited,
): Run<readonly Info[]> {
  const { group, version, kind } = resource;
  try {
    const list = yield* sendJson(call.client, {
      path: collectionPath(resource, namespace),
      query: { labelSelector: `${partOfKey}=${set.id}` },
    });
    return listAt(list, 'items')
      .filter(isObject)
      .filter((item) => !uids.has(textAt(item, 'metadata', 'uid')))
      .map((item) => {
        const object = { apiVersion: textAt(list, 'apiVersion'), kind, ...item };
        return { resource, namespace, name: textAt(item, 'metadata', 'name'), source: '', object };
      });
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    throw new Failure(`listing ${group}/${version}, Kind=${kind} objects for pruning: ${failure.message}`);
  }
}
