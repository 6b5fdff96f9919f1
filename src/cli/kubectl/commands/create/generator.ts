// What the commands under `kubectl create` share: they make one object from flags, and create it or show it.
import type { JsonObject } from '../../../../std/draft.ts';
import { out, type Run } from '../../../effect.ts';
import type { Resource } from '../../api/discovery.ts';
import { onlyName, usageFailure, type Call, type Command } from '../../command.ts';
import { Failure, StatusFailure, ConnectionFailure } from '../../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  printFlags,
  validateFlag,
  saveConfigFlag,
} from '../../flags/common.ts';
import type { Flag } from '../../flags/flag.ts';
import { textAt } from '../../json.ts';
import { annotatedAsMade } from '../last-applied.ts';
import { createObject, dryRunOf, structPrinter, validationOf } from '../writing.ts';

export const generatorFlags: readonly Flag[] = [
  ...printFlags,
  dryRunFlag,
  validateFlag,
  fieldManagerFlag('kubectl-create'),
  saveConfigFlag,
];

/** The name of the object to make; further words only after `--`. */
export function nameBeforeDash(call: Call): string {
  const count = call.dashAt ?? call.args.length;
  const [name] = call.args;
  if (count !== 1 || name === undefined)
    throw usageFailure(call, `exactly one NAME is required, got ${count}`);
  return name;
}

/** The metadata of a new object; its namespace only where the command line names one. */
export function metadataOf(call: Call, name: string, labels?: JsonObject): JsonObject {
  const { namespace, explicitNamespace } = call.client.effective();
  return {
    name,
    ...(explicitNamespace ? { namespace } : {}),
    creationTimestamp: null,
    ...(labels === undefined ? {} : { labels }),
  };
}

export interface Generating {
  /** What stands before the server's reason where it refuses; without it, its refusal is passed on as it is. */
  readonly refusal?: string;
  /** What has to be right with the flags before anything is made. */
  readonly checks?: () => void;
  /** Whether the command lets people choose what the server does about unknown fields. */
  readonly validates?: boolean;
  /** Whether it is told what was made. */
  readonly tells?: boolean;
  /** Whether --save-config means nothing to an object that is only shown. */
  readonly showsPlain?: boolean;
}

/** Kinds made here that belong to the cluster. */
const ofCluster = ['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass'];

/** Where an object of kubectl's own types goes: it asks no server that, and so its name is guessed. Source: meta/restmapper.go. */
function resourceOf(object: JsonObject): Resource {
  const [apiVersion, kind] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
  const slash = apiVersion.indexOf('/');
  const singular = kind.toLowerCase();
  const plural = singular.endsWith('s')
    ? `${singular}es`
    : singular.endsWith('y')
      ? `${singular.slice(0, -1)}ies`
      : `${singular}s`;
  return {
    group: apiVersion.slice(0, Math.max(0, slash)),
    version: apiVersion.slice(slash + 1),
    plural,
    singular,
    kind,
    namespaced: !ofCluster.includes(kind),
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: [],
  };
}

/** Creates the object, or shows what it would be; gives what was made. */
export function* generate(
  call: Call,
  make: () => JsonObject | Run<JsonObject>,
  { refusal, checks, validates = true, tells = true, showsPlain = false }: Generating = {},
): Run<JsonObject> {
  const { client, flags } = call;
  const dryRun = yield* dryRunOf(call);
  const print = structPrinter(call, 'created', dryRun);
  const validation = validates ? { validation: validationOf(call) } : {};
  checks?.();
  const made = make();
  const plain = isRun(made) ? yield* made : made;
  const object =
    flags.is('save-config') && !(showsPlain && dryRun === 'client') ? annotatedAsMade(plain) : plain;
  if (dryRun === 'client') {
    if (tells) yield* out(print(object));
    return object;
  }
  const resource = resourceOf(object);
  const within = resource.namespaced ? client.effective().namespace : '';
  const write = { fieldManager: flags.text('field-manager'), dryRun, ...validation };
  try {
    const created = yield* createObject(client, resource, within, object, write);
    if (tells) yield* out(print(created));
    return created;
  } catch (failure) {
    const told = failure instanceof StatusFailure || failure instanceof ConnectionFailure;
    if (refusal === undefined || !told) throw failure;
    throw new Failure(`${refusal}${failure.message}`);
  }
}

function isRun(value: JsonObject | Run<JsonObject>): value is Run<JsonObject> {
  return Symbol.iterator in value;
}

/** A command that makes an object which needs nothing but its name. */
export function nameOnly(
  command: Omit<Command, 'run'>,
  make: (call: Call, name: string) => JsonObject,
  refusal?: string,
): Command {
  return {
    ...command,
    flags: generatorFlags,
    *run(call): Run<void> {
      const name = onlyName(call);
      yield* generate(call, () => make(call, name), refusal === undefined ? {} : { refusal });
    },
  };
}
