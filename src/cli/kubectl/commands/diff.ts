// kubectl diff: what applying the manifests would change, as the server's dry run says it. Source: kubectl pkg/cmd/diff/diff.go.
// Deliberately absent: programs in KUBECTL_EXTERNAL_DIFF but a unified diff.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { keyedHash } from '../../../std/hash.ts';
import { setOwn } from '../../../std/own.ts';
import { formatTime } from '../../../std/time.ts';
import { printYaml } from '../../../std/yaml-print.ts';
import { unifiedDiff } from '../../diff/unified.ts';
import { err, now, out, type ExitCode, type Run } from '../../effect.ts';
import type { Resource } from '../api/discovery.ts';
import { logHead } from '../api/unreachable.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { Failure, isConflict, isExpected, isNotFound, throwAll, withSource } from '../failure.ts';
import { fieldManagerFlag, filenameFlags, selectorFlag } from '../flags/common.ts';
import { isObject, objectAt, textAt } from '../json.ts';
import { threeWayPatch } from '../patch.ts';
import { getObject, withoutVersion, type Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { attempt, visit } from '../resources/visit.ts';
import { warnIfDeleting } from './apply-outcome.ts';
import { allowedOf, eachLeft, pruneAllowlistFlag, type Visited } from './apply-prune.ts';
import { appliedBefore, withoutLastApplied } from './last-applied.ts';
import { requireFiles, sourcesOf } from './object-selection.ts';
import { createObject, patchObject, type Write } from './writing.ts';

const conflictRetries = 4;

/** An object as it is and as it would be. */
interface Pair {
  readonly file: string;
  readonly live: JsonObject | undefined;
  readonly merged: JsonObject | undefined;
}

function* liveOf({ client }: Call, { resource, namespace, name }: Info): Run<JsonObject | undefined> {
  try {
    return yield* getObject(client, resource, namespace, name);
  } catch (failure) {
    if (isNotFound(failure)) return undefined;
    throw failure;
  }
}

/** What the server would make of the manifest, were it applied. */
function* mergedOf(call: Call, info: Info, live: JsonObject | undefined, write: Write): Run<JsonObject> {
  const { client, flags } = call;
  const { resource, namespace, name, object } = info;
  if (flags.is('server-side')) {
    const patch = { type: 'apply', body: object, force: flags.is('force-conflicts') } as const;
    return yield* patchObject(client, resource, namespace, name, patch, write);
  }
  if (live === undefined) {
    return yield* createObject(client, resource, namespace, withoutVersion(object), write);
  }
  const { type, body } = yield* threeWayPatch(client, resource, {
    lastApplied: appliedBefore(live),
    wanted: withoutLastApplied(object),
    live,
    overwrites: true,
  });
  if (Object.keys(body).length === 0) return live;
  const resourceVersion = textAt(live, 'metadata', 'resourceVersion');
  const locked = { ...body, metadata: { ...objectAt(body, 'metadata'), resourceVersion } };
  try {
    return yield* patchObject(client, resource, namespace, name, { type, body: locked }, write);
  } catch (failure) {
    throw isExpected(failure) && !isConflict(failure)
      ? withSource('patching', info.source, failure)
      : failure;
  }
}

function fileOf({ resource, namespace, name }: Info): string {
  const { group, version, kind } = resource;
  return `${group === '' ? '' : `${group}.`}${version}.${kind}.${namespace}.${name}`;
}

function changing({ resource: { group, version, kind }, name }: Info): string {
  return `Object (${group}/${version}, Kind=${kind}: ${name}) keeps changing, diffing without lock`;
}

function* pairOf(call: Call, info: Info, write: Write, visited: Visited): Run<Pair> {
  if (info.resource.namespaced) visited.namespaces.add(info.namespace);
  for (let attempts = 1; ; attempts++) {
    const live = yield* liveOf(call, info);
    if (live !== undefined) visited.uids.add(textAt(live, 'metadata', 'uid'));
    if (attempts === conflictRetries) yield* err(`${yield* logHead('W', 'diff.go:723')}${changing(info)}\n`);
    try {
      const merged = yield* mergedOf(call, info, live, write);
      yield* warnIfDeleting(info, live ?? {});
      return { file: fileOf(info), live, merged };
    } catch (failure) {
      if (!isConflict(failure) || attempts === conflictRetries) throw failure;
    }
  }
}

const hidden = '***';

/** What a secret holds becomes stars; where it differs that is still seen. */
function masked(own: JsonObject, other: JsonObject, differing: string): JsonObject {
  const data = own['data'];
  if (!isObject(data)) return own;
  const others = objectAt(other, 'data');
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(data)) {
    const differs = Object.hasOwn(others, key) && others[key] !== value;
    setOwn(result, key, differs ? `${hidden} (${differing})` : hidden);
  }
  return { ...own, data: result };
}

function textOf(object: JsonObject | undefined, showManaged: boolean): string {
  if (object === undefined) return '';
  if (showManaged) return printYaml(object);
  const { managedFields: _managed, ...metadata } = objectAt(object, 'metadata');
  return printYaml({ ...object, metadata });
}

