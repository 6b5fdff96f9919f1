// Gives containers what the namespace's LimitRanges say they get, and refuses what is out of range.
// Source: kubernetes plugin/pkg/admission/limitranger.
import type { Container, LimitRangeItem, PersistentVolumeClaim, PodSpec } from '#types';
import { amountsOf, none, type Amounts } from '../../../kinds/core/amounts.ts';
import type { LimitRange } from '../../../kinds/core/limit-range.ts';
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import { podLimits, podRequests } from '../../../kinds/core/quota/pod-usage.ts';
import type { Draft } from '../../../std/draft.ts';
import { compareQuantities, formatQuantity, quantityMilliValue } from '../../../std/quantity.ts';
import { kindId } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { forbidden } from '../../../store/refusal.ts';
import { isMain, newPod } from './request.ts';

const annotation = 'kubernetes.io/limit-ranger';

function rangesOf({ next, context }: AdmissionRequest): readonly LimitRange[] {
  const namespace = next?.metadata.namespace;
  if (namespace === undefined || context.view.count('core/limitranges', { namespace }) === 0) return [];
  return context.view.list<LimitRange>('core/limitranges', { namespace });
}

/** Fills in what the container does not say; the names of what was filled in. */
function fill(container: Draft<Container>, list: 'limits' | 'requests', given: Record<string, string>) {
  const resources = (container.resources ??= {});
  const missing = Object.keys(given).filter((name) => resources[list]?.[name] === undefined);
  if (missing.length === 0) return [];
  resources[list] = { ...given, ...resources[list] };
  return missing.sort();
}

function giveDefaults(pod: Draft<Pod>, range: LimitRange): void {
  const items = (range.spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const limits = Object.assign({}, ...items.map((item) => item.default)) as Record<string, string>;
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Record<string, string>;
  const said: string[] = [];
  for (const [list, word] of [
    ['containers', 'container'],
    ['initContainers', 'init container'],
  ] as const) {
    for (const container of pod.spec[list] ?? []) {
      for (const [part, given] of [
        ['requests', requests],
        ['limits', limits],
      ] as const) {
        const filled = fill(container, part, given);
        if (filled.length > 0)
          said.push(`${filled.join(', ')} ${part.slice(0, -1)} for ${word} ${container.name}`);
      }
    }
  }
  if (said.length === 0) return;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    [annotation]: `LimitRanger plugin set: ${said.join('; ')}`,
  };
}

type Check = (
  type: string,
  name: string,
  text: string,
  requests: Amounts,
  limits: Amounts,
) => string | undefined;

const atLeast: Check = (type, name, text, requests, limits) => {
  const least = amountsOf({ [name]: text }).get(name) ?? none;
  const said = `minimum ${name} usage per ${type} is ${formatQuantity(least)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (request === undefined) return `${said}.  No request is specified`;
  if (compareQuantities(request, least) < 0) return `${said}, but request is ${formatQuantity(request)}`;
  if (limit === undefined || compareQuantities(limit, least) >= 0) return undefined;
  return `${said}, but limit is ${formatQuantity(limit)}`;
};

const atMost: Check = (type, name, text, requests, limits) => {
  const most = amountsOf({ [name]: text }).get(name) ?? none;
  const said = `maximum ${name} usage per ${type} is ${formatQuantity(most)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (limit === undefined) return `${said}.  No limit is specified`;
  if (compareQuantities(limit, most) > 0) return `${said}, but limit is ${formatQuantity(limit)}`;
  if (request === undefined || compareQuantities(request, most) <= 0) return undefined;
  return `${said}, but request is ${formatQuantity(request)}`;
};

const inRatio: Check = (type, name, text, requests, limits) => {
  const most = amountsOf({ [name]: text }).get(name) ?? none;
  const said = `${name} max limit to request ratio per ${type} is ${formatQuantity(most)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (request === undefined || request.nano === 0n) {
    return `${said}, but no request is specified or request is 0`;
  }
  if (limit === undefined || limit.nano === 0n) return `${said}, but no limit is specified or limit is 0`;
  const ratio = quantityMilliValue(limit) / quantityMilliValue(request);
  return ratio * 1000 <= quantityMilliValue(most)
    ? undefined
    : `${said}, but provided ratio is ${ratio.toFixed(6)}`;
};

/** What a claim asks for is its request alone. */
const asksAtMost: Check = (type, name, text, requests) => {
  const most = amountsOf({ [name]: text }).get(name) ?? none;
  const said = `maximum ${name} usage per ${type} is ${formatQuantity(most)}`;
  const request = requests.get(name);
  if (request === undefined) return `${said}.  No request is specified`;
  return compareQuantities(request, most) <= 0
    ? undefined
    : `${said}, but request is ${formatQuantity(request)}`;
};

type Rule = readonly [list: 'max' | 'maxLimitRequestRatio' | 'min', check: Check];

const rules: readonly Rule[] = [
  ['min', atLeast],
  ['max', atMost],
  ['maxLimitRequestRatio', inRatio],
];
const claimRules: readonly Rule[] = [
  ['min', atLeast],
  ['max', asksAtMost],
];

function broken(item: LimitRangeItem, checks: readonly Rule[], requests: Amounts, limits: Amounts): string[] {
  return checks.flatMap(([list, check]) =>
    Object.entries(item[list] ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, text]) => check(item.type, name, text, requests, limits) ?? []),
  );
}

function brokenByPod(spec: PodSpec, item: LimitRangeItem): string[] {
  if (item.type === 'Pod') return broken(item, rules, podRequests(spec), podLimits(spec));
  if (item.type !== 'Container') return [];
  return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
    broken(item, rules, amountsOf(resources?.requests), amountsOf(resources?.limits)),
  );
}

function brokenByClaim({ spec }: PersistentVolumeClaim, item: LimitRangeItem): string[] {
  if (item.type !== 'PersistentVolumeClaim') return [];
  return broken(item, claimRules, amountsOf(spec?.resources?.requests), new Map());
}

function refuse({ kind, next }: AdmissionRequest, errors: readonly string[]): void {
  const distinct = [...new Set(errors)];
  if (distinct.length === 0) return;
  const why = distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(', ')}]`;
  throw forbidden(kind, next?.metadata.name ?? '', why);
}

export const limitRanger: Admission = {
  name: 'LimitRanger',
  kinds: ['core/pods', 'core/persistentvolumeclaims'],
  admit(request) {
    const pod = newPod(request);
    if (pod === undefined) return;
    for (const range of rangesOf(request)) giveDefaults(pod, range);
  },
  validate(request) {
    const { verb, kind, next, context } = request;
    const isResize = context.subresource === 'resize';
    if (next === undefined || !(isMain(context) || isResize)) return;
    const isClaim = kindId(kind) === 'core/persistentvolumeclaims';
    // A Pod is what it is once it is there, unless it is resized; a claim may grow.
    const isPod = kindId(kind) === 'core/pods' && (verb === 'create' || isResize);
    if (!isPod && !isClaim) return;
    for (const range of rangesOf(request)) {
      const items = range.spec?.limits ?? [];
      const object = next as StoredObject;
      refuse(
        request,
        isPod
          ? items.flatMap((item) => brokenByPod((object as Pod).spec, item))
          : items.flatMap((item) => brokenByClaim(object as unknown as PersistentVolumeClaim, item)),
      );
    }
  },
};
