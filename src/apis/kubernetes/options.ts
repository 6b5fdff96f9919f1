// The options of a request: their values checked as the API server checks them, in its words.
// Source: apimachinery pkg/apis/meta/v1/validation.
import { Causes } from '../../store/causes.ts';
import type { Preconditions, Propagation } from '../../store/pipeline.ts';
import { badRequest, invalid } from '../../store/refusal.ts';
import type { Query } from './route.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export interface WriteParameters {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** The manager that the client names, or the first word of its user agent. */
  readonly fieldManager: string;
}

const managerBytesMax = 128;
const metaGroup = 'meta.k8s.io';

export function writeParameters(query: Query, kind: string, userAgent: string | undefined): WriteParameters {
  const causes = new Causes();
  const fieldManager = query.get('fieldManager') ?? '';
  if (fieldManager.length > managerBytesMax) causes.tooLong('fieldManager', managerBytesMax);
  const dryRun = query.all('dryRun').filter((value) => value !== '');
  if (dryRun.some((value) => value !== 'All')) causes.notSupported('dryRun', dryRun, ['All']);
  const fieldValidation = query.get('fieldValidation') ?? '';
  if (!['', 'Ignore', 'Strict', 'Warn'].includes(fieldValidation)) {
    causes.notSupported('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn']);
  }
  if (causes.list.length > 0) throw invalid({ group: metaGroup, kind }, '', causes.list);
  return {
    dryRun: dryRun.length > 0,
    fieldValidation: fieldValidation === '' ? 'Warn' : (fieldValidation as FieldValidation),
    fieldManager: fieldManager === '' ? (userAgent ?? 'unknown').split('/')[0] || 'unknown' : fieldManager,
  };
}

export interface DeleteParameters {
  readonly dryRun: boolean;
  readonly propagation: Propagation | undefined;
  readonly graceSeconds: number | undefined;
  readonly preconditions: Preconditions | undefined;
}

interface DeleteBody {
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: Preconditions;
  readonly dryRun?: readonly string[];
}

/** Options of a delete, which come in the query, in the body, or in both (the body wins). */
export function deleteParameters(query: Query, body: DeleteBody | undefined): DeleteParameters {
  const causes = new Causes();
  const policy = body?.propagationPolicy ?? query.get('propagationPolicy');
  const orphan =
    body?.orphanDependents ??
    (query.get('orphanDependents') === undefined ? undefined : query.flag('orphanDependents'));
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
  const dryRun = [...(body?.dryRun ?? []), ...query.all('dryRun')].filter((value) => value !== '');
  if (dryRun.some((value) => value !== 'All')) causes.notSupported('dryRun', dryRun, ['All']);
  if (causes.list.length > 0) throw invalid({ group: metaGroup, kind: 'DeleteOptions' }, '', causes.list);
  const asked = query.get('gracePeriodSeconds');
  if (asked !== undefined && !/^-?\d+$/.test(asked)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(asked)}: invalid syntax`);
  }
  return {
    dryRun: dryRun.length > 0,
    propagation:
      orphan === undefined ? (policy as Propagation | undefined) : orphan ? 'Orphan' : 'Background',
    graceSeconds: body?.gracePeriodSeconds ?? (asked === undefined ? undefined : Number(asked)),
    preconditions: body?.preconditions,
  };
}
