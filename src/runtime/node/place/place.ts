// `place`: Pods without a node get one, in the order of their table, by a policy.
import { DEVICES_MAX, effectivePolicy, policies, type Fleet, type Policy } from '../../../kernels/fleet.ts';
import { instantiateKernels } from '../kernels.ts';
import { createProgress } from '../pieces.ts';
import { UsageError } from '../args.ts';
import {
  counted,
  csvCell,
  percentOf,
  tableText,
  type Answer,
  type Given,
  type PlaceCommand,
} from './commands.ts';
import { fleetOf, policyWords, type Inventory } from '../../tables/inventory.ts';
import { placeAll, reasonsOf, usesOf, type Placed } from '../../tables/placing.ts';

const SHAPES_EXPLAINED_MAX = 5;

function policyOf(given: Given): Policy {
  const asked = given['policy'] ?? 'balance';
  const policy = policies.find((each) => each === asked);
  if (policy === undefined)
    throw new UsageError(`there is no policy ${asked}; policies are ${policies.join(', ')}`);
  return policy;
}

export const place: PlaceCommand = {
  line: 'supervisor-sandbox place --nodes FILE --pods FILE [--policy NAME] [flags]',
  summary: 'give Pods nodes by a policy',
  text:
    'Gives every Pod without a node the node that the policy likes best when its turn comes; of equals the first of the table.\n' +
    'Answers with lines of pod,node,gpus in the order of the Pods; node is empty where none has room, and the report says why.\n\n' +
    'balance   as DRS and kube-scheduler spread: the emptiest node, the scarcest resource deciding\n' +
    'best-fit  the fullest node\n' +
    'fgd       the least new fragments of GPUs (Weng et al., USENIX ATC 2023)\n' +
    'yield     what a node can still give afterwards: GPUs that the other Pods could use and its CPU can feed\n\n' +
    `${tableText}\n\n` +
    'Examples: supervisor-sandbox place --nodes nodes.csv --pods pods.csv --policy yield\n' +
    '          supervisor-sandbox place --nodes nodes.json --pods - --json < pods.csv',
  flags: {
    policy: { value: 'NAME', text: `${policies.join(', ')}; balance unless said` },
    all: { text: 'exit with 1 when a Pod has no node' },
  },
  check: (given) => void policyOf(given),
  run(inventory, given) {
    const policy = policyOf(given);
    const { fleet, gpus } = fleetOf(instantiateKernels().fleet, inventory);
    fleet.usePolicy(policy);
    const progress = createProgress('placed', (done) => counted(done, 'Pod'));
    const placed = placeAll(inventory, fleet, gpus, (pods) => progress.add(pods));
    progress.clear();
    return answerOf(inventory, fleet, placed, policy, given['all'] !== undefined);
  },
};

function answerOf(
  inventory: Inventory,
  fleet: Fleet,
  { hosts, devices }: Placed,
  policy: Policy,
  needsAll: boolean,
): Answer {
  const { nodes, pods, plan } = inventory;
  const left = [...hosts.keys()].filter((pod) => (hosts[pod] ?? 0) < 0);
  const used = usesOf(inventory, fleet);
  const occupied = new Set(hosts);
  occupied.delete(-1);
  const reasons = reasonsOf(inventory, fleet, left);
  const items = function* (): Iterable<{ pod: string; node: string | null; gpus: number[] }> {
    for (const [pod, name] of pods.names.entries()) {
      const node = nodes.names[hosts[pod] ?? -1] ?? null;
      yield { pod: name, node, gpus: devicesOf(devices[pod] ?? 0) };
    }
  };
  const lines = function* (): Iterable<string> {
    yield 'pod,node,gpus';
    for (const { pod, node, gpus } of items())
      yield `${csvCell(pod)},${csvCell(node ?? '')},${gpus.join('+')}`;
  };
  const shares = used.map(({ name, capacity, used: amount }) => `${name} ${percentOf(amount, capacity)}`);
  const placed = hosts.length - left.length;
  return {
    lines: lines(),
    fields: {
      policy: effectivePolicy(plan, policy),
      pods: { in: hosts.length, placed },
      nodes: { in: plan.hosts.length, occupied: occupied.size },
      resources: used,
      unplaced: reasons,
    },
    key: 'placements',
    items: items(),
    report: [
      `${counted(hosts.length, 'Pod')}, ${placed} placed on ${counted(occupied.size, 'node')} by ${policyWords(plan, policy)}; used: ${shares.join(', ')}`,
      ...reasons.slice(0, SHAPES_EXPLAINED_MAX).map(({ pods: count, first, words }) => {
        const others = count > 1 ? ` and ${counted(count - 1, 'Pod')} like it` : '';
        return `${first}${others}: ${words}`;
      }),
      ...(reasons.length > SHAPES_EXPLAINED_MAX
        ? [`and Pods of ${counted(reasons.length - SHAPES_EXPLAINED_MAX, 'other shape')}`]
        : []),
    ].join('\n'),
    exitCode: needsAll && left.length > 0 ? 1 : 0,
  };
}

function devicesOf(bits: number): number[] {
  return Array.from({ length: DEVICES_MAX }, (_, device) => device).filter(
    (device) => ((bits >> device) & 1) === 1,
  );
}
