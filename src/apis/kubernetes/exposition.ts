// Prometheus' text of metrics. Source: prometheus/common expfmt/text_create.go, prometheus/docs instrumenting/exposition_formats.md.
import { formatGoFloat } from '../../std/go-float.ts';
import type { WireResponse } from './wire.ts';

export type Labels = Readonly<Record<string, string>>;

/** One value; `at` is when it was so, in simulated milliseconds, where that is not now. */
export type Sample = readonly [labels: Labels, value: number, at?: number];

export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly series: Iterable<Sample>;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function line(name: string, [labels, value, at]: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  const place = pairs.length === 0 ? name : `${name}{${pairs.join()}}`;
  return `${place} ${formatGoFloat(value)}${at === undefined ? '' : ` ${at}`}`;
}

function written(metric: Metric): readonly string[] {
  const { name, type, help } = metric;
  const lines = [...metric.series].map((sample) => line(name, sample));
  return lines.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines.sort()];
}

/** Metrics without a value are not told. */
export function exposition(metrics: readonly Metric[]): WireResponse {
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
  return { status: 200, headers, body: `${metrics.flatMap(written).join('\n')}\n` };
}