function textsOf({ live, merged }: Pair, showManaged: boolean): readonly [string, string] {
  // What would be pruned is shown as it is.
  if (merged === undefined) return [textOf(live, true), ''];
  const isSecret = textAt(merged, 'kind') === 'Secret' && textAt(merged, 'apiVersion') === 'v1';
  if (!isSecret) return [textOf(live, showManaged), textOf(merged, showManaged)];
  // kubectl prints a secret that is not there as what YAML calls nothing.
  const before = live === undefined ? 'null\n' : textOf(masked(live, merged, 'before'), showManaged);
  return [before, textOf(masked(merged, live ?? {}, 'after'), showManaged)];
}

/** What applying with --prune would delete, as far as that can be told. */
function* prunedPairs(call: Call, allowed: readonly Resource[], visited: Visited): Run<readonly Pair[]> {
  const pairs: Pair[] = [];
  try {
    yield* eachLeft(call, allowed, visited, function* (left) {
      yield* [];
      for (const info of left) pairs.push({ file: fileOf(info), live: info.object, merged: undefined });
    });
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    const told = `pruning failed and could not be evaluated err: ${failure.message}`;
    yield* err(`${yield* logHead('W', 'diff.go:760')}${told}\n`);
  }
  return pairs;
}

const usual = ['diff', '-u', '-N'];

/** Prints what `diff -u` would of two folders with the objects' files; says whether that is anything. */
function* show(pairs: readonly Pair[], options: readonly string[], showManaged: boolean): Run<boolean> {
  const at = yield* now();
  const folder = (name: string) => `/tmp/${name}-${keyedHash(at, name)}`;
  const [from, to] = [folder('LIVE'), folder('MERGED')];
  const time = `${formatTime(at).slice(0, 19).replace('T', ' ')}.000000000 +0000`;
  let differs = false;
  for (const pair of pairs.toSorted((a, b) => (a.file < b.file ? -1 : 1))) {
    const [before, after] = textsOf(pair, showManaged);
    const hunks = unifiedDiff(before, after);
    if (hunks === '') continue;
    differs = true;
    const [old, made] = [`${from}/${pair.file}`, `${to}/${pair.file}`];
    yield* out(
      `diff ${options.join(' ')} ${old} ${made}\n--- ${old}\t${time}\n+++ ${made}\t${time}\n${hunks}`,
    );
  }
  return differs;
}

function* run(call: Call): Run<ExitCode> {
  const { flags, client } = call;
  if (call.args.length > 0) throw usageFailure(call, `Unexpected args: [${call.args.join(' ')}]`);
  requireFiles(call);
  const serverSide = flags.is('server-side');
  if (flags.is('force-conflicts') && !serverSide)
    throw new Failure('--force-conflicts only works with --server-side');
  const manager = flags.text('field-manager');
  const write: Write = {
    fieldManager: serverSide && !flags.has('field-manager') ? 'kubectl' : manager,
    dryRun: 'server',
  };
  const allowed = flags.is('prune') ? yield* allowedOf(call) : [];
  const selection = { ...sourcesOf(call), selector: flags.text('selector') };
  const visiting = { selection, failsFast: true };
  const visited: Visited = { uids: new Set(), namespaces: new Set() };
  const pairs = new Map<string, Pair>();
  const found = yield* plan(client, selection);
  const failures: Error[] = [];
  yield* attempt(failures, () =>
    visit(client, found, visiting, function* (info) {
      const pair = yield* pairOf(call, info, write, visited);
      pairs.set(pair.file, pair);
    }),
  );
  if (flags.is('prune'))
    for (const pair of yield* prunedPairs(call, allowed, visited)) pairs.set(pair.file, pair);
  throwAll(failures);
  const external = call.session.environment.get('KUBECTL_EXTERNAL_DIFF') ?? '';
  const [program = '', ...words] = external === '' ? usual : external.split(' ');
  const options = words.filter((word) => /^[a-zA-Z0-9-=]+$/.test(word));
  if (program !== 'diff' || !options.some((option) => /^-\w*u/.test(option)))
    throw new Failure(`failed to run ${quoteGo(program)}: executable file not found in $PATH`);
  return (yield* show([...pairs.values()], options, flags.is('show-managed-fields'))) ? 1 : 0;
}

export const diff: Command = {
  name: 'diff',
  summary: 'show what applying manifests would change',
  usage: '-f FILENAME',
  failureCode: 2,
  flags: [
    ...filenameFlags,
    selectorFlag,
    fieldManagerFlag('kubectl-client-side-apply'),
    { name: 'concurrency', type: 'int', value: '1', help: 'objects at a time (no effect here)' },
    {
      name: 'force-conflicts',
      type: 'bool',
      value: 'false',
      help: 'with --server-side: take fields from others',
    },
    { name: 'prune', type: 'bool', value: 'false', help: 'show what would be deleted' },
    pruneAllowlistFlag,
    { name: 'server-side', type: 'bool', value: 'false', help: 'as apply --server-side would' },
    { name: 'show-managed-fields', type: 'bool', value: 'false', help: 'keep managedFields' },
  ],
  examples: ['kubectl diff -f web.yaml', 'cat web.yaml | kubectl diff -f -'],
  run,
};
