import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/std/limits.ts';
import { Simulation, type SimulationState } from '../../../src/sim/simulation.ts';

function wake(simulation: Simulation, id: string, delayMs: number): void {
  const end = id.lastIndexOf(' ');
  simulation.wake(id.slice(0, end), id.slice(end + 1), delayMs);
}

/** A world of one rule: what runs is written down with its time; `again N` wakes itself N ms later, three times at most. */
function tracing(
  ring: readonly string[] = [],
  state: SimulationState = { now: 100, seq: 0, entries: [], trail: [] },
) {
  const trace: string[] = [];
  const circles: (readonly string[])[] = [];
  const simulation: Simulation = new Simulation(state, {
    run(worker, key) {
      const id = `${worker} ${key}`;
      trace.push(`${id}@${simulation.now}`);
      const [, every] = /^again (\d+)$/.exec(id) ?? [];
      if (every !== undefined && trace.filter((line) => line.startsWith(id)).length < 3) {
        wake(simulation, id, Number(every));
      }
      const [, next, delayMs] = /^\w+ wakes (\w+) after (\d+)$/.exec(id) ?? [];
      if (next !== undefined)
        for (const other of ring) if (other.startsWith(next)) wake(simulation, other, Number(delayMs));
    },
    endless: (circle) => circles.push(circle),
  });
  return { simulation, trace, circles };
}

describe('time', () => {
  it('moves to each entry and ends where it was asked to', () => {
    const { simulation, trace } = tracing();
    wake(simulation, 'do b', 20);
    wake(simulation, 'do a', 5);
    wake(simulation, 'do beyond', 51);
    expect(simulation.run(150, 10)).toEqual({ events: 2, done: true });
    expect(trace).toEqual(['do a@105', 'do b@120']);
    expect(simulation.now).toBe(150);
    expect(simulation.pending).toBe(1);
  });

  it('never goes back: running to an earlier moment does nothing', () => {
    const { simulation } = tracing();
    simulation.run(500, 10);
    expect(simulation.run(200, 10)).toEqual({ events: 0, done: true });
    expect(simulation.now).toBe(500);
  });

  it.each([0, -1, 100.5])(
    'passes between a cause and what comes of it: a wake-up after %i ms is refused',
    (delayMs) => {
      const { simulation } = tracing();
      expect(() => wake(simulation, 'do a', delayMs)).toThrow(
        `do a is woken after ${delayMs} ms: time, whole milliseconds`,
      );
    },
  );

  it('is whole milliseconds', () => {
    expect(() => tracing().simulation.run(100.5, 1)).toThrow('100.5 is no whole number of milliseconds');
  });
});

describe('slices', () => {
  it('end at their number of events, with the clock at the last one', () => {
    const { simulation, trace } = tracing();
    for (const delay of [10, 20, 30]) wake(simulation, `at ${delay}`, delay);
    expect(simulation.run(1_000, 2)).toEqual({ events: 2, done: false });
    expect(simulation.now).toBe(120);
    expect(simulation.run(1_000, 2)).toEqual({ events: 1, done: true });
    expect(trace).toHaveLength(3);
  });

  it.each([1, 2, 3, 100])('of %i events lead to the same trace', (eventsMax) => {
    const { simulation, trace } = tracing();
    wake(simulation, 'again 7', 1);
    wake(simulation, 'again 5', 1);
    while (!simulation.run(200, eventsMax).done);
    expect(trace).toEqual([
      'again 7@101',
      'again 5@101',
      'again 5@106',
      'again 7@108',
      'again 5@111',
      'again 7@115',
    ]);
  });
});

it('goes on alike from its state as JSON', () => {
  const { simulation, trace } = tracing();
  for (const id of ['again 7', 'again 5', 'again 70']) wake(simulation, id, 1);
  simulation.run(108, 100);
  const seen = trace.length;
  const again = tracing([], JSON.parse(JSON.stringify(simulation.state)) as SimulationState);
  again.trace.push(...trace);
  for (const one of [simulation, again.simulation]) one.run(400, 100);
  expect(again.trace).toEqual(trace);
  expect(trace.length).toBeGreaterThan(seen);
  expect(again.simulation.state).toEqual(simulation.state);
});

describe('a chain without a pause', () => {
  const ring = ['a wakes b after 10', 'b wakes c after 10', 'c wakes a after 10'];

  it('is cut beyond its bound, and the ids that kept it going are told', () => {
    const { simulation, trace, circles } = tracing(ring);
    wake(simulation, 'a wakes b after 10', 1);
    simulation.run(10_000_000, 1_000_000);
    expect(circles).toHaveLength(1);
    expect([...(circles[0] ?? [])].sort()).toEqual(ring);
    expect(trace).toHaveLength(limits.wakesInARowMax + 1 + ring.length);
    expect(simulation.pending).toBe(0);
    expect(simulation.state.trail).toEqual([]);
  });

  it('is told the same when the world is kept and taken up again in the middle of it', () => {
    const whole = tracing(ring);
    wake(whole.simulation, 'a wakes b after 10', 1);
    for (const events of [limits.wakesInARowMax, 1, 1]) whole.simulation.run(10_000_000, events);
    const again = tracing(ring, JSON.parse(JSON.stringify(whole.simulation.state)) as SimulationState);
    for (const { simulation } of [whole, again]) simulation.run(10_000_000, 1_000_000);
    expect(again.circles).toEqual(whole.circles);
    expect(again.simulation.state).toEqual(whole.simulation.state);
  });

  it('does not blame those who are only woken by it', () => {
    const { simulation, circles } = tracing([...ring, 'a watcher']);
    wake(simulation, 'a wakes b after 10', 1);
    simulation.run(10_000_000, 1_000_000);
    expect([...(circles[0] ?? [])].sort()).toEqual(ring);
  });

  it('that pauses once a round goes on for ever', () => {
    const slow = ['a wakes b after 10', 'b wakes a after 1000'];
    const { simulation, trace, circles } = tracing(slow);
    wake(simulation, 'a wakes b after 10', 1);
    simulation.run(100 + 1_010 * 4_000, 1_000_000);
    expect(trace).toHaveLength(8_000);
    expect(circles).toEqual([]);
  });
});
