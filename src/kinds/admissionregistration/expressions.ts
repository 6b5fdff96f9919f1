// The expressions of policies and match conditions, compiled once for each text. Variables of a policy are members of
// `variables`, each of the type of its own expression. A message has no `authorizer`.
// Source: apiserver pkg/admission/plugin/cel/{compile,composition}.go.
import type { ValidatingAdmissionPolicySpec } from '#types';
import { compile, type Program } from '../../store/cel/compile.ts';
import { authorizerType, resourceCheckType } from '../../store/cel/library/authorizer.ts';
import { bool, dyn, nothing, string, type CelType, type Field } from '../../store/cel/types.ts';
import { Kept } from '../../std/kept.ts';
import { namespaceType, requestType } from './request-types.ts';

export interface Faulty {
  /** The API server's words for what is wrong with the text. */
  readonly error: string;
}

export type Compiled = Program | Faulty;

/** What messages may read: the request and what it is about. */
const told = {
  object: dyn,
  oldObject: dyn,
  request: requestType,
  namespaceObject: namespaceType,
} as const;

/** What conditions and rules may read. */
const admitted = {
  ...told,
  authorizer: authorizerType,
  'authorizer.requestResource': resourceCheckType,
} as const;

function compiled(
  text: string,
  variables: Readonly<Record<string, CelType>>,
  ...wanted: readonly CelType[]
): Compiled {
  const program = compile(text, variables);
  if ('error' in program) return { error: `compilation failed: ${program.error}` };
  if (wanted.length === 0 || wanted.some(({ kind }) => kind === program.type.kind)) return program;
  const names = wanted.map(typeText).join(' ');
  if (wanted.length > 1)
    return { error: `must evaluate to one of [${names}] but got ${typeText(program.type)}` };
  return { error: `must evaluate to ${names} but got ${typeText(program.type)}` };
}

/** A type as cel-go writes it. */
function typeText({ kind, name, params = [] }: CelType): string {
  const inner = params.length === 0 ? '' : `(${params.map(typeText).join(', ')})`;
  if (kind === 'null') return 'null_type';
  return `${kind === 'object' || kind === 'opaque' ? (name ?? kind) : kind}${inner}`;
}

const conditions = new Kept<Compiled>(1_000);

export function compiledCondition(text: string, hasParams: boolean): Compiled {
  const key = `${String(hasParams)} ${text}`;
  const variables = hasParams ? { ...admitted, params: dyn } : admitted;
  return conditions.get(key) ?? conditions.set(key, compiled(text, variables, bool));
}

export interface CompiledPolicy {
  readonly variables: readonly { readonly name: string; readonly program: Compiled }[];
  readonly variablesType: CelType;
  readonly validations: readonly { readonly expression: Compiled; readonly message: Compiled | undefined }[];
  readonly annotations: readonly Compiled[];
}

const policies = new WeakMap<object, CompiledPolicy>();

/** Everything that a policy says, compiled; kept by the spec's frozen identity. */
export function compiledPolicy(spec: ValidatingAdmissionPolicySpec): CompiledPolicy {
  const known = policies.get(spec);
  if (known !== undefined) return known;
  const fields = new Map<string, Field>();
  const variablesType: CelType = { kind: 'object', name: 'kubernetes.variables', fields };
  const own: Readonly<Record<string, CelType>> = {
    ...((spec.variables ?? []).length === 0 ? {} : { variables: variablesType }),
    ...(spec.paramKind === undefined ? {} : { params: dyn }),
  };
  const seen = { ...admitted, ...own };
  const variables = (spec.variables ?? []).map(({ name, expression }) => {
    const program = compiled(expression, seen);
    fields.set(name, { name, type: 'error' in program ? dyn : program.type });
    return { name, program };
  });
  const validations = (spec.validations ?? []).map(({ expression, messageExpression }) => ({
    expression: compiled(expression, seen, bool),
    message: messageExpression ? compiled(messageExpression, { ...told, ...own }, string) : undefined,
  }));
  const annotations = (spec.auditAnnotations ?? []).map(({ valueExpression }) =>
    compiled(valueExpression, seen, string, nothing),
  );
  const made = { variables, variablesType, validations, annotations };
  if (Object.isFrozen(spec)) policies.set(spec, made);
  return made;
}
