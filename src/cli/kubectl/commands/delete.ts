// kubectl delete. Source: kubectl pkg/cmd/delete.
import { parseGoDuration } from '../../../std/time.ts';
import { err, out, readLine, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { Failure, isNotFound, StatusFailure } from '../failure.ts';
import {
  allNamespacesFlag,
  dryRunFlag,
  fieldSelectorFlag,
  filenameFlags,
  selectorFlag,
} from '../flags/common.ts';
import type { Info } from '../resources/info.ts';
import { plan, type Plan } from '../resources/select.ts';
import { infosOf, visit, type Visit } from '../resources/visit.ts';
import { cascadeFlag, cascadeOf, deleteOne, kindName, type Deleting } from './deletion.ts';
import { waitUntilGone } from './gone.ts';
import { sourcesOf } from './object-selection.ts';
import { rawFlag, sendRaw } from './raw.ts';
import { dryRunOf } from './writing.ts';

function graceOf({ flags }: Call): number {
  const grace = flags.number('grace-period');
  if (flags.is('now')) {
    if (grace !== -1) throw new Failure('--now and --grace-period cannot be specified together');
    return 1;
  }
  if (grace === 0 && !flags.is('force')) return 1;
  return flags.is('force') && grace < 0 ? 0 : grace;
}

function* check({ call, grace }: Deleting): Run<void> {
  const { flags } = call;
  const output = flags.text('output');
  if (output !== '' && output !== 'name') {
    throw new Failure(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  if (flags.is('all') && flags.text('selector') !== '') {
    throw new Failure('cannot set --all and --selector at the same time');
  }
  if (flags.is('all') && flags.text('field-selector') !== '') {
    throw new Failure('cannot set --all and --field-selector at the same time');
  }
  if (grace === 0 && flags.is('force')) {
    yield* err(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    );
  } else if (grace > 0 && flags.is('force')) {
    throw new Failure('--force and --grace-period greater than 0 cannot be specified together');
  }
}

function* run(call: Call): Run<void> {
  const { flags, client } = call;
  const { explicitNamespace } = client.effective();
  if (flags.text('raw') !== '') return yield* sendRaw(call, 'DELETE');
  const cascade = yield* cascadeOf(call);
  const grace = graceOf(call);
  const deleting: Deleting = { call, dryRun: yield* dryRunOf(call), grace, cascade };
  const selection = {
    args: call.args,
    ...sourcesOf(call),
    selector: flags.text('selector'),
    fieldSelector: flags.text('field-selector'),
    all: flags.is('all'),
    allNamespaces: flags.is('all-namespaces'),
  };
  const found = yield* plan(client, selection);
  yield* check(deleting);
  const chosen = flags.is('all') || flags.text('selector') !== '' || flags.text('field-selector') !== '';
  const ignores = flags.has('ignore-not-found') ? flags.is('ignore-not-found') : chosen;
  const visiting: Visit = { selection, unread: true, ignore: (failure) => ignores && isNotFound(failure) };
  if (flags.is('interactive') && !(yield* confirmed(call, found, visiting))) return;
  let warnsOfScope = explicitNamespace && !flags.is('all-namespaces');
  const deleted: { readonly info: Info; readonly uid: string }[] = [];
  yield* visit(client, found, visiting, function* (info) {
    if (warnsOfScope && !info.resource.namespaced) {
      yield* err('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n');
      warnsOfScope = false;
    }
    const entry = { info, uid: '' };
    deleted.push(entry);
    const uid = yield* deleteOne(deleting, info);
    deleted[deleted.length - 1] = { info, uid };
  });
  if (deleted.length === 0) {
    yield* out('No resources found\n');
    return;
  }
  if (!flags.is('wait') || deleting.dryRun !== 'none') return;
  const timeoutMs = parseGoDuration(flags.text('timeout')) || undefined;
  for (const { info, uid } of deleted) {
    try {
      yield* waitUntilGone(client, info, uid, timeoutMs);
    } catch (failure) {
      const silent =
        failure instanceof StatusFailure && ['Forbidden', 'MethodNotAllowed'].includes(failure.status.reason);
      if (!silent) throw failure;
      return;
    }
  }
}

function* confirmed(call: Call, found: Plan, visiting: Visit): Run<boolean> {
  const { infos } = yield* infosOf(call.client, found, visiting);
  if (infos.length === 0) {
    yield* out('No resources found\n');
    return false;
  }
  yield* out(`You are about to delete the following ${infos.length} resource(s):\n`);
  yield* out(infos.map(({ resource, name }) => `${kindName(resource)}/${name}\n`).join(''));
  yield* out('Do you want to continue? (y/n): ');
  const answer = yield* readLine();
  if (answer?.trim().toLowerCase() === 'y') return true;
  yield* out('deletion is cancelled\n');
  return false;
}

export const remove: Command = {
  name: 'delete',
  summary: 'delete objects, by name, manifest or selector',
  usage: '([-f FILENAME] | TYPE [(NAME | -l LABEL | --all)])',
  suggestedFor: ['rm'],
  flags: [
    ...filenameFlags,
    selectorFlag,
    fieldSelectorFlag,
    allNamespacesFlag,
    dryRunFlag,
    { name: 'all', type: 'bool', value: 'false', help: 'every object of the type in the namespace' },
    cascadeFlag,
    { name: 'force', type: 'bool', value: 'false', help: 'remove at once, without waiting for what runs' },
    { name: 'grace-period', type: 'int', value: '-1', help: 'seconds that a Pod gets to end' },
    { name: 'ignore-not-found', type: 'bool', value: 'false', help: 'a missing object is no failure' },
    { name: 'interactive', short: 'i', type: 'bool', value: 'false', help: 'ask before deleting' },
    { name: 'now', type: 'bool', value: 'false', help: 'the same as --grace-period=1' },
    { name: 'output', short: 'o', type: 'string', choices: ['name'], help: 'name: only names' },
    rawFlag,
    { name: 'timeout', type: 'duration', value: '0s', help: 'how long to wait; 0 is as long as it takes' },
    { name: 'wait', type: 'bool', value: 'true', help: 'wait until the objects are gone' },
  ],
  examples: ['kubectl delete pod web-1', 'kubectl delete -f web.yaml', 'kubectl delete pods -l app=web'],
  run,
  complete: completeObjects,
};
