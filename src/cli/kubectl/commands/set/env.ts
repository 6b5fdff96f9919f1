// kubectl set env: variables of containers, set, taken from config maps and secrets, removed, or shown. Source: kubectl
// pkg/cmd/set/set_env.go, env/env_parse.go.
import { equal, type JsonObject } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { isEnvVarName } from '../../../../std/names.ts';
import { err, readAll, type Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { Failure, throwAll } from '../../failure.ts';
import { isObject, listAt, textAt, textsAt } from '../../json.ts';
import { plan } from '../../resources/select.ts';
import { infosOf } from '../../resources/visit.ts';
import { selectionOf } from '../object-selection.ts';
import { dryRunOf } from '../writing.ts';
import { changeAll, chosenInfos, containersFlag, setFlags } from './changing.ts';
import { listVariables } from './env-list.ts';
import { fitsPattern, withContainers, withPodSpec } from './pod-spec.ts';

interface Asked {
  readonly resources: readonly string[];
  /** `KEY=VALUE`, `KEY-`, or `-` for lines of standard input. */
  readonly words: readonly string[];
}

const isVariable = (word: string): boolean => /^[^\n].*=/s.test(word) || word.endsWith('-');

function askedOf({ args }: Call): Asked {
  const first = args.findIndex(isVariable);
  if (first < 0) return { resources: args, words: [] };
  const words = args.slice(first);
  if (!words.every(isVariable)) {
    throw new Failure(`all resources must be specified before environment changes: ${args.join(' ')}`);
  }
  return { resources: args.slice(0, first), words };
}

interface Edits {
  readonly set: readonly JsonObject[];
  readonly removed: readonly string[];
}

function* editsOf(words: readonly string[]): Run<Edits> {
  const set: JsonObject[] = [];
  const removed: string[] = [];
  const named = new Set<string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (word === '-') {
      for (const line of (yield* readAll()).split('\n')) {
        const [spec = ''] = line.split('#');
        const at = spec.indexOf('=');
        if (at >= 0) set.push({ name: spec.slice(0, at), value: spec.slice(at + 1) });
      }
    } else if (equals >= 0) {
      const name = word.slice(0, equals);
      const causes = isEnvVarName(name);
      if (causes.length > 0)
        throw new Failure(`${quoteGo(name)} is not a valid key name: ${causes.join(';')}`);
      named.add(name);
      set.push({ name, value: word.slice(equals + 1) });
    } else if (word.endsWith('-')) removed.push(word.slice(0, -1));
    else throw new Failure(`unknown environment variable: ${word}`);
  }
  if (removed.some((name) => named.has(name)))
    throw new Failure('can not both modify and remove the same environment variable in the same command');
  return { set, removed };
}

const references = new Map([
  ['/Secret', 'secretKeyRef'],
  ['/ConfigMap', 'configMapKeyRef'],
]);

/** A variable for each key of the object that --from names. */
function* variablesFrom(call: Call): Run<readonly JsonObject[]> {
  const { client, flags } = call;
  const from = flags.text('from');
  if (from === '') return [];
  const selection = selectionOf(call, { args: [from], bareType: flags.is('all') });
  const { infos, failures } = yield* infosOf(client, yield* plan(client, selection), { selection });
  throwAll(failures);
  const wanted = flags.list('keys');
  const variables: JsonObject[] = [];
  for (const { resource, object, name } of infos) {
    const reference = references.get(`${resource.group}/${resource.kind}`);
    if (reference === undefined) throw new Failure('unsupported resource specified in --from');
    for (const [key] of textsAt(object, 'data')) {
      if (wanted.length > 0 && !wanted.includes(key)) continue;
      const variable = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
      if (variable !== key) yield* err(`Warning: key ${key} transferred to ${variable}\n`);
      variables.push({ name: variable, valueFrom: { [reference]: { name, key } } });
    }
  }
  return variables;
}

