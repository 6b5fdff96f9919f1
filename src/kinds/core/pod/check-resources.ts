// What a container asks for and may have. Source: kubernetes pkg/apis/core/validation, ValidateResourceRequirements.
import { compareQuantities, formatQuantity, parseQuantity } from '../../../std/quantity.ts';
import type { Causes } from '../../../store/causes.ts';
import { none } from '../amounts.ts';
import {
  checkAmount,
  checkContainerResourceName,
  hugePagesPrefix,
  mayOvercommit,
} from '../resource-names.ts';

type Quantities = Readonly<Record<string, string>>;

interface Requirements {
  readonly limits?: Quantities;
  readonly requests?: Quantities;
}

/** Huge pages come whole. */
function checkPages(name: string, text: string, field: string, causes: Causes): void {
  if (!name.startsWith(hugePagesPrefix)) return;
  const [amount, page] = [parseQuantity(text), parseQuantity(name.slice(hugePagesPrefix.length))];
  if (amount === undefined || page === undefined || compareQuantities(page, none) <= 0) return;
  if (compareQuantities(amount, none) > 0 && amount.nano % page.nano === 0n) return;
  const shown = formatQuantity(amount);
  causes.invalid(field, shown, `${shown} is not positive integer multiple of ${name}`);
}

/** A request beside the limit of the same resource. */
function checkRequest(
  name: string,
  text: string,
  limit: string | undefined,
  at: string,
  causes: Causes,
): void {
  if (limit === undefined) {
    if (!mayOvercommit(name))
      causes.required(`${at}.limits`, 'Limit must be set for non overcommitable resources');
    return;
  }
  const [asked, most] = [parseQuantity(text), parseQuantity(limit)];
  if (asked === undefined || most === undefined) return;
  const [shown, bound] = [formatQuantity(asked), formatQuantity(most)];
  const order = compareQuantities(asked, most);
  if (!mayOvercommit(name) && order !== 0)
    causes.invalid(`${at}.requests`, shown, `must be equal to ${name} limit of ${bound}`);
  else if (order > 0)
    causes.invalid(`${at}.requests`, shown, `must be less than or equal to ${name} limit of ${bound}`);
}

export function checkResources(
  { limits = {}, requests = {} }: Requirements,
  at: string,
  causes: Causes,
): void {
  for (const [name, text] of Object.entries(limits)) {
    const field = `${at}.limits[${name}]`;
    checkContainerResourceName(name, field, causes);
    checkAmount(name, text, field, causes);
    checkPages(name, text, field, causes);
  }
  for (const [name, text] of Object.entries(requests)) {
    const field = `${at}.requests[${name}]`;
    checkContainerResourceName(name, field, causes);
    checkAmount(name, text, field, causes);
    checkRequest(name, text, limits[name], at, causes);
    checkPages(name, text, field, causes);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const hasPages = names.some((name) => name.startsWith(hugePagesPrefix));
  if (hasPages && !names.includes('cpu') && !names.includes('memory'))
    causes.forbidden(at, 'HugePages require cpu or memory');
}
