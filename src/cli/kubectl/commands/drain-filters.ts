// Which Pods of a node `kubectl drain` takes away, which it leaves, and which stop it. Source: kubectl pkg/drain/filters.go.
import type { JsonObject } from '../../../std/draft.ts';
import { parseTime } from '../../../std/time.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { Failure, isExpected, isNotFound } from '../failure.ts';
import { at, isObject, listAt, objectAt, textAt } from '../json.ts';

export interface DrainRules {
  readonly force: boolean;
  readonly ignoresDaemonSets: boolean;
  readonly deletesEmptyDirs: boolean;
  /** Pods that have been on their way out for longer are not waited for; 0 waits for all. */
  readonly skipAfterSeconds: number;
}

/** What a filter says of a Pod: `goes` or not, with a warning, or with the reason why nothing may be drained. */
interface Word {
  readonly goes: boolean;
  readonly warning?: string;
  readonly error?: string;
}

const fine: Word = { goes: true };
const mirrorAnnotation = 'kubernetes.io/config.mirror';

function isOver(pod: JsonObject): boolean {
  return ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase'));
}

function controllerOf(pod: JsonObject): JsonObject | undefined {
  return listAt(pod, 'metadata', 'ownerReferences')
    .filter(isObject)
    .find((owner) => owner['controller'] === true);
}

export function isSkipped(pod: JsonObject, { skipAfterSeconds }: DrainRules, now: number): boolean {
  const since = parseTime(textAt(pod, 'metadata', 'deletionTimestamp'));
  return skipAfterSeconds > 0 && since !== undefined && (now - since) / 1000 > skipAfterSeconds;
}

function* ofDaemonSet(client: Client, pod: JsonObject, rules: DrainRules): Run<Word> {
  const owner = controllerOf(pod);
  const isOfOne = owner !== undefined && owner['kind'] === 'DaemonSet' && owner['apiVersion'] === 'apps/v1';
  if (!isOfOne || isOver(pod)) return fine;
  const name = textAt(owner, 'name');
  try {
    const path = `/apis/apps/v1/namespaces/${textAt(pod, 'metadata', 'namespace')}/daemonsets/${name}`;
    yield* sendJson(client, { path }, { group: 'apps', plural: 'daemonsets', name });
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    return isNotFound(failure) && rules.force
      ? { goes: true, warning: failure.message }
      : { goes: false, error: failure.message };
  }
  return rules.ignoresDaemonSets
    ? { goes: false, warning: 'ignoring DaemonSet-managed Pods' }
    : { goes: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
}

function withLocalStorage(pod: JsonObject, { deletesEmptyDirs }: DrainRules): Word {
  const isLocal = listAt(pod, 'spec', 'volumes').some((volume) => at(volume, 'emptyDir') !== undefined);
  if (!isLocal || isOver(pod)) return fine;
  return deletesEmptyDirs
    ? { goes: true, warning: 'deleting Pods with local storage' }
    : { goes: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' };
}

function unmanaged(pod: JsonObject, { force }: DrainRules): Word {
  if (isOver(pod) || controllerOf(pod) !== undefined) return fine;
  return force
    ? { goes: true, warning: 'deleting Pods that declare no controller' }
    : { goes: false, error: 'cannot delete Pods that declare no controller (use --force to override)' };
}

/** The last filter that was asked has the word: the first that keeps a Pod ends the questions. */
function* wordOn(client: Client, pod: JsonObject, rules: DrainRules, now: number): Run<Word> {
  if (isSkipped(pod, rules, now)) return { goes: false };
  const daemon = yield* ofDaemonSet(client, pod, rules);
  if (!daemon.goes) return daemon;
  if (Object.hasOwn(objectAt(pod, 'metadata', 'annotations'), mirrorAnnotation)) return { goes: false };
  const local = withLocalStorage(pod, rules);
  return local.goes ? unmanaged(pod, rules) : local;
}

export interface Sorted {
  readonly going: readonly JsonObject[];
  /** One line, or empty. */
  readonly warning: string;
  readonly errors: readonly Failure[];
}

export const fullName = (pod: JsonObject): string =>
  `${textAt(pod, 'metadata', 'namespace')}/${textAt(pod, 'metadata', 'name')}`;

export function* sortPods(
  client: Client,
  pods: readonly JsonObject[],
  rules: DrainRules,
  now: number,
): Run<Sorted> {
  const going: JsonObject[] = [];
  const warnings = new Map<string, string[]>();
  const errors = new Map<string, string[]>();
  const note = (told: Map<string, string[]>, word: string, pod: JsonObject) =>
    told.set(word, [...(told.get(word) ?? []), fullName(pod)]);
  for (const pod of pods) {
    const { goes, warning, error } = yield* wordOn(client, pod, rules, now);
    if (goes) going.push(pod);
    if (warning !== undefined) note(warnings, warning, pod);
    if (error !== undefined) note(errors, error, pod);
  }
  return {
    going,
    warning: [...warnings].map(([word, names]) => `${word}: ${names.join(', ')}`).join('; '),
    errors: [...errors].map(([word, names]) => new Failure(`cannot delete ${word}: ${names.join(', ')}`)),
  };
}
