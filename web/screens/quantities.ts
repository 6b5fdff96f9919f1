/** Kubernetes' quantities as numbers to reckon with. */
import { parseQuantity, quantityMilliValue, quantityValue } from '../../src/std/quantity.ts';

/** Cores of a quantity, in thousandths; 0 of none. */
export function milliCpu(quantity: string | undefined): number {
  const parsed = quantity === undefined ? undefined : parseQuantity(quantity);
  return parsed === undefined ? 0 : quantityMilliValue(parsed);
}

/** MiB of a quantity; 0 of none. */
export function mebibytes(quantity: string | undefined): number {
  const parsed = quantity === undefined ? undefined : parseQuantity(quantity);
  return parsed === undefined ? 0 : quantityValue(parsed) / 1_048_576;
}
