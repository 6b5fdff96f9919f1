// `place failover`: does everything restart when nodes are lost, by placing it, and what vSphere HA's admission control would say.
import {
  ROOM_MAX,
  freePercentages,
  lossesOf,
  roomFor,
  slotsOf,
  standingOf,
  suffer,
} from '../../../kernels/failover.ts';
import type { ItemShape } from '../../../kernels/fleet.ts';
import { UsageError } from '../args.ts';
import { instantiateKernels } from '../kernels.ts';
import { createProgress } from '../pieces.ts';
import { counted, csvCell, tableText, wholeFlag, type Given, type PlaceCommand } from './commands.ts';
import { fleetOf, type Inventory } from '../../tables/inventory.ts';
import { runningOf, sizeOf } from '../../tables/room.ts';

/** What HA takes for a VM that reserves nothing. */
const leastSlot = { cpu: 32, memory: 1 };

export const failover: PlaceCommand = {
  line: 'supervisor-sandbox place failover --nodes FILE --pods FILE [flags]',
  summary: 'what the loss of any node, or any two, leaves running',
  text:
    'Loses every node, or every pair of nodes, and places what ran there on the others by best fit, in the order of restart priorities and\n' +
    'sizes, rules honoured. Answers with lines of lost,vms,restarted,left,example; the exit code is 1 when something does not restart.\n' +
    "The report says what vSphere HA's policies reckon of the same: slots (every VM as the largest one) and percentages of what is free.\n\n" +
    `${tableText}\n\n` +
    'Examples: supervisor-sandbox place failover --nodes hosts.csv --pods vms.csv --lost 2\n' +
    '          supervisor-sandbox place failover --nodes hosts.csv --pods vms.csv --more 4,16Gi',
  flags: {
    lost: { value: 'N', text: '1: every node; 2: every pair; 1 unless said' },
    more: { value: 'CPU,MEMORY', text: 'how many more of this size fit, now and after the worst loss' },
    'dedicated-nodes': { value: 'A|B', text: 'nodes that are kept free for failures: nothing may run there' },
  },
  check(given) {
    wholeFlag(given, 'lost', 1, 1, 2);
    shapeOf(given, 0);
  },
  run(inventory, given) {
    const { nodes, pods } = inventory;
    const more = shapeOf(given, inventory.plan.resources.length);
    const shapes = [...inventory.plan.shapes, ...(more === undefined ? [] : [more])];
    const plan = { ...inventory.plan, shapes };
    const { fleet, gpus } = fleetOf(instantiateKernels().fleet, { ...inventory, plan });
    const { ran, running } = runningOf(pods, { hosts: Int32Array.from(pods.nodeOf), devices: gpus });
    const countRoom = (): number | undefined =>
      more === undefined ? undefined : roomFor(fleet, shapes.length - 1);
    const roomNow = countRoom();
    let leastRoom = roomNow;
    const standing = standingOf(plan, fleet, running);
    const progress = createProgress('tried', (done) => counted(done, 'loss'));
    const failures = [...lossesOf(plan, wholeFlag(given, 'lost', 1, 1, 2) === 2 ? 2 : 1)].map((lost) => {
      progress.add(1);
      const { items, left } = suffer(standing, lost, () => {
        leastRoom = Math.min(leastRoom ?? 0, countRoom() ?? 0);
      });
      const [example] = left;
      return {
        lost: lost.map((host) => nodes.names[host] ?? ''),
        vms: items.length,
        restarted: items.length - left.length,
        left: left.length,
        example: example === undefined ? null : (pods.names[ran[example] ?? -1] ?? null),
      };
    });
    progress.clear();
    const slots = slotsOf(plan, running, leastSlot);
    const total = slots.slots.reduce((sum, count) => sum + count, 0);
    const [freeCpu = 0, freeMemory = 0] = freePercentages(plan, running);
    const dedicated = dedicatedOf(inventory, given);
    const bad = failures.filter(({ left }) => left > 0).length;
    const room = roomNow === undefined ? {} : { room: { now: roomNow, afterLoss: leastRoom } };
    const policies = {
      slots: {
        cpuMilli: slots.cpu,
        memoryMib: slots.memory,
        total,
        used: slots.used,
        hostFailures: slots.hostFailures,
      },
      percentage: { freeCpu, freeMemory },
      ...(dedicated === undefined ? {} : { dedicated }),
    };
    return {
      lines: [
        'lost,vms,restarted,left,example',
        ...failures.map(({ lost, vms, restarted, left, example }) =>
          [csvCell(lost.join('+')), vms, restarted, left, csvCell(example ?? '')].join(),
        ),
      ],
      fields: { running: running.length, policies, ...room },
      key: 'failures',
      items: failures,
      report: [
        `${counted(failures.length, 'loss')} tried: ${bad === 0 ? 'everything restarts each time' : `${bad} leave something`}`,
        `slots of ${slots.cpu}m and ${slots.memory} MiB: ${total}, ${slots.used} used; ${counted(slots.hostFailures, 'node')} may fail`,
        `free: CPU ${freeCpu} %, memory ${freeMemory} %`,
        ...(dedicated === undefined ? [] : [`on dedicated nodes: ${counted(dedicated.vms, 'VM')}`]),
        ...(roomNow === undefined
          ? []
          : [
              `${roomWords(roomNow)} more of ${given['more']} fit now, ${roomWords(leastRoom)} after the worst loss`,
            ]),
      ].join('\n'),
      exitCode: bad > 0 || (dedicated !== undefined && dedicated.vms > 0) ? 1 : 0,
    };
  },
};

/** The size that --more asks for, in so many resources. */
function shapeOf(given: Given, resources: number): ItemShape | undefined {
  const text = given['more'];
  if (text === undefined) return undefined;
  const words = text.split(',');
  const size = words.length === 2 ? sizeOf(words[0] ?? '', words[1] ?? '', resources) : undefined;
  if (size === undefined)
    throw new UsageError(`--more ${text}: CPU and memory as in Kubernetes, such as 4,16Gi`);
  return size;
}

function roomWords(room: number | undefined): string {
  return room === undefined || room >= ROOM_MAX ? `more than ${ROOM_MAX}` : String(room);
}

/** How many VMs run on nodes that are kept free for failures. */
function dedicatedOf({ nodes, pods }: Inventory, given: Given): { readonly vms: number } | undefined {
  const names = given['dedicated-nodes']?.split('|');
  if (names === undefined) return undefined;
  const places = new Set(
    names.map((name) => {
      const place = nodes.placeOf.get(name);
      if (place === undefined) throw new UsageError(`--dedicated-nodes: there is no node ${name}`);
      return place;
    }),
  );
  return { vms: pods.nodeOf.filter((place) => places.has(place)).length };
}
