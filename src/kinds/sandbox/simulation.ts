// The simulation itself, as an object that can be watched: its conditions say when something in it came to a stop.
import { limits } from '../../std/limits.ts';
import { formatTime } from '../../std/time.ts';
import { integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const simulations = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['scenario', 'seed', 'engine'],
      properties: { scenario: string, seed: integer, engine: string },
    },
    status: {
      type: 'object',
      properties: {
        /** Keys that are no longer run, newest last, with the loops at fault. */
        stalls: {
          type: 'array',
          items: {
            type: 'object',
            required: ['reason', 'loops', 'key', 'message', 'at'],
            properties: { reason: string, loops: strings, key: string, message: string, at: integer },
          },
        },
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
            properties: {
              type: string,
              status: string,
              reason: string,
              message: string,
              lastTransitionTime: string,
            },
          },
        },
      },
    },
  },
  {
    group: 'sandbox',
    kind: 'Simulation',
    plural: 'simulations',
    columns: [
      nameColumn,
      { name: 'Scenario', cell: (simulation) => simulation.spec.scenario },
      { name: 'Seed', type: 'integer', cell: (simulation) => simulation.spec.seed },
      {
        name: 'Stalled',
        cell: (simulation) =>
          simulation.status?.conditions?.find((condition) => condition.type === 'Stalled')?.status ?? 'False',
      },
      ageColumn,
    ],
  },
);

export type Simulation = ObjectOf<typeof simulations>;

export interface Standstill {
  readonly reason: string;
  readonly loops: readonly string[];
  readonly key: string;
  readonly message: string;
}

/** The simulation with one more key that is no longer run, or with the newer word on one that was known. */
export function withStall(simulation: Simulation, stall: Standstill, now: number): Simulation {
  const others = (simulation.status?.stalls ?? []).filter(
    ({ key, loops }) => key !== stall.key || loops.join() !== stall.loops.join(),
  );
  const condition = {
    type: 'Stalled',
    status: 'True',
    reason: stall.reason,
    message: stall.message,
    lastTransitionTime: formatTime(now),
  };
  return {
    ...simulation,
    status: {
      stalls: [...others, { ...stall, loops: [...stall.loops], at: now }].slice(-limits.stallsKeptMax),
      conditions: [condition],
    },
  };
}
