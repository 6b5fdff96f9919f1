// Which taints of a node a Pod puts up with. Source: kubernetes staging component-helpers scheduling/corev1, ToleratesTaint.
import type { Taint, Toleration } from '#types';

function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    default:
      return false;
  }
}

/** Whether any of a Pod's tolerations, or none, covers the taint. */
export function tolerates(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => toleratesTaint(toleration, taint)) === true;
}

/** The tolerations that cover the taint: each may say for how long. */
export function tolerationsOf(
  tolerations: readonly Toleration[] | undefined,
  taint: Taint,
): readonly Toleration[] {
  return (tolerations ?? []).filter((toleration) => toleratesTaint(toleration, taint));
}

/** The first taint that keeps a Pod from being placed on a node, or undefined. */
export function untoleratedTaint(
  tolerations: readonly Toleration[] | undefined,
  taints: readonly Taint[] | undefined,
): Taint | undefined {
  return taints?.find(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') && !tolerates(tolerations, taint),
  );
}
