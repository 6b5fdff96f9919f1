// Names of resources, and what they may stand for. Source: kubernetes pkg/apis/core/helper; pkg/apis/core/validation.
import { isQualifiedName } from '../../std/names.ts';
import { compareQuantities, formatQuantity, parseQuantity } from '../../std/quantity.ts';
import type { Causes } from '../../store/causes.ts';
import { GoSyntax, goValue } from '../../store/go-types.ts';
import { none } from './amounts.ts';

const compute = ['cpu', 'memory'];
const podCompute = [...compute, 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const objectCounts = [
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
];
const ofQuotas = new Set([
  ...podCompute,
  ...objectCounts,
  'ephemeral-storage',
  'limits.ephemeral-storage',
  'requests.ephemeral-storage',
  'requests.storage',
]);
const ofContainers = new Set([...compute, 'ephemeral-storage']);
const requestsPrefix = 'requests.';

export const hugePagesPrefix = 'hugepages-';

function isHugePagesOfQuotas(name: string): boolean {
  return name.startsWith(hugePagesPrefix) || name.startsWith(requestsPrefix + hugePagesPrefix);
}

/** Names of no domain, or of Kubernetes' own. */
export function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** What a device plugin offers: `example.com/gpu`. */
export function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith(requestsPrefix)) return false;
  return isQualifiedName(requestsPrefix + name).length === 0;
}

export function isQuotaResource(name: string): boolean {
  return ofQuotas.has(name) || isHugePagesOfQuotas(name);
}

/** Whether a quota of the scope can count the resource. */
export function scopeCounts(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return name === 'pods';
  if (scope === 'VolumeAttributesClass') {
    return name === 'persistentvolumeclaims' || name === 'requests.storage';
  }
  return name === 'pods' || podCompute.includes(name);
}

/** A name of its own Go type, which prints itself as it is. */
const shown = (name: string): GoSyntax => new GoSyntax(name);

/** A name that stands for a resource of any kind. */
export function checkResourceName(name: string, field: string, causes: Causes): void {
  const wrong = isQualifiedName(name);
  causes.invalidEach(field, shown(name), wrong);
  if (wrong.length > 0) return;
  if (!name.includes('/') && name !== 'storage' && !isQuotaResource(name)) {
    causes.invalid(field, shown(name), 'must be a standard resource type or fully qualified');
  }
}

export function checkQuotaResourceName(name: string, field: string, causes: Causes): void {
  checkResourceName(name, field, causes);
  if (!name.includes('/') && !isQuotaResource(name)) {
    causes.invalid(field, shown(name), 'must be a standard resource for quota');
  }
}

/** A name that a container can ask for. */
export function checkContainerResourceName(name: string, field: string, causes: Causes): void {
  checkResourceName(name, field, causes);
  if (!name.includes('/')) {
    if (!ofContainers.has(name) && !name.startsWith(hugePagesPrefix)) {
      causes.invalid(field, shown(name), 'must be a standard resource for containers');
    }
  } else if (!isNative(name) && !isExtended(name)) {
    causes.invalid(field, shown(name), "doesn't follow extended resource name standard");
  }
}

export function checkAmount(name: string, text: string, field: string, causes: Causes): void {
  const amount = parseQuantity(text);
  if (amount === undefined) return;
  if (compareQuantities(amount, none) < 0) {
    causes.invalid(field, formatQuantity(amount), 'must be greater than or equal to 0');
  }
  const isWhole = amount.nano % 1_000_000_000n === 0n;
  if ((objectCounts.includes(name) || isExtended(name)) && !isWhole) {
    causes.invalid(field, goValue('resource.Quantity', formatQuantity(amount)), 'must be an integer');
  }
}

/** Cpu, memory and what else a node may promise more of than it has. */
export function mayOvercommit(name: string): boolean {
  return isNative(name) && !name.startsWith(hugePagesPrefix);
}