/** A new variable takes the place of all of its name; a removed one goes even where it is set too. */
function withEdits(container: JsonObject, { set, removed }: Edits): JsonObject {
  const done = new Set(removed);
  const env: JsonObject[] = [];
  for (const each of listAt(container, 'env').filter(isObject)) {
    const name = textAt(each, 'name');
    if (done.has(name)) continue;
    const newer = set.find((variable) => variable['name'] === name);
    if (newer !== undefined) done.add(name);
    env.push(newer ?? each);
  }
  for (const variable of set) {
    const name = textAt(variable, 'name');
    if (done.has(name)) continue;
    done.add(name);
    env.push(variable);
  }
  if (equal(env, listAt(container, 'env'))) return container;
  const { env: _before, ...rest } = container;
  return env.length === 0 ? rest : { ...rest, env };
}

function checkOverwrites(container: JsonObject, { set }: Edits): void {
  for (const variable of set) {
    const name = textAt(variable, 'name');
    const there = listAt(container, 'env').find((each) => textAt(each, 'name') === name);
    const value = textAt(there, 'value');
    if (there !== undefined && value !== textAt(variable, 'value'))
      throw new Failure(`'${name}' already has a value (${value}), and --overwrite is false`);
  }
}

function check(call: Call, resources: readonly string[]): void {
  const { flags } = call;
  // A kustomization alone does not count here, as with the real one.
  if (flags.list('filename').length === 0 && resources.length === 0)
    throw new Failure('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.is('list') && flags.text('output') !== '')
    throw new Failure('--list and --output may not be specified together');
  if (flags.list('keys').length > 0 && flags.text('from') === '')
    throw new Failure('when specifying --keys, a configmap or secret must be provided with --from');
}

function* run(call: Call): Run<void> {
  const { flags } = call;
  if (flags.is('all') && flags.text('selector') !== '')
    throw new Failure('cannot set --all and --selector at the same time');
  const { resources, words } = askedOf(call);
  const dryRun = yield* dryRunOf(call);
  if (flags.is('local') && dryRun === 'server')
    throw new Failure('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  check(call, resources);
  const asked = yield* editsOf([...flags.list('env'), ...words]);
  const prefix = flags.text('prefix');
  const set = [...asked.set, ...(yield* variablesFrom(call))].map((variable) => ({
    ...variable,
    name: prefix + textAt(variable, 'name'),
  }));
  const edits = { ...asked, set };
  const infos = yield* chosenInfos(call, resources, false);
  const pattern = flags.text('containers');
  const fits = fitsPattern(pattern);
  const warnings: string[] = [];
  const changing = {
    operation: 'env updated',
    refusal: 'failed to patch env update to pod template: ',
    change: ({ resource, object, name }: (typeof infos)[number]) =>
      withPodSpec(resource, object, (before) => {
        const { spec, count } = withContainers(before, fits, (container) => {
          if (!flags.is('overwrite')) checkOverwrites(container, edits);
          return withEdits(container, edits);
        });
        const none = `Warning: ${resource.kind}/${name} does not have any containers matching ${quoteGo(pattern)}\n`;
        if (count === 0) warnings.push(none);
        return spec;
      }),
  };
  if (flags.is('list')) yield* listVariables(call, infos, changing.change, fits);
  else yield* changeAll(call, infos, dryRun, [], changing);
  for (const warning of warnings) yield* err(warning);
}

export const env: Command = {
  name: 'env',
  summary: 'change the variables of containers',
  usage: 'TYPE/NAME KEY=VALUE ... KEY- ...',
  flags: [
    ...setFlags.filter(({ name }) => name !== 'record'),
    containersFlag,
    { name: 'env', short: 'e', type: 'texts', help: 'KEY=VALUE; may be repeated' },
    { name: 'from', type: 'string', help: 'config map or secret whose keys become variables' },
    { name: 'keys', type: 'list', help: 'only these keys of --from' },
    { name: 'list', type: 'bool', value: 'false', help: 'show the variables instead' },
    { name: 'overwrite', type: 'bool', value: 'true', help: 'replace values that are there' },
    { name: 'prefix', type: 'string', help: 'what to put before the names' },
    {
      name: 'resolve',
      type: 'bool',
      value: 'false',
      help: 'with --list: show the values that are referred to',
    },
  ],
  examples: ['kubectl set env deploy/web COLOUR=blue', 'kubectl set env deploy/web --from=cm/settings'],
  run,
  complete: completeObjects,
};
