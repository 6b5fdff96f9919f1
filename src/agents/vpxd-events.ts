// vCenter's events of hosts and VMs: what a commit changed of them, in the vSphere Client's words. What people ask for is told where it is done;
// what happens to the CRXs of vSphere Pods stands in their own steps. Source: vSphere Web Services API, Event and its heirs.
import { nobody, type Loop, type Outcome, type Write } from '../control/loop.ts';
import type { Cluster } from '../kinds/vsphere/cluster.ts';
import {
  vcenterEvents,
  vcenterEventsKind,
  type EventSpec,
  type VCenterEvent,
} from '../kinds/vsphere/event.ts';
import type { Host } from '../kinds/vsphere/host.ts';
import { hostsKind, machinesKind } from '../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { limits } from '../std/limits.ts';
import type { ReadView } from '../store/view.ts';

type Severity = EventSpec['severity'];

interface Words {
  readonly severity: Severity;
  /** `where` is the datacenter, `on` a VM's host, `from` the one that it was on. */
  readonly message: (names: Names) => string;
}

interface Names {
  readonly name: string;
  readonly where: string;
  readonly on: string;
  readonly from: string;
}

const info = (message: Words['message']): Words => ({ severity: 'info', message });

const hostWords = {
  HostConnectionLostEvent: {
    severity: 'error',
    message: ({ name, where }) => `Host ${name} in ${where} is not responding`,
  },
  HostConnectedEvent: info(({ name, where }) => `Connected to ${name} in ${where}`),
  HostDisconnectedEvent: info(
    ({ name, where }) => `Disconnected from ${name} in ${where}. Reason: user request`,
  ),
  HostShutdownEvent: info(({ name, where }) => `Shut down of ${name} in ${where}: user request`),
  HostRemovedEvent: info(({ name, where }) => `Removed host ${name} in ${where}`),
  EnteringMaintenanceModeEvent: info(
    ({ name, where }) => `Host ${name} in ${where} has started to enter maintenance mode`,
  ),
  EnteredMaintenanceModeEvent: info(
    ({ name, where }) => `Host ${name} in ${where} has entered maintenance mode`,
  ),
  ExitMaintenanceModeEvent: info(({ name, where }) => `Host ${name} in ${where} has exited maintenance mode`),
} as const satisfies Readonly<Record<string, Words>>;

const machineWords = {
  VmPoweredOnEvent: info(({ name, on, where }) => `${name} on ${on} in ${where} is powered on`),
  VmPoweredOffEvent: info(({ name, on, where }) => `${name} on ${on} in ${where} is powered off`),
  VmSuspendedEvent: info(({ name, on, where }) => `${name} on ${on} in ${where} is suspended`),
  VmMigratedEvent: info(
    ({ name, on, from, where }) =>
      `Migration of virtual machine ${name} from ${from} to ${on} in ${where} completed`,
  ),
  VmRestartedOnAlternateHostEvent: info(
    ({ name, on, from }) => `Virtual machine ${name} was restarted on ${on} since ${from} failed`,
  ),
  VmRemovedEvent: info(({ name, on, where }) => `Removed ${name} on ${on} from ${where}`),
} as const satisfies Readonly<Record<string, Words>>;

type HostEvent = keyof typeof hostWords;
type MachineEvent = keyof typeof machineWords;

function ofConnection(before: Host, after: Host): readonly HostEvent[] {
  const state = after.status?.connectionState;
  if (state === before.status?.connectionState) return [];
  if (state === 'NOT_RESPONDING') return ['HostConnectionLostEvent'];
  return state === 'DISCONNECTED' ? ['HostDisconnectedEvent'] : ['HostConnectedEvent'];
}

function ofMaintenance(before: Host, after: Host): readonly HostEvent[] {
  const was = before.status?.inMaintenanceMode === true;
  const is = after.status?.inMaintenanceMode === true;
  const asked = before.spec.maintenance !== true && after.spec.maintenance === true;
  return [
    ...(asked && !is ? (['EnteringMaintenanceModeEvent'] as const) : []),
    ...(is && !was ? (['EnteredMaintenanceModeEvent'] as const) : []),
    ...(was && !is ? (['ExitMaintenanceModeEvent'] as const) : []),
  ];
}

function hostEvents(before: Host | undefined, after: Host | undefined): readonly HostEvent[] {
  if (before === undefined) return [];
  if (after === undefined) return ['HostRemovedEvent'];
  const isShut = before.spec.power === 'On' && after.spec.power === 'Off';
  return [
    ...(isShut ? (['HostShutdownEvent'] as const) : []),
    ...ofConnection(before, after),
    ...ofMaintenance(before, after),
  ];
}

