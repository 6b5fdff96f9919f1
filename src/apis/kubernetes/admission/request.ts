// What admission steps ask of a request.
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { Draft } from '../../../std/draft.ts';
import type { WriteContext } from '../../../store/kind.ts';
import { whole, type AdmissionRequest } from '../../../store/pipeline.ts';

/** Whether the object itself is written, not a part of it. */
export function isMain({ subresource }: WriteContext): boolean {
  return subresource === '' || subresource === whole;
}

/** The Pod that is to be created, or undefined where the request is about anything else. */
export function newPod({ verb, kind, next, context }: AdmissionRequest): Draft<Pod> | undefined {
  if (verb !== 'create' || kind.plural !== 'pods' || kind.group !== '' || !isMain(context)) return undefined;
  const pod = next as Draft<Pod> | undefined;
  return pod?.spec === undefined ? undefined : pod;
}
