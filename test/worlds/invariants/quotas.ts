// Quotas: nothing is let in above what is allowed, and what is told as used is what a recount gives.
import { compareQuantities, parseQuantity, addQuantities, type Quantity } from '../../../src/std/quantity.ts';
import type { Body } from '../setup.ts';
import { check, type Look } from './look.ts';

type Amounts = Readonly<Record<string, string>>;

const amountsOf = ({ status }: Body, member: 'hard' | 'used'): Amounts =>
  (status?.[member] as Amounts | undefined) ?? {};

const amount = (text: string | undefined): Quantity => parseQuantity(text ?? '0') as Quantity;

/** From one version of a quota to the next: with the limit as it was, what is used does not rise above it (35). */
export function checkCharge(prev: Body, next: Body, key: string): void {
  const [hardBefore, hard, usedBefore, used] = [
    amountsOf(prev, 'hard'),
    amountsOf(next, 'hard'),
    amountsOf(prev, 'used'),
    amountsOf(next, 'used'),
  ];
  for (const [resource, limit] of Object.entries(hard)) {
    if (hardBefore[resource] !== limit || usedBefore[resource] === undefined) continue;
    const rises = compareQuantities(amount(used[resource]), amount(usedBefore[resource])) > 0;
    const exceeds = compareQuantities(amount(used[resource]), amount(limit)) > 0;
    check(!rises || !exceeds, () => `${key} lets in ${used[resource]} of ${limit} ${resource} (35)`);
  }
}

const ofClass = '.storageclass.storage.k8s.io/';

interface ClaimSpec {
  readonly storageClassName?: string;
  readonly resources: { readonly requests: { readonly storage: string } };
}

function storageOf(claims: readonly Body[]): Quantity {
  return claims
    .map(({ spec }) => amount((spec as unknown as ClaimSpec).resources.requests.storage))
    .reduce(addQuantities, amount('0'));
}

const counted: readonly (readonly [resource: string, path: string])[] = [
  ['count/pods', '/api/v1/pods'],
  ['count/deployments.apps', '/apis/apps/v1/deployments'],
  ['count/persistentvolumeclaims', '/api/v1/persistentvolumeclaims'],
];

/** What a namespace takes of a resource; undefined of what is not recounted here. */
function takenOf(look: Look, namespace: string, resource: string): Quantity | undefined {
  const within = (path: string) => look.list(path).filter(({ metadata }) => metadata.namespace === namespace);
  const path = counted.find(([name]) => name === resource)?.[1];
  if (path !== undefined) return amount(String(within(path).length));
  const claims = within('/api/v1/persistentvolumeclaims');
  if (resource === 'requests.storage') return storageOf(claims);
  const [storageClass = '', what] = resource.split(ofClass);
  if (what !== 'requests.storage') return undefined;
  return storageOf(claims.filter(({ spec }) => spec['storageClassName'] === storageClass));
}

/** Pods, claims and their storage, all and of each class, counted once more (35). */
export function checkQuotas(look: Look): void {
  for (const quota of look.list('/api/v1/resourcequotas')) {
    const { namespace = '', name } = quota.metadata;
    for (const [resource, used] of Object.entries(amountsOf(quota, 'used'))) {
      const taken = takenOf(look, namespace, resource);
      check(
        taken === undefined || compareQuantities(taken, amount(used)) === 0,
        () => `quota ${namespace}/${name} says ${used} ${resource}, which a recount does not give (35)`,
      );
    }
  }
}
