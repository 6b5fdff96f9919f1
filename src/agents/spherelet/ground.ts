// What a Spherelet stands on while it brings a Pod up, and what it writes and says.
import type { Container } from '#types';
import type { Note, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { pods, type Pod } from '../../kinds/core/pod/pod.ts';
import type { Host } from '../../kinds/vsphere/host.ts';
import { fabricScope } from '../../kinds/vsphere/supervisor.ts';
import { virtualMachines, type VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';

const component = 'kubelet';

/** Steps on a CRX's timeline, in order. */
export const steps = {
  placed: 'Placed',
  network: 'NetworkRealized',
  image: 'ImageReady',
  powerOn: 'PoweredOn',
  boot: 'Booted',
  volumes: 'VolumesMounted',
  started: 'Started',
} as const;

export interface Ground {
  readonly pod: Pod;
  readonly vm: VirtualMachine;
  readonly host: Host;
  readonly view: View;
}

export function allContainers({ spec }: Pod): readonly Container[] {
  return spec.initContainers === undefined ? spec.containers : [...spec.initContainers, ...spec.containers];
}

export function imagesOf(pod: Pod): readonly string[] {
  return [...new Set(allContainers(pod).map(({ image }) => image ?? ''))];
}

export function note(pod: Pod, reason: string, message: string, more: Partial<Note> = {}): Note {
  return { about: pod, type: 'Normal', reason, message, component, host: pod.spec.nodeName ?? '', ...more };
}

export function updatePod(object: Pod, why: string): Write {
  return { verb: 'update', kind: pods, object, why };
}

export function updateVm(object: VirtualMachine, why: string): Write {
  return { verb: 'update', kind: virtualMachines, in: fabricScope, object, why };
}
