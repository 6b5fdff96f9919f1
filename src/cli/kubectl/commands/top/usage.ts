// What `kubectl top` has of Pods and nodes: asked of the metrics API, in the order in which it is shown, as cells.
// Source: kubectl pkg/metricsutil, pkg/cmd/top.
import type { Json } from '../../../../std/draft.ts';
import { bytesPerMiB } from '../../../../std/mebibyte.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../../../../std/quantity.ts';
import { parseLabelSelector } from '../../../../apis/kubernetes/wire-selectors.ts';
import type { Run } from '../../../effect.ts';
import { sendJson, type Client } from '../../api/client.ts';
import { discover } from '../../api/discovery.ts';
import { encode } from '../../api/encode.ts';
import type { Call } from '../../command.ts';
import { Failure } from '../../failure.ts';
import type { Flag } from '../../flags/flag.ts';
import { listAt, textAt } from '../../json.ts';

const group = 'metrics.k8s.io';
export const metricsPath = `/apis/${group}/v1beta1`;

/** Billionths of a core and of a byte. */
export interface Usage {
  readonly cpu: bigint;
  readonly memory: bigint;
}

export const resources = ['cpu', 'memory'] as const;

export function nanoAt(amounts: Json | undefined, resource: string): bigint {
  return parseQuantity(textAt(amounts, resource) || '0')?.nano ?? 0n;
}

export function usageAt(amounts: Json | undefined): Usage {
  return { cpu: nanoAt(amounts, 'cpu'), memory: nanoAt(amounts, 'memory') };
}

export function sumOf(usages: readonly Usage[]): Usage {
  return usages.reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), {
    cpu: 0n,
    memory: 0n,
  });
}

export function cpuText({ cpu }: Usage): string {
  return `${quantityMilliValue({ nano: cpu, format: 'DecimalSI' })}m`;
}

export function memoryText({ memory }: Usage): string {
  return `${Math.floor(quantityValue({ nano: memory, format: 'BinarySI' }) / bytesPerMiB)}Mi`;
}

export interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly usage: Usage;
}

/** The most first where it is sorted by an amount, else by namespace and name. */
export function inOrder<T extends Named>(items: readonly T[], by: string): readonly T[] {
  const key = (usage: Usage): number =>
    by === 'cpu'
      ? quantityMilliValue({ nano: usage.cpu, format: 'DecimalSI' })
      : quantityValue({ nano: usage.memory, format: 'BinarySI' });
  if (by !== '') return items.toSorted((a, b) => key(b.usage) - key(a.usage));
  const place = ({ namespace, name }: Named): string => `${namespace}/${name}`;
  return items.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** What both commands check before they ask anything. */
export function checkTop({ args, flags }: Call, mixed: string, selectors: readonly string[]): void {
  const by = flags.text('sort-by');
  if (by !== '' && by !== 'cpu' && by !== 'memory') throw new Failure('--sort-by accepts only cpu or memory');
  if (args.length > 0 && selectors.some((name) => flags.text(name) !== '')) throw new Failure(mixed);
  const parsed = parseLabelSelector(flags.text('selector'));
  if ('error' in parsed) throw new Failure(parsed.error);
}

/** One object of the metrics API, or a list of them. */
export function* readMetrics(
  client: Client,
  collection: string,
  name: string | undefined,
  query: Readonly<Record<string, string | undefined>>,
): Run<readonly Json[]> {
  const served = yield* discover(client, { tries: 0 });
  if (!served.some((resource) => resource.group === group && resource.version === 'v1beta1'))
    throw new Failure('Metrics API not available');
  const path = `${metricsPath}/${collection}`;
  if (name !== undefined) return [yield* sendJson(client, { path: `${path}/${encode(name)}` })];
  return listAt(yield* sendJson(client, { path, query }), 'items');
}

/** A selector as a query, left out where it selects everything. */
export function asked(selector: string): string | undefined {
  return selector === '' ? undefined : selector;
}

export const topFlags: readonly Flag[] = [
  {
    name: 'sort-by',
    type: 'string',
    choices: resources,
    help: 'the largest first, by cpu or memory',
  },
  { name: 'no-headers', type: 'bool', value: 'false', help: 'leave the titles out' },
  {
    name: 'use-protocol-buffers',
    type: 'bool',
    value: 'true',
    help: 'ask for protocol buffers (no effect here)',
  },
];
