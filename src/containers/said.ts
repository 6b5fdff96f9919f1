// What a kubelet says of one container of a Pod.
import type { Container } from '#types';
import type { Note } from '../control/loop.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';

const component = 'kubelet';

/** Where a container stands in its Pod, as events name it. */
export function containerPath(pod: Pod, { name }: Container): string {
  const lists = ['initContainers', 'ephemeralContainers'] as const;
  const list = lists.find((each) => pod.spec[each]?.some((container) => container.name === name) === true);
  return `spec.${list ?? 'containers'}{${name}}`;
}

export function said(
  pod: Pod,
  container: Container,
  type: Note['type'],
  reason: string,
  message: string,
): Note {
  return {
    about: pod,
    type,
    reason,
    message,
    component,
    host: pod.spec.nodeName ?? '',
    fieldPath: containerPath(pod, container),
  };
}
