// What admission steps ask of a request.
import type { Pod } from '../../../kinds/core/pod/pod.ts';
import type { Draft } from '../../../std/draft.ts';
import type { WriteContext } from '../../../store/kind.ts';
import type { AdmissionRequest } from '../../../store/admission.ts';
import { whole } from '../../../store/pipeline.ts';

/** Whether the object itself is written, not a part of it. */
export function isMain({ subresource }: WriteContext): boolean {
  return subresource === '' || subresource === whole;
}

/** The Pod that is to be created or changed, or undefined where the request is about anything else. */
export function writtenPod({ verb, kind, next, context }: AdmissionRequest): Draft<Pod> | undefined {
  if (verb === 'delete' || kind.plural !== 'pods' || kind.group !== '' || !isMain(context)) return undefined;
  const pod = next as Draft<Pod> | undefined;
  return pod?.spec === undefined ? undefined : pod;
}

/** The Pod that is to be created, or undefined where the request is about anything else. */
export function newPod(request: AdmissionRequest): Draft<Pod> | undefined {
  return request.verb === 'create' ? writtenPod(request) : undefined;
}
