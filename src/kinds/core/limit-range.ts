// LimitRange: what a Pod, container or claim of the namespace may ask for, and what it gets if it does not ask.
// Source of rules: kubernetes pkg/apis/core/v1/defaults.go; pkg/apis/core/validation, ValidateLimitRange.
import type { LimitRange as LimitRangeType, LimitRangeItem } from '#types';
import {
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityMilliValue,
  type Quantity,
} from '../../std/quantity.ts';
import { isQualifiedName } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { one } from './amounts.ts';
import { checkContainerResourceName, checkResourceName, mayOvercommit } from './resource-names.ts';

export type LimitRange = Stored<LimitRangeType>;

const types = ['Pod', 'Container', 'PersistentVolumeClaim'];

function checkType(type: string, field: string, causes: Causes): void {
  const wrong = isQualifiedName(type);
  causes.invalidEach(field, type, wrong);
  if (wrong.length > 0) return;
  if (!type.includes('/') && !types.includes(type)) {
    causes.invalid(field, type, 'must be a standard limit type or fully qualified');
  }
}

type Said = 'default' | 'defaultRequest' | 'max' | 'maxLimitRequestRatio' | 'min';

function checkNames(item: LimitRangeItem, list: Said, field: string, causes: Causes): void {
  const check =
    item.type === 'Pod' || item.type === 'Container' ? checkContainerResourceName : checkResourceName;
  for (const name of Object.keys(item[list] ?? {})) check(name, `${field}.${list}[${name}]`, causes);
}

/** What stands under one resource's name must be in order: min, defaults, max, and a ratio that these allow. */
function checkOrder(item: LimitRangeItem, name: string, field: string, causes: Causes): void {
  const amount = (list: Said): Quantity | undefined => {
    const text = item[list]?.[name];
    return text === undefined ? undefined : parseQuantity(text);
  };
  const [min, max, ratio] = [amount('min'), amount('max'), amount('maxLimitRequestRatio')];
  const [limit, request] =
    item.type === 'Pod' ? [undefined, undefined] : [amount('default'), amount('defaultRequest')];
  const above = (
    low: Quantity | undefined,
    high: Quantity | undefined,
    [list, shown]: readonly [Said, Quantity | undefined],
    [lowWords, highWords]: readonly [string, string],
  ): void => {
    if (low === undefined || high === undefined || compareQuantities(low, high) <= 0) return;
    const detail = `${lowWords} ${formatQuantity(low)} is greater than ${highWords} ${formatQuantity(high)}`;
    causes.invalid(`${field}.${list}[${name}]`, formatQuantity(shown as Quantity), detail);
  };
  above(min, max, ['min', min], ['min value', 'max value']);
  above(min, request, ['defaultRequest', request], ['min value', 'default request value']);
  above(request, max, ['defaultRequest', request], ['default request value', 'max value']);
  above(request, limit, ['defaultRequest', request], ['default request value', 'default limit value']);
  above(min, limit, ['default', min], ['min value', 'default value']);
  above(limit, max, ['default', max], ['default value', 'max value']);
  if (ratio !== undefined) checkRatio(ratio, min, max, `${field}.maxLimitRequestRatio[${name}]`, causes);
  if (mayOvercommit(name) || limit === undefined || request === undefined) return;
  if (compareQuantities(limit, request) !== 0) {
    const [said, wanted] = [formatQuantity(limit), formatQuantity(request)];
    causes.invalid(
      `${field}.defaultRequest[${name}]`,
      wanted,
      `default value ${said} must equal to defaultRequest value ${wanted} in ${name}`,
    );
  }
}

function checkRatio(
  ratio: Quantity,
  min: Quantity | undefined,
  max: Quantity | undefined,
  field: string,
  causes: Causes,
): void {
  const said = formatQuantity(ratio);
  if (compareQuantities(ratio, one) < 0) causes.invalid(field, said, `ratio ${said} is less than 1`);
  if (min === undefined || max === undefined) return;
  const possible = quantityMilliValue(max) / quantityMilliValue(min);
  if (quantityMilliValue(ratio) / 1000 > possible) {
    causes.invalid(field, said, `ratio ${said} is greater than max/min = ${possible.toFixed(6)}`);
  }
}

export const limitRanges = kubernetesKind<LimitRange>({
  group: '',
  kind: 'LimitRange',
  plural: 'limitranges',
  allowCreateOnUpdate: true,
  short: ['limits'],
  namespaced: true,
  defaults({ spec }) {
    for (const item of spec?.limits ?? []) {
      if (item.type !== 'Container') continue;
      const limit = { ...item.max, ...item.default };
      const request = { ...item.min, ...limit, ...item.defaultRequest };
      if (Object.keys(limit).length > 0) item.default = limit;
      if (Object.keys(request).length > 0) item.defaultRequest = request;
    }
  },
  validate({ spec }, _prev, causes) {
    const seen = new Set<string>();
    for (const [index, item] of (spec?.limits ?? []).entries()) {
      const field = `spec.limits[${index}]`;
      checkType(item.type, `${field}.type`, causes);
      if (seen.has(item.type)) causes.duplicate(`${field}.type`, item.type);
      seen.add(item.type);
      checkNames(item, 'max', field, causes);
      checkNames(item, 'min', field, causes);
      for (const list of ['default', 'defaultRequest'] as const) {
        if (item.type !== 'Pod') checkNames(item, list, field, causes);
        else if (Object.keys(item[list] ?? {}).length > 0) {
          causes.forbidden(`${field}.${list}`, "may not be specified when `type` is 'Pod'");
        }
      }
      if (item.type === 'PersistentVolumeClaim' && !item.min?.['storage'] && !item.max?.['storage']) {
        causes.required(
          `${field}.limits`,
          'either minimum or maximum storage value is required, but neither was provided',
        );
      }
      checkNames(item, 'maxLimitRequestRatio', field, causes);
      const names = new Set(
        [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio].flatMap((list) =>
          Object.keys(list ?? {}),
        ),
      );
      for (const name of [...names].sort()) checkOrder(item, name, field, causes);
    }
  },
  columns: [
    nameColumn,
    {
      name: 'Created At',
      type: 'date',
      cell: (range) => range.metadata.creationTimestamp,
    },
  ],
});
