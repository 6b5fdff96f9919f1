// What the commands of `kubectl rollout` share.
import type { JsonObject } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { err, out, type Run } from '../../../effect.ts';
import { qualifiedName } from '../../api/discovery.ts';
import type { Call } from '../../command.ts';
import { Failure, isExpected, throwAll } from '../../failure.ts';
import { twoWayPatch } from '../../patch.ts';
import { structPrinterFor } from '../../print/printer.ts';
import type { Info } from '../../resources/info.ts';
import { plan } from '../../resources/select.ts';
import { infosOf } from '../../resources/visit.ts';
import { namesFiles, selectionOf } from '../object-selection.ts';
import { patchObject } from '../writing.ts';

export const deploymentChangeCause = 'kubernetes.io/change-cause';
export const revisionAnnotation = 'deployment.kubernetes.io/revision';

export function requireResource(call: Call): void {
  if (call.args.length === 0 && !namesFiles(call)) {
    throw new Failure('required resource not specified');
  }
}

/** `Deployment.apps`. */
export function groupKind({ resource }: Info): string {
  return resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
}

export function isDeployment({ resource }: Info): boolean {
  return resource.group === 'apps' && resource.kind === 'Deployment';
}

/** Kinds that keep their history in ControllerRevisions. */
export function keepsRevisions({ resource }: Info): boolean {
  return resource.group === 'apps' && (resource.kind === 'StatefulSet' || resource.kind === 'DaemonSet');
}

export interface Change {
  /** What is said of an object that was changed. */
  readonly done: string;
  /** What other kinds do not support. */
  readonly doing: string;
  /** The changed object, or why it cannot be changed. */
  readonly change: (object: JsonObject) => JsonObject | { readonly why: string };
  /** What is said where the change is none; undefined makes that a failure. */
  readonly unchanged?: string;
  /** Kinds beside Deployments that can be changed so. */
  readonly alsoOf?: (info: Info) => boolean;
}

/** Changes each chosen workload by a patch. */
export function* changeEach(call: Call, { done, doing, change, unchanged, alsoOf }: Change): Run<void> {
  requireResource(call);
  const { client, flags, session } = call;
  const selection = selectionOf(call, { bareType: true });
  const chosen = yield* plan(call.client, selection);
  const { infos, failures } = yield* infosOf(client, chosen, { selection, latest: true, typed: true });
  const all: Error[] = [...failures];
  if (infos.length === 0 && all.length === 0) {
    yield* err(`No resources found in ${client.effective().namespace} namespace.\n`);
    return;
  }
  const write = { fieldManager: flags.text('field-manager'), dryRun: 'none' } as const;
  for (const info of infos) {
    const { resource, namespace, name, object } = info;
    const isOurs = isDeployment(info) || alsoOf?.(info) === true;
    const changed = isOurs ? change(object) : { why: `${doing} is not supported` };
    if ('why' in changed) {
      all.push(new Failure(`error: ${qualifiedName(resource)} ${quoteGo(name)} ${String(changed.why)}`));
      continue;
    }
    const patch = yield* twoWayPatch(client, resource, object, changed);
    if (Object.keys(patch.body).length === 0) {
      if (unchanged !== undefined) yield* out(structPrinterFor(flags, session, unchanged)(object));
      else {
        all.push(
          new Failure(
            `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
          ),
        );
      }
      continue;
    }
    try {
      const made = yield* patchObject(client, resource, namespace, name, patch, write);
      yield* out(structPrinterFor(flags, session, done)(made));
    } catch (failure) {
      if (!isExpected(failure)) throw failure;
      all.push(new Failure(`failed to patch: ${failure.message}`));
    }
  }
  throwAll(all);
}
