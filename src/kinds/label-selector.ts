// What is wrong with a label selector. Source: apimachinery pkg/apis/meta/v1/validation, ValidateLabelSelector.
import type { LabelSelector } from '#types';
import { isQualifiedName, isValidLabelValue } from '../std/names.ts';
import type { Causes } from '../store/causes.ts';
import { checkLabels } from '../store/meta.ts';

export function checkLabelSelector(selector: LabelSelector, field: string, causes: Causes): void {
  checkLabels(selector.matchLabels, `${field}.matchLabels`, causes);
  for (const [index, { key, operator, values = [] }] of (selector.matchExpressions ?? []).entries()) {
    const at = `${field}.matchExpressions[${index}]`;
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0)
        causes.required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) {
        causes.forbidden(
          `${at}.values`,
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        );
      }
    } else causes.invalid(`${at}.operator`, operator, 'not a valid selector operator');
    causes.invalidEach(`${at}.key`, key, isQualifiedName(key));
    for (const [place, value] of values.entries())
      causes.invalidEach(`${at}.values[${place}]`, value, isValidLabelValue(value));
  }
}
