// The options of a write: their values checked as the API server checks them, in its words.
// Source: apimachinery pkg/apis/meta/v1/validation.
import type { JsonObject } from '../../std/draft.ts';
import { utf8Length } from '../../std/utf8.ts';
import { Causes } from '../../store/causes.ts';
import type { Preconditions, Propagation } from '../../store/deletion.ts';
import { invalid } from '../../store/refusal.ts';
import type { Query } from './query.ts';
import { goValue } from '../../store/go-types.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export interface WriteParameters {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** The manager that the client names, or the first word of its user agent. */
  readonly fieldManager: string;
  /** Of an apply: takes what others own. */
  readonly force: boolean;
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions';

const managerBytesMax = 128;
const metaGroup = 'meta.k8s.io';

function checkManager(manager: string, causes: Causes): void {
  if (utf8Length(manager) > managerBytesMax) causes.tooLong('fieldManager', managerBytesMax);
  for (const match of manager.matchAll(/\p{Cc}/gu)) {
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    causes.invalid('fieldManager', manager, `invalid character U+${code} (at position ${match.index})`);
  }
}

function checkDryRun(values: readonly string[], causes: Causes): boolean {
  if (values.some((value) => value !== 'All'))
    causes.notSupported('dryRun', goValue('[]string', values), ['All']);
  return values.length > 0;
}

/** What a client calls itself before the first slash, as far as it can be printed and fits. */
function managerOf(userAgent: string): string {
  const printable = (userAgent.split('/', 1)[0] ?? '').replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '');
  if (utf8Length(printable) <= managerBytesMax) return printable;
  let manager = '';
  for (const character of printable) {
    if (utf8Length(manager + character) > managerBytesMax) break;
    manager += character;
  }
  return manager;
}

export function writeParameters(
  query: Query,
  kind: OptionsKind,
  userAgent: string | undefined,
  isApply = false,
): WriteParameters {
  const causes = new Causes();
  const fieldManager = query.get('fieldManager') ?? '';
  if (isApply && fieldManager === '') causes.required('fieldManager', 'is required for apply patch');
  if (!isApply && kind === 'PatchOptions' && query.get('force') !== undefined) {
    causes.forbidden('force', 'may not be specified for non-apply patch');
  }
  checkManager(fieldManager, causes);
  const dryRun = checkDryRun(query.all('dryRun'), causes);
  const fieldValidation = query.get('fieldValidation') ?? '';
  if (!['', 'Ignore', 'Strict', 'Warn'].includes(fieldValidation)) {
    causes.notSupported('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn']);
  }
  if (causes.list.length > 0) throw invalid({ group: metaGroup, kind }, '', causes.list);
  return {
    dryRun,
    fieldValidation: fieldValidation === '' ? 'Warn' : (fieldValidation as FieldValidation),
    fieldManager: fieldManager === '' ? managerOf(userAgent ?? '') : fieldManager,
    force: query.flag('force'),
  };
}

export interface DeleteParameters {
  readonly dryRun: boolean;
  readonly propagation?: Propagation;
  readonly graceSeconds?: number;
  readonly preconditions?: Preconditions;
}

/** A DeleteOptions as it is decoded; its members are of the right types. */
interface DeleteOptions {
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: Preconditions;
  readonly dryRun?: readonly string[];
}

/** What a delete without a body says in its query. */
export function deleteOptionsIn(query: Query): JsonObject {
  const graceSeconds = query.integer('gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  return {
    ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
    ...(policy === undefined ? {} : { propagationPolicy: policy }),
    ...(query.get('orphanDependents') === undefined
      ? {}
      : { orphanDependents: query.flag('orphanDependents') }),
    dryRun: query.all('dryRun'),
  };
}

/** Options of a delete: from its body if it has one, else from its query. */
export function deleteParameters(options: JsonObject): DeleteParameters {
  const {
    propagationPolicy: policy,
    orphanDependents: orphan,
    gracePeriodSeconds: graceSeconds,
    preconditions,
    dryRun = [],
  } = options as DeleteOptions;
  const causes = new Causes();
  if (policy !== undefined && orphan !== undefined) {
    causes.invalid(
      'propagationPolicy',
      policy,
      'orphanDependents and deletionPropagation cannot be both set',
    );
  }
  if (policy !== undefined && !['Foreground', 'Background', 'Orphan'].includes(policy)) {
    causes.notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']);
  }
  const isDryRun = checkDryRun(dryRun, causes);
  if (causes.list.length > 0) throw invalid({ group: metaGroup, kind: 'DeleteOptions' }, '', causes.list);
  const propagation =
    orphan === undefined ? (policy as Propagation | undefined) : orphan ? 'Orphan' : 'Background';
  return {
    dryRun: isDryRun,
    ...(propagation === undefined ? {} : { propagation }),
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
    ...(preconditions === undefined ? {} : { preconditions }),
  };
}
