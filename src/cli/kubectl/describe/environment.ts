// Where a container's variable comes from, and its value where the Pod itself says it.
// Source: kubectl pkg/describe/describe.go, pkg/util/fieldpath; component-helpers resource.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { formatQuantity, parseQuantity, quantityMilliValue, quantityValue } from '../../../std/quantity.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { at, isObject, objectAt, textAt, textsAt } from '../json.ts';

export function environmentValue(
  valueFrom: JsonObject,
  container: JsonObject,
  pod: JsonObject | undefined,
): string {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (isObject(fieldRef)) {
    const path = textAt(fieldRef, 'fieldPath');
    const value = pod === undefined ? '' : (fieldValue(pod, path) ?? '');
    return `${value} (${textAt(fieldRef, 'apiVersion')}:${path})`;
  }
  if (isObject(resourceFieldRef)) return resourceText(resourceFieldRef, container);
  const reference = isObject(secretKeyRef) ? secretKeyRef : objectAt(configMapKeyRef);
  const what = isObject(secretKeyRef) ? 'in secret' : 'of config map';
  const optional = reference['optional'] === true;
  return `<set to the key '${textAt(reference, 'key')}' ${what} '${textAt(reference, 'name')}'>\tOptional: ${optional}`;
}

/** A field of a Pod that its containers may be told and that metadata holds; undefined where it is none. */
export function fieldValue(pod: JsonObject, path: string): string | undefined {
  const subscript = /^(metadata\.(?:annotations|labels))\['([^']*)'\]$/.exec(path);
  if (subscript !== null) {
    const [, where = '', key = ''] = subscript;
    const value = getOwn(objectAt(pod, ...where.split('.')), key);
    return typeof value === 'string' ? value : '';
  }
  if (path === 'metadata.annotations' || path === 'metadata.labels') {
    return textsAt(pod, ...path.split('.'))
      .map(([key, value]) => `${key}=${quoteGo(value)}`)
      .join('\n');
  }
  return ['metadata.name', 'metadata.namespace', 'metadata.uid'].includes(path)
    ? textAt(pod, ...path.split('.'))
    : undefined;
}

/** How much of a resource the container asks for or may use. */
export function containerResource(reference: JsonObject, container: JsonObject): string {
  const [list = '', name = ''] = textAt(reference, 'resource').split('.');
  const amount = at(container, 'resources', list, name);
  return amount === undefined ? '0' : divided(amount, at(reference, 'divisor'), name);
}

function resourceText(reference: JsonObject, container: JsonObject): string {
  const resource = textAt(reference, 'resource');
  const value = containerResource(reference, container);
  const shown =
    value === '0' && (resource === 'limits.cpu' || resource === 'limits.memory') ? 'node allocatable' : value;
  return `${shown} (${resource})`;
}

/** An amount in units of the divisor, rounded up. */
function divided(amount: Json, divisor: Json | undefined, name: string): string {
  const quantity = parseQuantity(typeof amount === 'number' ? amount : String(amount));
  const unit = parseQuantity(typeof divisor === 'string' || typeof divisor === 'number' ? divisor : '1');
  if (quantity === undefined || unit === undefined) return '';
  const size = name === 'cpu' ? quantityMilliValue : quantityValue;
  const by = size(unit) || (name === 'cpu' ? 1000 : 1);
  const count = Math.floor((size(quantity) + by - 1) / by);
  return Number.isFinite(count) ? String(count) : formatQuantity(quantity);
}
