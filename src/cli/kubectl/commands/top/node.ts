// kubectl top node. Source: kubectl pkg/cmd/top/top_node.go, pkg/metricsutil/metrics_printer.go.
import type { Json } from '../../../../std/draft.ts';
import { quantityMilliValue } from '../../../../std/quantity.ts';
import { out, type Run } from '../../../effect.ts';
import { sendJson } from '../../api/client.ts';
import { encode } from '../../api/encode.ts';
import { usageFailure, type Call, type Command } from '../../command.ts';
import { completeNamesOf } from '../../complete-objects.ts';
import { Failure } from '../../failure.ts';
import { selectorFlag } from '../../flags/common.ts';
import { listAt, objectAt, textAt } from '../../json.ts';
import { TabWriter, tableTabs } from '../../print/tab-writer.ts';
import {
  asked,
  checkTop,
  cpuText,
  inOrder,
  memoryText,
  nanoAt,
  readMetrics,
  topFlags,
  usageAt,
} from './usage.ts';

function percentOf(used: bigint, available: bigint): string {
  if (available === 0n) return '0%';
  const milli = (nano: bigint): number => quantityMilliValue({ nano, format: 'DecimalSI' });
  return `${Math.trunc((milli(used) / milli(available)) * 100)}%`;
}

function* nodesOf({ client, flags, args: [name] }: Call): Run<readonly Json[]> {
  const path = '/api/v1/nodes';
  if (name !== undefined) return [yield* sendJson(client, { path: `${path}/${encode(name)}` })];
  return listAt(
    yield* sendJson(client, { path, query: { labelSelector: asked(flags.text('selector')) } }),
    'items',
  );
}

function* run(call: Call): Run<void> {
  const { args, client, flags } = call;
  if (args.length > 1) throw usageFailure(call, 'node [NAME | -l label]');
  checkTop(call, 'only one of NAME or --selector can be provided', ['selector']);
  const query = { labelSelector: asked(flags.text('selector')) };
  const metrics = yield* readMetrics(client, 'nodes', args[0], query);
  if (metrics.length === 0) throw new Failure('metrics not available yet');
  const amounts = flags.is('show-capacity') ? 'capacity' : 'allocatable';
  const available = new Map(
    (yield* nodesOf(call)).map((node) => [
      textAt(node, 'metadata', 'name'),
      objectAt(node, 'status', amounts),
    ]),
  );
  const rows = metrics.map((item) => ({
    namespace: '',
    name: textAt(item, 'metadata', 'name'),
    usage: usageAt(objectAt(item, 'usage')),
  }));
  const writer = new TabWriter(tableTabs);
  const line = (...cells: readonly string[]): void =>
    writer.write(`${cells.map((cell) => `${cell}\t`).join('')}\n`);
  if (!flags.is('no-headers')) line('NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)');
  for (const { name, usage } of inOrder(rows, flags.text('sort-by'))) {
    const most = available.get(name);
    const part = (resource: 'cpu' | 'memory'): readonly string[] =>
      most?.[resource] === undefined ? [] : [percentOf(usage[resource], nanoAt(most, resource))];
    line(name, cpuText(usage), ...part('cpu'), memoryText(usage), ...part('memory'));
    available.delete(name);
  }
  const unknown = '<unknown>';
  for (const name of available.keys()) line(name, unknown, unknown, unknown, unknown);
  yield* out(writer.flush());
}

export const topNode: Command = {
  name: 'node',
  aliases: ['nodes', 'no'],
  summary: 'show what nodes use',
  usage: '[NAME | -l label]',
  flags: [
    selectorFlag,
    ...topFlags,
    {
      name: 'show-capacity',
      type: 'bool',
      value: 'false',
      help: 'parts of what a node has, not of what it can give',
    },
  ],
  run,
  complete: completeNamesOf('nodes'),
};
