/** The words of the world's states, and the shape that goes with each. */
import type { Host } from '../live/fabric.ts';
import type { State } from '../parts/state.ts';

export interface Look {
  readonly state: State;
  readonly word: string;
}

const podStates: Readonly<Record<string, State>> = {
  Running: 'success',
  Completed: 'off',
  Succeeded: 'off',
  Pending: 'pending',
  ContainerCreating: 'pending',
  PodInitializing: 'pending',
  Terminating: 'pending',
  Unknown: 'unknown',
};

/** A Pod by the word that kubectl shows: anything that is neither well nor on its way is trouble. */
export const podLook = (status: string, ready = ''): Look => {
  const state = (Object.hasOwn(podStates, status) ? podStates[status] : undefined) ?? 'danger';
  const [now, of] = ready.split('/');
  return { state: state === 'success' && ready !== '' && now !== of ? 'warning' : state, word: status };
};

export function hostLook({ spec, status = {} }: Pick<Host, 'spec' | 'status'>): Look {
  if (status.powerState === 'POWERED_OFF' && spec.fault === undefined)
    return { state: 'off', word: status.connectionState === 'CONNECTED' ? 'Powering off' : 'Powered off' };
  if (status.powerState === 'STANDBY') return { state: 'off', word: 'Standby' };
  if (spec.fault !== undefined) return { state: 'danger', word: 'Not responding' };
  if (status.connectionState === 'NOT_RESPONDING') return { state: 'pending', word: 'Starting' };
  if (status.connectionState === 'DISCONNECTED') return { state: 'warning', word: 'Disconnected' };
  if (status.inMaintenanceMode === true) return { state: 'off', word: 'Maintenance Mode' };
  if (spec.maintenance === true) return { state: 'pending', word: 'Entering Maintenance Mode' };
  if (status.sphereletReady !== true) return { state: 'warning', word: 'Connected, Spherelet not ready' };
  return { state: 'success', word: 'Connected' };
}

/** A node by the word that kubectl shows: `Ready`, `NotReady,SchedulingDisabled`. */
export const nodeLook = (word: string): Look => ({
  state: word === 'Ready' ? 'success' : word.startsWith('Ready') ? 'warning' : 'danger',
  word,
});

const configStates: Readonly<Record<string, Look>> = {
  RUNNING: { state: 'success', word: 'Running' },
  CONFIGURED: { state: 'success', word: 'Configured' },
  CONFIGURING: { state: 'pending', word: 'Configuring' },
  REMOVING: { state: 'pending', word: 'Removing' },
  ERROR: { state: 'danger', word: 'Error' },
  READY: { state: 'success', word: 'Ready' },
  WARNING: { state: 'warning', word: 'Warning' },
};

export const configLook = (status: string | undefined): Look =>
  (status !== undefined && Object.hasOwn(configStates, status) ? configStates[status] : undefined) ?? {
    state: 'unknown',
    word: status ?? 'Unknown',
  };

const taskStates: Readonly<Record<string, Look>> = {
  QUEUED: { state: 'pending', word: 'Queued' },
  RUNNING: { state: 'pending', word: 'Running' },
  SUCCESS: { state: 'success', word: 'Completed' },
  ERROR: { state: 'danger', word: 'Failed' },
};

export const taskLook = (state: string | undefined): Look =>
  (state !== undefined && Object.hasOwn(taskStates, state) ? taskStates[state] : undefined) ?? {
    state: 'unknown',
    word: state ?? 'Queued',
  };

const haWords: Readonly<Record<string, string>> = {
  master: 'Running (Primary)',
  connectedToMaster: 'Connected (Secondary)',
  hostDown: 'Host failed',
  networkPartitionedFromMaster: 'Network partitioned',
  networkIsolated: 'Network isolated',
};

/** vSphere HA's word on a host, as the client shows it. */
export const haWord = (state: string | undefined): string =>
  state === undefined ? '' : ((Object.hasOwn(haWords, state) ? haWords[state] : undefined) ?? state);

export const powerLook = (power: string | undefined): Look =>
  power === 'POWERED_ON'
    ? { state: 'success', word: 'Powered on' }
    : { state: 'off', word: power === 'SUSPENDED' ? 'Suspended' : 'Powered off' };

/** `vSAN`, `VMFS`: a datastore's type as the client writes it. */
export const datastoreWord = (type: string): string => (type === 'vsan' ? 'vSAN' : type.toUpperCase());

export const eventLook = (type: string): Look =>
  type === 'Warning' ? { state: 'warning', word: 'Warning' } : { state: 'info', word: type };

/** A condition: most are well when True; pressures and the like when False. */
export function conditionLook(type: string, status: string): Look {
  const good = /Pressure$|Unavailable$|^ReplicaFailure$|^Stalled$/.test(type) ? 'False' : 'True';
  if (status === 'Unknown') return { state: 'unknown', word: status };
  return { state: status === good ? 'success' : 'warning', word: status };
}

/** A triggered alarm by its colour. */
export const alarmLook = (colour: string | undefined): Look =>
  colour === 'red' ? { state: 'danger', word: 'Critical' } : { state: 'warning', word: 'Warning' };

/** An event of vCenter by its type, and of an alarm by the colour that it took. */
export const severityLook = (type: string, message: string): Look =>
  /(Lost|Failed|Error)/.test(type) || message.endsWith('to Red')
    ? { state: 'danger', word: 'Error' }
    : message.endsWith('to Yellow')
      ? { state: 'warning', word: 'Warning' }
      : type === 'GeneralUserEvent'
        ? { state: 'unknown', word: 'User' }
        : { state: 'info', word: 'Information' };
