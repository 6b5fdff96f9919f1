// A node with the Pods on it. Source: kubectl pkg/describe/describe.go, describeNode.
import type { Json, JsonObject } from '../../../std/draft.ts';
import {
  formatQuantity,
  parseQuantity,
  quantityMilliValue,
  quantityOf,
  quantityValue,
  type Quantity,
} from '../../../std/quantity.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { isExpected, StatusFailure } from '../failure.ts';
import { at, isObject, listAt, objectAt, textAt, textsAt } from '../json.ts';
import { quantityText } from './containers.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { ageOf, listAll, searchEvents, writeEvents } from './events.ts';
import { writeAnnotations, writeTaints, writeTexts } from './metadata.ts';
import { add, podAmounts, type Amounts } from './requests.ts';

const roleLabel = 'node-role.kubernetes.io/';

function rolesOf(labels: readonly (readonly [string, string])[]): string {
  const roles = labels.flatMap(([key, value]) => {
    if (key.startsWith(roleLabel) && key !== roleLabel) return [key.slice(roleLabel.length)];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return [...new Set(roles)].sort().join(',') || '<none>';
}

function* writeLease(description: Description, client: Client, name: string): Run<void> {
  try {
    const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;
    const spec = objectAt(yield* sendJson(client, { path }), 'spec');
    description.write(0, 'Lease:\n');
    description.field(1, 'HolderIdentity', textAt(spec, 'holderIdentity') || '<unset>');
    for (const [title, member] of [
      ['AcquireTime', 'acquireTime'],
      ['RenewTime', 'renewTime'],
    ] as const) {
      const time = textAt(spec, member);
      description.field(1, title, time === '' ? '<unset>' : longTime(time));
    }
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    description.field(0, 'Lease', `Failed to get lease: ${failure.message}`);
  }
}

function writeNodeConditions(description: Description, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  description.write(
    0,
    'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n',
  );
  description.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n');
  for (const condition of conditions) {
    const cells = [
      textAt(condition, 'type'),
      textAt(condition, 'status'),
      longTime(textAt(condition, 'lastHeartbeatTime')),
      longTime(textAt(condition, 'lastTransitionTime')),
      textAt(condition, 'reason'),
    ];
    description.write(1, `${cells.join(' \t')} \t${textAt(condition, 'message')}\n`);
  }
}

function writeAmounts(description: Description, title: string, amounts: Json | undefined): void {
  const list = textsAt(amounts);
  if (list.length > 0) description.write(0, `${title}:\n`);
  for (const [name, amount] of list) description.field(1, name, quantityText(amount));
}

const systemInfo = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
  ['Kube-Proxy Version', 'kubeProxyVersion'],
] as const;

function writeFacts(description: Description, node: JsonObject): void {
  const [spec, status] = [objectAt(node, 'spec'), objectAt(node, 'status')];
  description.write(0, 'Addresses:\n');
  for (const address of listAt(status, 'addresses')) {
    description.field(1, textAt(address, 'type'), textAt(address, 'address'));
  }
  writeAmounts(description, 'Capacity', status['capacity']);
  writeAmounts(description, 'Allocatable', status['allocatable']);
  description.write(0, 'System Info:\n');
  for (const [title, member] of systemInfo) description.field(1, title, textAt(status, 'nodeInfo', member));
  const ranges = listAt(spec, 'podCIDRs').map(String).join(',');
  if (textAt(spec, 'podCIDR') !== '') description.field(0, 'PodCIDR', textAt(spec, 'podCIDR'));
  if (ranges !== '') description.field(0, 'PodCIDRs', ranges);
  if (textAt(spec, 'providerID') !== '') description.field(0, 'ProviderID', textAt(spec, 'providerID'));
}

const none = quantityOf(0, 'DecimalSI');
const fixedResources = ['cpu', 'memory', 'ephemeral-storage'];

/** An amount with its part of what the node has, in whole percents cut off. */
function share(amount: Quantity, name: string, allocatable: Json | undefined): string {
  const size = name === 'cpu' ? quantityMilliValue : quantityValue;
  const whole = at(allocatable, name);
  const total = size(
    parseQuantity(typeof whole === 'string' || typeof whole === 'number' ? whole : '0') ?? none,
  );
  const percent = total === 0 ? 0 : Math.trunc((size(amount) / total) * 100);
  return `${formatQuantity(amount)} (${percent}%)`;
}

function writePods(
  description: Description,
  node: JsonObject,
  pods: readonly JsonObject[],
  now: number,
): void {
  const status = objectAt(node, 'status');
  const allocatable = textsAt(status, 'allocatable').length > 0 ? status['allocatable'] : status['capacity'];
  description.field(0, 'Non-terminated Pods', `(${pods.length} in total)`);
  description.write(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n');
  description.write(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n');
  const requested = new Map<string, Quantity>();
  const limited = new Map<string, Quantity>();
  for (const pod of pods) {
    const [requests, limits]: readonly Amounts[] = [podAmounts(pod, 'requests'), podAmounts(pod, 'limits')];
    add(requested, requests as Amounts);
    add(limited, limits as Amounts);
    const shares = ['cpu', 'memory'].flatMap((name) =>
      [requests, limits].map((amounts) => share(amounts?.get(name) ?? none, name, allocatable)),
    );
    const metadata = objectAt(pod, 'metadata');
    const head = `${textAt(metadata, 'namespace')}\t${textAt(metadata, 'name')}\t\t`;
    description.write(
      1,
      `${head}${shares.join('\t')}\t${ageOf(textAt(metadata, 'creationTimestamp'), now)}\n`,
    );
  }
  description.write(
    0,
    'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n',
  );
  description.write(1, 'Resource\tRequests\tLimits\n');
  description.write(1, '--------\t--------\t------\n');
  const line = (name: string, show: (amount: Quantity) => string) =>
    description.write(
      1,
      `${name}\t${show(requested.get(name) ?? none)}\t${show(limited.get(name) ?? none)}\n`,
    );
  for (const name of fixedResources) line(name, (amount) => share(amount, name, allocatable));
  const others = textsAt(allocatable).map(([name]) => name);
  const isHuge = (name: string) => name.startsWith('hugepages-');
  for (const name of others.filter(isHuge)) line(name, (amount) => share(amount, name, allocatable));
  for (const name of others) {
    if (!isHuge(name) && !fixedResources.includes(name) && name !== 'pods') line(name, formatQuantity);
  }
}

function* podsOn(client: Client, name: string): Run<readonly JsonObject[] | undefined> {
  const fieldSelector = `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`;
  try {
    return (yield* listAll(client, '/api/v1/pods', { fieldSelector })).filter(isObject);
  } catch (failure) {
    if (failure instanceof StatusFailure && failure.status.reason === 'Forbidden') return undefined;
    throw failure;
  }
}

export function* describeNode({ client, object: node, showEvents, now }: Described): Run<string> {
  const description = new Description();
  const metadata = objectAt(node, 'metadata');
  const name = textAt(metadata, 'name');
  const pods = yield* podsOn(client, name);
  const about = { name, namespace: '', kind: 'Node' };
  const events = showEvents
    ? [
        ...(yield* searchEvents(client, { ...about, uid: textAt(metadata, 'uid') })),
        ...(yield* searchEvents(client, { ...about, uid: name })),
      ]
    : [];
  description.field(0, 'Name', name);
  description.field(0, 'Roles', rolesOf(textsAt(metadata, 'labels')));
  writeTexts(description, 'Labels', metadata['labels']);
  writeAnnotations(description, 'Annotations', metadata['annotations']);
  description.field(0, 'CreationTimestamp', longTime(textAt(metadata, 'creationTimestamp')));
  writeTaints(description, listAt(node, 'spec', 'taints'));
  description.field(0, 'Unschedulable', at(node, 'spec', 'unschedulable') === true);
  yield* writeLease(description, client, name);
  writeNodeConditions(description, listAt(node, 'status', 'conditions'));
  writeFacts(description, node);
  if (pods === undefined) description.field(0, 'Pods', 'not authorized');
  else writePods(description, node, pods, now);
  if (showEvents) writeEvents(description, events, now);
  return description.end();
}
