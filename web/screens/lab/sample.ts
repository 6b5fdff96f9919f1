/** Two tables of the form that Alibaba's GPU traces have (openb): same columns, same kinds of node and Pod, our own small numbers. */
const nodeKinds = [
  { model: 'G2', count: 14, cpu: 96_000, memory: 393_216, gpus: 8 },
  { model: 'T4', count: 12, cpu: 64_000, memory: 262_144, gpus: 2 },
  { model: 'V100M16', count: 6, cpu: 64_000, memory: 262_144, gpus: 8 },
  { model: 'P100', count: 8, cpu: 64_000, memory: 262_144, gpus: 2 },
  { model: '', count: 8, cpu: 96_000, memory: 524_288, gpus: 0 },
] as const;

/** Of a hundred Pods so many. */
const podKinds = [
  { parts: 22, cpu: 4_000, memory: 15_258, gpus: 1, milli: 460, models: '' },
  { parts: 18, cpu: 6_000, memory: 12_288, gpus: 1, milli: 230, models: '' },
  { parts: 8, cpu: 8_000, memory: 30_517, gpus: 1, milli: 810, models: 'T4|P100' },
  { parts: 24, cpu: 11_900, memory: 51_200, gpus: 1, milli: 1_000, models: '' },
  { parts: 5, cpu: 16_000, memory: 61_440, gpus: 2, milli: 1_000, models: '' },
  { parts: 2, cpu: 32_000, memory: 122_880, gpus: 4, milli: 1_000, models: 'V100M16|G2' },
  { parts: 4, cpu: 88_000, memory: 327_680, gpus: 8, milli: 1_000, models: 'G2' },
  { parts: 17, cpu: 12_000, memory: 16_384, gpus: 0, milli: 0, models: '' },
] as const;

const podsMade = 330;
/** A step that has no common divisor with 100: kinds come mixed, and the same each time. */
const step = 37;

const table = (columns: string, rows: readonly (readonly (string | number)[])[]): string =>
  `${[columns, ...rows.map((row) => row.join(','))].join('\n')}\n`;

const numbered = (name: string, index: number): string => `${name}-${String(index).padStart(4, '0')}`;

export interface Tables {
  readonly nodes: string;
  readonly pods: string;
}

export function sampleTables(): Tables {
  const nodes = nodeKinds.flatMap(({ count, ...kind }) => Array.from({ length: count }, () => kind));
  const hundred = podKinds.flatMap(({ parts, ...kind }) => Array.from({ length: parts }, () => kind));
  const pods = Array.from({ length: podsMade }, (_, index) => hundred[(index * step) % hundred.length]);
  return {
    nodes: table(
      'sn,cpu_milli,memory_mib,gpu,model',
      nodes.map(({ cpu, memory, gpus, model }, index) => [
        numbered('openb-node', index),
        cpu,
        memory,
        gpus,
        model,
      ]),
    ),
    pods: table(
      'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase',
      pods.flatMap((pod, index) =>
        pod === undefined
          ? []
          : [
              [
                numbered('openb-pod', index),
                pod.cpu,
                pod.memory,
                pod.gpus,
                pod.milli,
                pod.models,
                pod.gpus === 0 ? 'BE' : 'LS',
                'Pending',
              ],
            ],
      ),
    ),
  };
}
