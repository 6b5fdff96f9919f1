// Bytes come whole: who asks for a part of one is warned. Source: kubernetes pkg/api/{pod,persistentvolumeclaim}.
import type { PersistentVolumeClaimSpec } from '#types';
import { formatQuantity, parseQuantity, quantityMilliValue } from '../../std/quantity.ts';

const milliPerUnit = 1000;

export function fractionWarnings(
  amounts: Readonly<Record<string, string>> | undefined,
  resources: readonly string[],
  field: string,
): readonly string[] {
  return resources.flatMap((name) => {
    const quantity = parseQuantity(amounts?.[name] ?? '');
    if (quantity === undefined || quantityMilliValue(quantity) % milliPerUnit === 0) return [];
    const text = formatQuantity(quantity);
    return [`${field}[${name}]: fractional byte value "${text}" is invalid, must be an integer`];
  });
}

/** Of a claim's spec that stands under `field`. */
export function claimWarnings(spec: PersistentVolumeClaimSpec | undefined, field: string): readonly string[] {
  return (['requests', 'limits'] as const).flatMap((list) =>
    fractionWarnings(spec?.resources?.[list], ['storage'], `${field}.resources.${list}`),
  );
}
