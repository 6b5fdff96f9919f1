// Conditions of the common form, as a client writes them into a status.
// Source: apimachinery pkg/apis/meta/v1/validation, ValidateConditions.
import type { Condition } from '#types';
import { isQualifiedName } from '../std/names.ts';
import type { Causes } from '../store/causes.ts';

const statuses = ['False', 'True', 'Unknown'];
const reasonCharactersMax = 1024;
const messageCharactersMax = 32_768;
const reasonForm = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const reasonCause =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', " +
  "and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or " +
  "'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

export function checkConditions(conditions: readonly Condition[], field: string, causes: Causes): void {
  const seen = new Set<string>();
  for (const [index, condition] of conditions.entries()) {
    const at = `${field}[${index}]`;
    const { type = '', status = '', reason = '', message = '', observedGeneration = 0 } = condition;
    if (seen.has(type)) causes.duplicate(`${at}.type`, type);
    seen.add(type);
    causes.invalidEach(`${at}.type`, type, isQualifiedName(type));
    if (!statuses.includes(status)) causes.notSupported(`${at}.status`, status, statuses);
    if (observedGeneration < 0)
      causes.invalid(`${at}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero');
    if (!condition.lastTransitionTime) causes.required(`${at}.lastTransitionTime`, 'must be set');
    if (reason === '') causes.required(`${at}.reason`, 'must be set');
    else if (!reasonForm.test(reason)) causes.invalid(`${at}.reason`, reason, reasonCause);
    if (reason.length > reasonCharactersMax) causes.tooLong(`${at}.reason`, reasonCharactersMax);
    if (message.length > messageCharactersMax) causes.tooLong(`${at}.message`, messageCharactersMax);
  }
}
