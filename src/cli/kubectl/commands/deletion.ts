// One deletion, for the commands that delete. Source: kubectl pkg/cmd/delete/delete.go.
import type { JsonObject } from '../../../std/draft.ts';
import { err, out, type Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import type { Call } from '../command.ts';
import { Failure, isExpected, withSource } from '../failure.ts';
import type { Flag } from '../flags/flag.ts';
import { textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { withDryRun, type DryRun } from './writing.ts';

export interface Deleting {
  readonly call: Call;
  readonly dryRun: DryRun;
  /** Seconds, or negative for the object's own. */
  readonly grace: number;
  readonly cascade: string;
  /** Whether it is said where objects go without any grace. */
  readonly saysForce?: boolean;
  /** Whether nothing is said. */
  readonly quiet?: boolean;
}

/** Words of `--cascade`. */
const cascades: Readonly<Record<string, string>> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
};

export const cascadeFlag: Flag = {
  name: 'cascade',
  type: 'string',
  value: 'background',
  bare: 'background',
  choices: Object.keys(cascades),
  help: 'what happens to dependents',
};

export function* cascadeOf({ flags }: Call): Run<string> {
  const value = flags.text('cascade');
  const known = Object.hasOwn(cascades, value) ? cascades[value] : undefined;
  if (known !== undefined) return known;
  if (!/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)) {
    throw new Failure(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
  }
  const all = /^[1tT]/.test(value);
  yield* err(
    `warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${all ? 'background' : 'orphan'}.\n`,
  );
  return all ? 'Background' : 'Orphan';
}

/** `deployment.apps`. */
export function kindName({ group, kind }: Info['resource']): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** Deletes an object and says so; gives the uid of what is going. */
export function* deleteOne(deleting: Deleting, info: Info): Run<string> {
  const { call, dryRun, grace, cascade, saysForce = true, quiet = false } = deleting;
  const { resource, namespace, name } = info;
  let answer: JsonObject = {};
  if (dryRun !== 'client') {
    const body = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: cascade,
      ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
      ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
    };
    const about = { group: resource.group, plural: resource.plural, name };
    try {
      const path = objectPath(resource, namespace, name);
      answer = yield* sendJson(call.client, { method: 'DELETE', path, body }, about);
    } catch (failure) {
      throw isExpected(failure) ? withSource('deleting', info.source, failure) : failure;
    }
  }
  const operation = withDryRun(grace === 0 && saysForce ? 'force deleted' : 'deleted', dryRun);
  if (!quiet)
    yield* out(
      call.flags.text('output') === 'name'
        ? `${kindName(resource)}/${name}\n`
        : `${kindName(resource)} "${name}" ${operation}\n`,
    );
  return textAt(answer, 'kind') === 'Status'
    ? textAt(answer, 'details', 'uid')
    : textAt(answer, 'metadata', 'uid');
}