const powers = {
  POWERED_ON: 'VmPoweredOnEvent',
  POWERED_OFF: 'VmPoweredOffEvent',
  SUSPENDED: 'VmSuspendedEvent',
} as const;

function machineEvents(
  before: VirtualMachine | undefined,
  after: VirtualMachine | undefined,
): readonly MachineEvent[] {
  if (before === undefined || before.spec.role === 'Pod') return [];
  if (after === undefined) return ['VmRemovedEvent'];
  const { powerState: was = 'POWERED_OFF', host: from } = before.status ?? {};
  const { powerState: is = 'POWERED_OFF', host: on } = after.status ?? {};
  const isMoved = from !== undefined && on !== undefined && from !== on;
  if (is !== was) return isMoved && is === 'POWERED_ON' ? ['VmRestartedOnAlternateHostEvent'] : [powers[is]];
  return isMoved && is === 'POWERED_ON' ? ['VmMigratedEvent'] : [];
}

/** Keys carry what is gone by the time that they run: the type, the object, the host that a VM was on. */
const keyOf = (...parts: readonly string[]): string => parts.join('|');

const prune = 'prune';

function datacenterOf(view: ReadView, cluster: string | undefined): string {
  return view.get<Cluster>('vsphere.sandbox/clusters', cluster ?? '')?.spec.datacenter ?? 'the inventory';
}

function eventOf(view: ReadView, type: string, name: string, from: string): EventSpec | undefined {
  if (type in hostWords) {
    const host = view.get<Host>(hostsKind, name);
    const { severity, message } = hostWords[type as HostEvent];
    const names = { name, where: datacenterOf(view, host?.spec.cluster), on: '', from };
    const target = { kind: 'HostSystem', name, ...(host === undefined ? {} : { id: host.spec.moid }) };
    return { type, severity, message: message(names), at: view.now, user: '', target };
  }
  if (!(type in machineWords)) return undefined;
  const vm = view.get<VirtualMachine>(machinesKind, name);
  const { severity, message } = machineWords[type as MachineEvent];
  const title = vm?.spec.displayName ?? name;
  const where = datacenterOf(view, vm?.spec.cluster);
  const names = { name: title, where, on: vm?.status?.host ?? from, from };
  const target = { kind: 'VirtualMachine', name: title, id: name };
  return { type, severity, message: message(names), at: view.now, user: '', target };
}

/** The oldest go where there are too many, a page at a time. */
function pruned(view: ReadView): Outcome | undefined {
  const excess = view.count(vcenterEventsKind) - limits.vcenterEventsKeptMax;
  if (excess <= 0) return undefined;
  const writes: readonly Write[] = view
    .list<VCenterEvent>(vcenterEventsKind)
    .toSorted((a, b) => a.spec.at - b.spec.at)
    .slice(0, Math.min(excess, limits.writesPerEventMax))
    .map((object) => ({ verb: 'delete', kind: vcenterEvents, object, why: 'newer events are kept' }));
  return excess > writes.length ? { writes, again: 1 } : { writes };
}

export const vpxdEvents: Loop = {
  name: 'vpxd-events',
  observes: {
    [hostsKind]: (prev, next) => {
      const host = (next ?? prev) as Host;
      const types = hostEvents(prev as Host | undefined, next as Host | undefined);
      return types.map((type) => keyOf(type, host.metadata.name, ''));
    },
    [machinesKind]: (prev, next) => {
      const before = prev as VirtualMachine | undefined;
      const vm = (next ?? prev) as VirtualMachine;
      const types = machineEvents(before, next as VirtualMachine | undefined);
      return types.map((type) => keyOf(type, vm.metadata.name, before?.status?.host ?? ''));
    },
    [vcenterEventsKind]: (prev) => (prev === undefined ? [prune] : nobody),
  },
  consults: ['vsphere.sandbox/clusters'],
  run(key, view): Outcome | undefined {
    if (key === prune) return pruned(view);
    const [type = '', name = '', from = ''] = key.split('|');
    const event = eventOf(view, type, name, from);
    const named = `${name}.${type}.${view.now}`;
    if (event === undefined || view.get(vcenterEventsKind, named) !== undefined) return undefined;
    const object = { metadata: { name: named }, spec: { ...event } };
    return { writes: [{ verb: 'create', kind: vcenterEvents, object, why: event.message }] };
  },
};
