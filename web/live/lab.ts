/** The lab's worker: one for each page that opens it, gone with its memory when that page closes it. */
import { type Remote, wrap } from 'comlink';
import address from '../../src/runtime/browser/lab.ts?worker&url';
import type { LabDoor } from '../../src/runtime/browser/lab-door.ts';
import { workerAddress } from './worker-address.ts';

export type * from '../../src/runtime/browser/lab-door.ts';

export interface Lab {
  readonly door: Remote<LabDoor>;
  readonly close: () => void;
}

/** @param onFailed hears when the worker died or could not be loaded, which no answer would tell. */
export function openLab(onFailed: (why: string) => void): Lab {
  const worker = new Worker(workerAddress(new URL(address, import.meta.url)), {
    type: 'module',
    name: 'lab',
  });
  worker.addEventListener('error', (event) =>
    onFailed(event.message || 'the lab’s worker could not be loaded'),
  );
  return { door: wrap<LabDoor>(worker), close: () => worker.terminate() };
}
