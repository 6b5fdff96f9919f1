// Access modes, volume modes and amounts, which volumes and claims check alike.
import { compareQuantities, formatQuantity, parseQuantity } from '../../../std/quantity.ts';
import type { Causes } from '../../../store/causes.ts';

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const volumeModes = ['Block', 'Filesystem'];

export function checkAccessModes(modes: readonly string[], field: string, causes: Causes): void {
  for (const mode of modes) if (!accessModes.includes(mode)) causes.notSupported(field, mode, accessModes);
  const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && accessModes.includes(mode));
  if (modes.includes('ReadWriteOncePod') && others)
    causes.forbidden(field, 'may not use ReadWriteOncePod with other access modes');
}

export function checkVolumeMode(mode: string | undefined, field: string, causes: Causes): void {
  if (mode !== undefined && !volumeModes.includes(mode)) causes.notSupported(field, mode, volumeModes);
}

/** An amount that must be there for something: more than nothing. */
export function checkPositive(text: string, field: string, causes: Causes): void {
  const quantity = parseQuantity(text);
  const nothing = parseQuantity('0');
  if (quantity === undefined || nothing === undefined || compareQuantities(quantity, nothing) > 0) return;
  causes.invalid(field, formatQuantity(quantity), 'must be greater than zero');
}
