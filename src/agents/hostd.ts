// What an ESXi host does by itself when its power goes or comes, or it fails: its VMs stop with it; after its boot it answers vCenter again,
// and its Spherelet reports a little later. vCenter notices a silent host as vSphere HA declares it.
import { latency } from '../control/latency.ts';
import type { Loop, Outcome, Write } from '../control/loop.ts';
import { hosts, isUp, type Host } from '../kinds/vsphere/host.ts';
import { hostsKind, machinesKind } from '../kinds/vsphere/machine.ts';
import { isOn, virtualMachines, type VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { limits } from '../std/limits.ts';
import { splitKey, keyOfObject } from '../store/object.ts';

function withStatus(host: Host, status: Host['status']): Write {
  const object: Host = { ...host, status: { ...host.status, ...status } };
  return { verb: 'update', kind: hosts, object, why: 'power' };
}

/** VMs that still count as running on a host without power, a page of them. */
function stopped(running: readonly VirtualMachine[], now: number): readonly Write[] {
  return running.slice(0, limits.writesPerEventMax).map((vm) => {
    const object = { ...vm, status: { ...vm.status, powerState: 'POWERED_OFF' as const, changedAt: now } };
    return { verb: 'update', kind: virtualMachines, object, why: 'its host lost power' };
  });
}

const isCutOff = ({ spec }: Host): boolean => spec.fault === 'Partitioned' || spec.fault === 'Isolated';

/** What a fault does at once, or its end: a machine without it boots, one that had no network has it again. */
function faulted(host: Host, now: number): Write {
  const { fault, disconnected } = host.spec;
  const { fault: before, ...rest } = host.status ?? {};
  const status = { ...rest, changedAt: now };
  const next = (change: Host['status']): Write => {
    const object: Host = {
      ...host,
      status: { ...status, ...change, ...(fault === undefined ? {} : { fault }) },
    };
    return { verb: 'update', kind: hosts, object, why: fault ?? 'recovered' };
  };
  if (fault === 'PowerLost') return next({ powerState: 'POWERED_OFF', sphereletReady: false });
  if (fault === 'PurpleScreen') return next({ sphereletReady: false });
  if (fault !== undefined || !isUp(host)) return next({});
  if (before === 'PowerLost' || before === 'PurpleScreen')
    return next({ powerState: 'POWERED_ON', connectionState: 'NOT_RESPONDING' });
  const connectionState = disconnected === true ? 'DISCONNECTED' : 'CONNECTED';
  return next({ connectionState, haState: 'connectedToMaster' });
}

/** As vCenter and vSphere HA come to know it: a host without heartbeats is dead, or alive and cut off where its storage still tells of it. */
function silent(host: Host, now: number): Outcome | undefined {
  const { connectionState, changedAt = now } = host.status ?? {};
  if (connectionState === 'NOT_RESPONDING') return undefined;
  const { fault } = host.spec;
  const after = fault === 'Isolated' ? latency.hostIsolatedMs : latency.hostDeclaredDeadMs;
  const left = after - (now - changedAt);
  if (left > 0) return { again: left };
  const states = { Partitioned: 'networkPartitionedFromMaster', Isolated: 'networkIsolated' } as const;
  const haState = fault === 'Partitioned' || fault === 'Isolated' ? states[fault] : 'hostDown';
  return { again: 1, writes: [withStatus(host, { connectionState: 'NOT_RESPONDING', haState })] };
}

export const hostd: Loop = {
  name: 'hostd',
  observes: { [hostsKind]: (prev, next) => [keyOfObject((next ?? prev) as Host)] },
  consults: [machinesKind],
  run(key, view): Outcome | undefined {
    const host = view.get<Host>(hostsKind, splitKey(key).name);
    if (host === undefined) return undefined;
    const { power, disconnected, fault } = host.spec;
    const wanted = disconnected === true ? 'DISCONNECTED' : 'CONNECTED';
    const { powerState, connectionState, changedAt = view.now, sphereletReady } = host.status ?? {};
    const since = view.now - changedAt;
    const { uid } = host.metadata;
    if (fault !== host.status?.fault) return { again: 1, writes: [faulted(host, view.now)] };
    if (!isUp(host)) {
      if (power === 'Off' && powerState !== 'POWERED_OFF') {
        return {
          again: 1,
          writes: [
            withStatus(host, { powerState: 'POWERED_OFF', changedAt: view.now, sphereletReady: false }),
          ],
        };
      }
      const running = view
        .list<VirtualMachine>(machinesKind, { index: ['host', host.metadata.name] })
        .filter(isOn);
      if (running.length > 0) return { writes: stopped(running, view.now), again: 1 };
      return silent(host, view.now);
    }
    if (isCutOff(host)) return silent(host, view.now);
    if (powerState !== 'POWERED_ON') {
      return {
        again: 1,
        writes: [
          withStatus(host, {
            powerState: 'POWERED_ON',
            connectionState: 'NOT_RESPONDING',
            changedAt: view.now,
          }),
        ],
      };
    }
    if (connectionState !== wanted) {
      const left = view.draw(uid, `boot ${changedAt}`, latency.hostBootMs) - since;
      if (left > 0) return { again: left };
      return {
        again: 1,
        writes: [
          withStatus(host, {
            connectionState: wanted,
            haState: 'connectedToMaster',
            changedAt: view.now,
          }),
        ],
      };
    }
    if (sphereletReady !== true) {
      const left = view.draw(uid, `spherelet ${changedAt}`, latency.sphereletReadyMs) - since;
      if (left > 0) return { again: left };
      return { again: 1, writes: [withStatus(host, { sphereletReady: true, changedAt: view.now })] };
    }
    return undefined;
  },
};
