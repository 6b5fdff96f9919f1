/** How far a vSphere Pod is, in five steps as the product takes them: API server, kube-scheduler, DRS, CRX, running. */
import type { Pod } from '#types';
import type { VirtualMachine } from '../../live/fabric.ts';
import type { Live } from '../../live/objects.ts';
import type { State } from '../../parts/state.ts';
import { clockOf, secondsOf, spanOf } from '../format.ts';
import { podLook } from '../look.ts';
import { shortName as short } from './placement.ts';

export interface Step {
  readonly title: string;
  readonly text: string;
  readonly state: State;
}

export const stepWords: Readonly<Record<string, string>> = {
  Placed: 'Placed by DRS',
  NetworkRealized: 'Network realized by NSX',
  ImageAwaited: 'Waits for its images',
  ImageReady: 'Images ready as disks',
  PoweredOn: 'CRX powered on',
  Booted: 'Kernel booted',
  VolumesMounted: 'Volumes mounted',
  Started: 'Containers started',
};

export function stepAt(vm: VirtualMachine | undefined, step: string): number | undefined {
  return vm?.status?.steps?.findLast((taken) => taken.step === step)?.at;
}

export function stepsOf(pod: Live<Pod>, vm: VirtualMachine | undefined): readonly Step[] {
  const created = Date.parse(pod.metadata.creationTimestamp);
  const node = pod.spec?.nodeName ?? '';
  const placement = vm?.status?.placement;
  const unschedulable = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  const isRunning = pod.status?.phase === 'Running';
  const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const placed = placement?.at ?? stepAt(vm, 'Placed');
  const image = stepAt(vm, 'ImageReady');
  const powered = stepAt(vm, 'PoweredOn');
  const booted = stepAt(vm, 'Booted');
  const started = stepAt(vm, 'Started');
  const waiting = (text: string): Pick<Step, 'state' | 'text'> => ({ state: 'pending', text });
  const later: Pick<Step, 'state' | 'text'> = { state: 'unknown', text: 'not yet' };

  const scheduler: Step =
    placement !== undefined
      ? {
          title: 'kube-scheduler',
          state: 'success',
          text: `${placement.scheduler.feasible} of ${placement.scheduler.nodes} nodes pass${
            placement.scheduler.preferred === undefined
              ? ''
              : `, prefers ${short(placement.scheduler.preferred.name)} (${placement.scheduler.preferred.score})`
          }`,
        }
      : node !== ''
        ? { title: 'kube-scheduler', state: 'success', text: `assigned to ${short(node)}` }
        : unschedulable?.reason === 'Unschedulable'
          ? {
              title: 'kube-scheduler',
              state: 'warning',
              text: (unschedulable.message ?? '').split(':')[0] ?? '',
            }
          : { title: 'kube-scheduler', ...waiting('choosing') };
  const agrees = placement?.scheduler.preferred?.name === placement?.drs.winner.name;
  const drs: Step =
    placement !== undefined
      ? {
          title: 'DRS, the final word',
          state: agrees ? 'success' : 'warning',
          text: agrees
            ? `agrees with ${short(placement.drs.winner.name)}`
            : `declines ${short(placement.scheduler.preferred?.name ?? '')} for ${short(placement.drs.winner.name)}`,
        }
      : node !== ''
        ? { title: 'DRS, the final word', state: 'declined', text: 'not asked: no vSphere Pod' }
        : { title: 'DRS, the final word', ...later };
  const crx: Step =
    booted !== undefined && powered !== undefined
      ? {
          title: `CRX on ${short(vm?.status?.host ?? node)}`,
          state: 'success',
          text: `created in ${spanOf(powered - (image ?? placed ?? powered))}, kernel up in ${spanOf(booted - powered)}`,
        }
      : vm !== undefined
        ? {
            title: `CRX on ${short(vm.status?.host ?? node)}`,
            ...waiting(
              stepAt(vm, 'NetworkRealized') === undefined ? 'waits for its network' : 'waits for its images',
            ),
          }
        : node !== ''
          ? { title: 'CRX', state: 'declined', text: 'none: runs on a control plane node' }
          : { title: 'CRX', ...later };
  const startTime =
    started ?? (pod.status?.startTime === undefined ? undefined : Date.parse(pod.status.startTime));
  /** A container that does not start, or not again. */
  const trouble = pod.status?.containerStatuses?.find(
    ({ state }) => podLook(state?.waiting?.reason ?? 'Pending').state === 'danger',
  )?.state?.waiting?.reason;
  const runs: Step =
    trouble !== undefined
      ? { title: 'Running', state: 'danger', text: trouble }
      : isRunning || ended
        ? {
            title: pod.status?.phase ?? 'Running',
            state: isRunning ? 'success' : pod.status?.phase === 'Failed' ? 'danger' : 'off',
            text:
              startTime === undefined
                ? ''
                : started === undefined
                  ? secondsOf(startTime)
                  : `${clockOf(startTime)}, after ${spanOf(startTime - created)}`,
          }
        : { title: 'Running', ...(node === '' ? later : waiting('on its way')) };
  return [
    { title: 'API server', state: 'success', text: `admitted ${secondsOf(created)}` },
    scheduler,
    drs,
    crx,
    runs,
  ];
}
