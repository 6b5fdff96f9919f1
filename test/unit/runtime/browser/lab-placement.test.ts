// The placement lab: tables in, policies side by side, what did not fit and why, and what fits next, now and after a loss.
import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../../../src/runtime/node/kernels.ts';
import { createKernels } from '../../../../src/kernels/kernels.ts';
import type { Outcome, RoomQuestion } from '../../../../src/runtime/browser/lab-door.ts';
import { PlacementLab } from '../../../../src/runtime/browser/lab-placement.ts';
import { limits } from '../../../../src/std/limits.ts';

const instance = compileKernels();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function openLab(): PlacementLab {
  const kernels = createKernels(instance());
  let ms = 0;
  return new PlacementLab(
    () => Promise.resolve(kernels),
    () => (ms += 1),
  );
}

async function right<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome;
  if (!answer.ok) throw new Error(answer.why);
  return answer.value;
}

async function whyNot(outcome: Promise<Outcome<unknown>>): Promise<string> {
  const answer = await outcome;
  if (answer.ok) throw new Error('this was answered');
  return answer.why;
}

const gpuNodes = 'sn,cpu_milli,memory_mib,gpu,model\ng1,64000,262144,2,T4\ng2,64000,262144,2,G2\n';
const gpuPods =
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec\n' +
  'a,1000,1024,1,600,\nb,1000,1024,1,600,\nc,1000,1024,2,1000,\n';
const hosts = 'name,cpu,memory,maintenance\nh1,8,16Gi,\nh2,8,16Gi,\nh3,4,8Gi,\nh4,8,16Gi,yes\n';
const machines = 'name,cpu,memory,node\na,4,4Gi,h1\nb,4,4Gi,h1\nc,2,2Gi,h2\n';
const question: RoomQuestion = { cpu: '4', memory: '4Gi', gpus: 0, gpuMilli: 1000, lost: 0 };

describe('the placement lab', () => {
  it('places by each policy, and counts why the rest has no room', async () => {
    const lab = openLab();
    const read = await right(lab.readInventory(bytes(gpuNodes), bytes(gpuPods), false));
    expect(read).toEqual({
      nodes: ['g1', 'g2'],
      pods: 3,
      shapes: 2,
      running: 0,
      resources: ['CPU', 'memory', 'GPU'],
    });
    const balance = await right(lab.placePods('balance'));
    const bestFit = await right(lab.placePods('best-fit'));
    // Spread, the two small ones break both nodes; packed, one node stays whole for the Pod that wants it.
    expect([balance.placed, bestFit.placed]).toEqual([2, 3]);
    expect(balance.unplaced).toEqual([
      {
        first: 'c',
        pods: 1,
        words: '0/2 nodes are available: 2 Insufficient GPU, 2 without so much on one GPU',
      },
    ]);
    expect(balance.fragments).toEqual({ name: 'GPU', free: 2800, unusable: 1467 });
    expect(bestFit.ms).toBe(1);
    expect([...bestFit.podsOn]).toEqual([2, 1]);
    expect(bestFit.unplaced).toEqual([]);
    expect(bestFit.loads.map((loads) => loads.length)).toEqual([2, 2, 2]);
  });

  it('leaves what runs where it runs, unless it is to be placed again', async () => {
    const lab = openLab();
    for (const [again, podsOn] of [
      [false, [2, 1, 0, 0]],
      [true, [2, 0, 1, 0]],
    ] as const) {
      const { running } = await right(lab.readInventory(bytes(hosts), bytes(machines), again));
      expect(running).toBe(3);
      const placed = await right(lab.placePods('best-fit'));
      expect(placed.words).toBe('best-fit');
      expect([...placed.podsOn]).toEqual(podsOn);
      expect(placed.loads[0]?.[3]).toBe(-1);
    }
  });

  it.each([
    { lost: 0, now: 2, after: undefined, tried: 0 },
    // Without h1 its two move, to h2 and h3: nothing more fits.
    { lost: 1, now: 2, after: { lost: ['h1'], room: 0, ran: 2, left: 0 }, tried: 3 },
    { lost: 2, now: 2, after: { lost: ['h1', 'h2'], room: 0, ran: 3, left: 2 }, tried: 3 },
  ])('counts room for more, with $lost nodes lost', async ({ lost, now, after, tried }) => {
    const lab = openLab();
    await right(lab.readInventory(bytes(hosts), bytes(machines), false));
    await right(lab.placePods('balance'));
    const room = await right(lab.countRoom('balance', { ...question, lost }));
    expect(room).toMatchObject({ now, tried, isAll: true });
    expect(room.after).toEqual(after);
  });

  it('tries the loss of the largest where there are too many', async () => {
    const lab = openLab();
    await right(lab.readInventory(bytes(hosts), bytes(machines), false));
    await right(lab.placePods('balance'));
    const room = await right(lab.countRoom('balance', { ...question, lost: 3 }));
    expect(room).toMatchObject({ tried: 1, isAll: false, after: { lost: ['h1', 'h2', 'h3'], left: 3 } });
  });

  it('tells what is wrong with a table as the command does', async () => {
    const lab = openLab();
    expect(await whyNot(lab.placePods('fgd'))).toBe('no tables are read yet');
    const wrong = 'name,cpu,memory\nx,-1,1Gi\n';
    expect(await whyNot(lab.readInventory(bytes(hosts), bytes(wrong), false))).toBe(
      'a row is wrong, so there is no answer:\npods:2: cpu is -1, which is negative',
    );
    expect(await whyNot(lab.readInventory(bytes(''), bytes(machines), false))).toBe(
      'nodes: there is not even a line of column names',
    );
    expect(await whyNot(lab.readInventory(new Uint8Array([0xff, 0xfe]), bytes(machines), false))).toBe(
      'nodes: this is no UTF-8',
    );
    const long = new Uint8Array(limits.labTableBytesMax + 1);
    expect(await whyNot(lab.readInventory(long, bytes(machines), false))).toContain('a table has at most');
  });

  it.each([
    [{ cpu: 'x' }, 'CPU and memory as in Kubernetes, such as 4 and 16Gi'],
    [{ cpu: '0', memory: '0' }, 'a Pod that asks for nothing fits without end'],
    [{ gpus: 1 }, 'no node has a GPU'],
    [{ gpus: 17 }, 'GPUs: a whole number from 0 to 16'],
    [{ gpus: 1, gpuMilli: 0 }, 'gpu_milli: of a GPU 1 to 1000 can be asked for'],
    [{ lost: 4 }, 'nodes lost: a whole number from 0 to 3'],
    [{ lost: 0.5 }, 'nodes lost: a whole number from 0 to 3'],
  ])('answers no question such as %o', async (change, words) => {
    const lab = openLab();
    await right(lab.readInventory(bytes(hosts), bytes(machines), false));
    expect(await whyNot(lab.countRoom('fgd', question))).toBe('nothing is placed by fgd yet');
    await right(lab.placePods('fgd'));
    expect(await whyNot(lab.countRoom('fgd', { ...question, ...change }))).toBe(words);
  });
});
