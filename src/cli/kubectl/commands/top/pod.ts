// kubectl top pod. Source: kubectl pkg/cmd/top/top_pod.go, pkg/metricsutil/metrics_printer.go.
import { formatGoDuration, MINUTE_MS, parseTime } from '../../../../std/time.ts';
import type { Json } from '../../../../std/draft.ts';
import { err, now, out, type Run } from '../../../effect.ts';
import { sendJson } from '../../api/client.ts';
import { usageFailure, type Call, type Command } from '../../command.ts';
import { completeNamesOf } from '../../complete-objects.ts';
import { Failure } from '../../failure.ts';
import { allNamespacesFlag, fieldSelectorFlag, selectorFlag } from '../../flags/common.ts';
import { listAt, textAt } from '../../json.ts';
import { TabWriter, tableTabs } from '../../print/tab-writer.ts';
import {
  asked,
  checkTop,
  cpuText,
  inOrder,
  memoryText,
  readMetrics,
  sumOf,
  topFlags,
  usageAt,
  type Named,
  type Usage,
} from './usage.ts';

interface PodRow extends Named {
  readonly containers: readonly Named[];
}

/** How long the metrics of a new Pod may be missing. */
const delayMs = 2 * MINUTE_MS;

function rowOf(metrics: Json): PodRow {
  const namespace = textAt(metrics, 'metadata', 'namespace');
  const containers = listAt(metrics, 'containers').map((container) => ({
    namespace: '',
    name: textAt(container, 'name'),
    usage: usageAt((container as { readonly usage?: Json }).usage),
  }));
  const usage = sumOf(containers.map((container) => container.usage));
  return { namespace, name: textAt(metrics, 'metadata', 'name'), usage, containers };
}

/** Why there are no metrics, where there are Pods; nothing where there are none. */
function* explainNone({ client, flags }: Call, namespace: string): Run<void> {
  const query = {
    labelSelector: asked(flags.text('selector')),
    fieldSelector: asked(flags.text('field-selector')),
  };
  const pods = listAt(
    yield* sendJson(client, { path: `/api/v1/namespaces/${namespace}/pods`, query }),
    'items',
  );
  if (pods.length === 0) return;
  const at = yield* now();
  for (const pod of pods) {
    const age = at - (parseTime(textAt(pod, 'metadata', 'creationTimestamp')) ?? at);
    const name = `${textAt(pod, 'metadata', 'namespace')}/${textAt(pod, 'metadata', 'name')}`;
    if (age > delayMs)
      throw new Failure(`Metrics not available for pod ${name}, age: ${formatGoDuration(age)}`);
  }
  throw new Failure('metrics not available yet');
}

function write({ flags }: Call, rows: readonly PodRow[]): string {
  const writer = new TabWriter(tableTabs);
  const line = (...cells: readonly string[]): void =>
    writer.write(`${cells.map((cell) => `${cell}\t`).join('')}\n`);
  const amounts = (usage: Usage): readonly string[] => [cpuText(usage), memoryText(usage)];
  const everywhere = flags.is('all-namespaces');
  const each = flags.is('containers');
  const titled = !flags.is('no-headers');
  const titles = [
    ...(everywhere ? ['NAMESPACE'] : []),
    ...(each ? ['POD'] : []),
    ...['NAME', 'CPU(cores)', 'MEMORY(bytes)'],
  ];
  if (titled) line(...titles);
  for (const { namespace, name, usage, containers } of rows) {
    const lead = everywhere ? [namespace] : [];
    if (!each) line(...lead, name, ...amounts(usage));
    else
      for (const container of inOrder(containers, flags.text('sort-by')))
        line(...lead, name, container.name, ...amounts(container.usage));
  }
  if (flags.is('sum')) {
    // Without titles kubectl does not count the columns before the name.
    const before = (titled ? titles.length : 3) - 2;
    const blank = Array.from({ length: before }, () => '');
    line(...blank, '________', '________');
    line(...blank, ...amounts(sumOf(rows.map(({ usage }) => usage))));
  }
  return writer.flush();
}

function* run(call: Call): Run<void> {
  const { args, client, flags } = call;
  if (args.length > 1) throw usageFailure(call, 'pod [NAME | -l label]');
  checkTop(call, 'only one of NAME or selector can be provided', ['selector', 'field-selector']);
  const { namespace } = client.effective();
  const everywhere = flags.is('all-namespaces');
  const metrics = yield* readMetrics(client, everywhere ? 'pods' : `namespaces/${namespace}/pods`, args[0], {
    labelSelector: asked(flags.text('selector')),
    fieldSelector: asked(flags.text('field-selector')),
  });
  if (metrics.length === 0) {
    yield* explainNone(call, namespace);
    yield* err(everywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
    return;
  }
  yield* out(write(call, inOrder(metrics.map(rowOf), flags.text('sort-by'))));
}

export const topPod: Command = {
  name: 'pod',
  aliases: ['pods', 'po'],
  summary: 'show what Pods use',
  usage: '[NAME | -l label]',
  flags: [
    selectorFlag,
    fieldSelectorFlag,
    ...topFlags,
    { name: 'containers', type: 'bool', value: 'false', help: 'show what each container uses' },
    allNamespacesFlag,
    { name: 'sum', type: 'bool', value: 'false', help: 'show what they use together' },
  ],
  run,
  complete: completeNamesOf('pods'),
};
