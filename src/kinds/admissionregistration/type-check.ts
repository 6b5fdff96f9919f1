// What is wrong with a policy's expressions once it is known what they are about: a warning in its status, no more.
// Source: apiserver pkg/admission/plugin/policy/validating/typechecking.go.
import type { ValidatingAdmissionPolicySpec } from '#types';
import { compile } from '../../store/cel/compile.ts';
import { authorizerType, resourceCheckType } from '../../store/cel/library/authorizer.ts';
import { dyn, type CelType, type Field } from '../../store/cel/types.ts';
import { apiVersionOf, type Kind } from '../../store/kind.ts';
import type { Definitions } from '../../store/schema/schema.ts';
import { namespaceType, requestType } from './request-types.ts';
import { resourceType } from './resource-type.ts';

export interface ExpressionWarning {
  readonly fieldRef: string;
  readonly warning: string;
}

const typesMax = 10;

type Rules = NonNullable<NonNullable<ValidatingAdmissionPolicySpec['matchConstraints']>['resourceRules']>;

/** The kinds that the rules name without a star, in order. */
function kindsNamed(rules: Rules, served: readonly Kind[]): readonly Kind[] {
  const found = new Set<Kind>();
  const isOpen = (names: readonly string[]): boolean => names.some((name) => name.includes('*'));
  for (const { apiGroups = [], apiVersions = [], resources = [] } of rules) {
    if (isOpen(apiGroups) || isOpen(apiVersions)) continue;
    const matching = served.filter(
      ({ group, version, plural }) =>
        apiGroups.includes(group) && apiVersions.includes(version) && resources.includes(plural),
    );
    for (const kind of matching.slice(0, typesMax)) found.add(kind);
  }
  const order = ({ group, version, kind }: Kind) => `${group} ${version} ${kind}`;
  return [...found].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

type Variables = Readonly<Record<string, CelType>>;

function seenBy(
  { variables = [] }: ValidatingAdmissionPolicySpec,
  object: CelType,
  params: CelType | undefined,
): Variables {
  const fields = new Map<string, Field>();
  const seen: Variables = {
    object,
    oldObject: object,
    request: requestType,
    namespaceObject: namespaceType,
    authorizer: authorizerType,
    'authorizer.requestResource': resourceCheckType,
    variables: { kind: 'object', name: 'kubernetes.variables', fields },
    ...(params === undefined ? {} : { params }),
  };
  for (const { name, expression } of variables) {
    const program = compile(expression, seen);
    fields.set(name, { name, type: 'error' in program ? dyn : program.type });
  }
  return seen;
}

/** Everything that an expression could not be, an entry an expression. */
export function typeWarnings(
  spec: ValidatingAdmissionPolicySpec,
  served: readonly Kind[],
  definitions: Definitions,
): readonly ExpressionWarning[] {
  const { paramKind, matchConstraints, validations = [] } = spec;
  const paramsKind = served.find(
    (kind) => kind.kind === paramKind?.kind && apiVersionOf(kind) === paramKind.apiVersion,
  );
  const ofParams = paramsKind === undefined ? undefined : resourceType(definitions, paramsKind);
  const params = paramKind === undefined ? undefined : (ofParams ?? dyn);
  const settings = kindsNamed(matchConstraints?.resourceRules ?? [], served).flatMap((kind) => {
    const type = resourceType(definitions, kind);
    return type === undefined ? [] : [{ kind, seen: seenBy(spec, type, params) }];
  });
  const warningOf = (expression: string): string =>
    settings
      .flatMap(({ kind, seen }) => {
        const program = compile(expression, seen);
        return 'error' in program ? [`${apiVersionOf(kind)}, Kind=${kind.kind}: ${program.error}\n`] : [];
      })
      .join('\n');
  return validations.flatMap(({ expression, messageExpression = '' }, index) =>
    Object.entries({ expression, messageExpression }).flatMap(([name, text]) => {
      const warning = text === '' ? '' : warningOf(text);
      return warning === '' ? [] : [{ fieldRef: `spec.validations[${index}].${name}`, warning }];
    }),
  );
}
