// kubectl auth can-i: whether something is allowed, or everything that is. Source: kubectl pkg/cmd/auth/cani.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { err, out, type ExitCode, type Run } from '../../../effect.ts';
import { sendJson } from '../../api/client.ts';
import type { Resource } from '../../api/discovery.ts';
import { lookUpResource } from '../../api/mapper.ts';
import type { Call, Command } from '../../command.ts';
import { Failure, isExpected } from '../../failure.ts';
import { allNamespacesFlag } from '../../flags/common.ts';
import { at, listAt, textAt } from '../../json.ts';
import { inColumns, tableTabs } from '../../print/tab-writer.ts';
import { compactRules, resourceText } from '../../rbac/rules.ts';

const group = 'authorization.k8s.io';
const apiVersion = `${group}/v1`;

const words = (text: string): readonly string[] => text.split(' ');
const resourceVerbs = words(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest',
);
const pathVerbs = words('get put post head options delete patch *');
/** What may be asked about although no server tells of it. */
const unserved = ['users', 'groups'];

function* warn(text: string): Run<void> {
  yield* err(`Warning: ${text}\n`);
}

function* ask(call: Call, kind: string, spec: JsonObject): Run<JsonObject> {
  const plural = `${kind.toLowerCase()}s`;
  const body = { kind, apiVersion, metadata: { creationTimestamp: null }, spec };
  const path = `/apis/${apiVersion}/${plural}`;
  return yield* sendJson(call.client, { method: 'POST', path, body }, { group, plural });
}

/** The resource that a word means; undefined, with a warning, where the server has none such. */
function* resourceFor(call: Call, word: string): Run<Resource | undefined> {
  if (word === '*') return undefined;
  const lower = word.toLowerCase();
  try {
    const found = yield* lookUpResource(call.client, lower);
    if (found !== undefined) return found;
  } catch (failure) {
    // What the word means is asked for its own sake: without an answer it is what it is.
    if (!isExpected(failure)) throw failure;
  }
  const [name = '', ...rest] = lower.split('.');
  if (!unserved.includes(lower)) {
    const within = rest.length === 0 ? '' : ` in group '${rest.join('.')}'`;
    yield* warn(`the server doesn't have a resource type '${name}'${within}\n`);
  }
  return undefined;
}

function* warnOfResource(verb: string, resource: Resource | undefined): Run<void> {
  if (resource !== undefined && !resource.namespaced) {
    const within = resource.group === '' ? '' : ` in group '${resource.group}'`;
    yield* warn(`resource '${resource.plural}' is not namespace scoped${within}\n`);
  }
  if (!resourceVerbs.includes(verb)) yield* warn(`verb '${verb}' is not a known verb\n`);
}

/** What is asked about, as a review puts it. */
function* specOf(call: Call): Run<JsonObject> {
  const { flags, args, client } = call;
  const [verb, word] = args;
  if (args.length !== 2 || verb === undefined || word === undefined) {
    throw new Failure(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    );
  }
  const subresource = flags.text('subresource');
  if (word.startsWith('/')) {
    if (subresource !== '') throw new Failure('--subresource can not be used with NonResourceURL');
    if (!pathVerbs.includes(verb)) yield* warn(`verb '${verb}' is not a known verb\n`);
    return { nonResourceAttributes: { path: word, verb } };
  }
  const slash = word.indexOf('/');
  const type = slash < 0 ? word : word.slice(0, slash);
  const resource = yield* resourceFor(call, type);
  const everywhere = flags.is('all-namespaces');
  if (!everywhere) yield* warnOfResource(verb, resource);
  const named: readonly (readonly [string, string])[] = [
    ['namespace', everywhere ? '' : client.effective().namespace],
    ['verb', verb],
    ['group', resource?.group ?? ''],
    ['resource', resource?.plural ?? type],
    ['subresource', subresource],
    ['name', slash < 0 ? '' : word.slice(slash + 1)],
  ];
  return { resourceAttributes: Object.fromEntries(named.filter(([, value]) => value !== '')) };
}

function* check(call: Call): Run<ExitCode> {
  const spec = yield* specOf(call);
  if (call.flags.is('no-headers')) throw new Failure('--no-headers cannot be set without --list specified');
  const answer = yield* ask(call, 'SelfSubjectAccessReview', spec);
  const allowed = at(answer, 'status', 'allowed') === true;
  if (!call.flags.is('quiet')) {
    const why = ['reason', 'evaluationError']
      .map((member) => textAt(answer, 'status', member))
      .filter((text) => text !== '');
    yield* out(allowed ? 'yes\n' : `${['no', ...why].join(' - ')}\n`);
  }
  return allowed ? 0 : 1;
}

function* list(call: Call): Run<ExitCode> {
  const { flags, args, client } = call;
  if (args.length > 0) throw new Failure('list option must be specified with no arguments');
  if (flags.is('quiet') || flags.is('all-namespaces') || flags.text('subresource') !== '') {
    throw new Failure(
      "list option can't be specified with neither quiet, all-namespaces nor subresource options",
    );
  }
  const { namespace } = client.effective();
  const answer = yield* ask(call, 'SelfSubjectRulesReview', { namespace });
  if (at(answer, 'status', 'incomplete') === true)
    yield* warn(`the list may be incomplete: ${textAt(answer, 'status', 'evaluationError')}`);
  const rules = compactRules([
    ...listAt(answer, 'status', 'resourceRules'),
    ...listAt(answer, 'status', 'nonResourceRules'),
  ]);
  const shown = (items: readonly string[]): string => `[${items.join(' ')}]`;
  const rows = rules.map(
    (rule) => `${resourceText(rule)}\t${shown(rule.paths)}\t${shown(rule.names)}\t${shown(rule.verbs)}\n`,
  );
  const head = flags.is('no-headers') ? '' : 'Resources\tNon-Resource URLs\tResource Names\tVerbs\n';
  yield* out(inColumns(head + rows.join(''), tableTabs));
  return 0;
}

export const canI: Command = {
  name: 'can-i',
  summary: 'say whether you may do something',
  usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: [
    allNamespacesFlag,
    { name: 'quiet', short: 'q', type: 'bool', value: 'false', help: 'say it by the exit code alone' },
    { name: 'subresource', type: 'string', help: 'subresource, such as log or scale' },
    { name: 'list', type: 'bool', value: 'false', help: 'everything that you may do' },
    { name: 'no-headers', type: 'bool', value: 'false', help: 'no headers over the list' },
  ],
  examples: ['kubectl auth can-i create pods', 'kubectl auth can-i --list'],
  run: (call) => (call.flags.is('list') ? list(call) : check(call)),
};
