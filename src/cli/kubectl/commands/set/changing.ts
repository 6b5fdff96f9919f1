// What the commands under `kubectl set` share: they choose objects, change each, and send what is new as a patch.
// Source: kubectl pkg/cmd/set/helper.go.
import { equal, type JsonObject } from '../../../../std/draft.ts';
import { out, type Run } from '../../../effect.ts';
import type { Call } from '../../command.ts';
import { Failure, isExpected, throwAll } from '../../failure.ts';
import { dryRunFlag, fieldManagerFlag, printFlags, recordFlag } from '../../flags/common.ts';
import type { Flag } from '../../flags/flag.ts';
import { twoWayPatch } from '../../patch.ts';
import type { Info } from '../../resources/info.ts';
import { plan } from '../../resources/select.ts';
import { infosOf } from '../../resources/visit.ts';
import { localFlag, localNeedsFiles, selectionFlags, selectionOf } from '../object-selection.ts';
import { recorded } from '../record.ts';
import { patchObject, structPrinter, type DryRun } from '../writing.ts';
import { knownFields } from './known-fields.ts';
import { typed } from './typed.ts';

export const setFlags: readonly Flag[] = [
  ...selectionFlags,
  ...printFlags,
  dryRunFlag,
  recordFlag,
  fieldManagerFlag('kubectl-set'),
  { name: 'all', type: 'bool', value: 'false', help: 'every object of the type' },
  localFlag,
];

export const containersFlag: Flag = {
  name: 'containers',
  short: 'c',
  type: 'string',
  value: '*',
  help: 'names of the containers to change; * stands for any text',
};

export function checkLocal({ flags }: Call, dryRun: DryRun): void {
  if (flags.is('local') && dryRun === 'server')
    throw new Failure('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
}

/**
 * The objects that the arguments and files name.
 * @param mindsArguments whether arguments are refused where no server is asked, rather than passed over
 */
export function* chosenInfos(
  call: Call,
  resources: readonly string[],
  mindsArguments = true,
): Run<readonly Info[]> {
  const { client, flags } = call;
  // A form that there is not is refused before anything else.
  structPrinter(call, '', 'none');
  const isLocal = flags.is('local');
  if (isLocal && mindsArguments && resources.length > 0) throw new Failure(localNeedsFiles);
  const selection = selectionOf(call, { args: isLocal ? [] : resources, bareType: flags.is('all') });
  const chosen = yield* plan(client, selection);
  const { infos, failures } = yield* infosOf(client, chosen, {
    selection,
    latest: !isLocal,
    local: isLocal,
    typed: true,
  });
  throwAll(failures);
  if (!isLocal) return infos;
  const known: Info[] = [];
  for (const info of infos) known.push({ ...info, object: yield* knownFields(client, info) });
  return known;
}

export interface Changing {
  /** `image updated`. */
  readonly operation: string;
  /** What stands before the server's reason where it refuses; without it, its refusal is passed on. */
  readonly refusal?: string;
  /** The changed object; throws where the object cannot be changed so. */
  readonly change: (info: Info) => JsonObject;
  /** Also an unchanged object is sent and told. */
  readonly always?: boolean;
}

/**
 * Changes the objects.
 * @param failures what has gone wrong while they were changed; what goes wrong with sending them comes after it
 */
export function* changeAll(
  call: Call,
  infos: readonly Info[],
  dryRun: DryRun,
  failures: Error[],
  { operation, refusal, change, always = false }: Changing,
): Run<void> {
  const print = structPrinter(call, operation, dryRun);
  const write = { fieldManager: call.flags.text('field-manager'), dryRun };
  const outcomes = infos.map((info) => ({
    info,
    outcome: outcomeOf(info, (each) => recorded(call, change(each))),
  }));
  for (const { info, outcome } of outcomes) {
    const { resource, namespace, name, object } = info;
    if (outcome instanceof Error) {
      const told = new Failure(`error: ${resource.plural}/${name} ${outcome.message}\n`);
      failures.push(refusal === undefined ? outcome : told);
      continue;
    }
    if (!always && equal(object, outcome)) continue;
    if (call.flags.is('local') || dryRun === 'client') {
      yield* out(print(typed(outcome)));
      continue;
    }
    try {
      const patch = yield* twoWayPatch(call.client, resource, object, outcome);
      if (!always && Object.keys(patch.body).length === 0) continue;
      yield* out(print(yield* patchObject(call.client, resource, namespace, name, patch, write)));
    } catch (failure) {
      if (!isExpected(failure)) throw failure;
      failures.push(refusal === undefined ? failure : new Failure(`${refusal}${failure.message}`));
    }
  }
  throwAll(failures);
}

function outcomeOf(info: Info, change: Changing['change']): JsonObject | Error {
  try {
    return change(info);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    return failure;
  }
}
