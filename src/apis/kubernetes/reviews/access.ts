// May somebody do something: three questions with one answer. They differ in whom they ask about.
// Source: kubernetes pkg/registry/authorization, pkg/apis/authorization/validation.
import type {
  FieldSelectorAttributes,
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
} from '#types';
import type { Draft, JsonObject } from '../../../std/draft.ts';
import { Causes } from '../../../store/causes.ts';
import type { StoredObject } from '../../../store/object.ts';
import { invalid } from '../../../store/refusal.ts';
import { decide, type Attributes, type PathAttributes } from '../authorize.ts';
import type { Actor } from '../wire.ts';
import type { Answer, Asker } from './index.ts';
import { goValue } from '../../../store/go-types.ts';

const shown = (attributes: SubjectAccessReviewSpec['nonResourceAttributes']) =>
  goValue('authorization.NonResourceAttributes', attributes);

type Asked = Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>;

function checkAsked({ resourceAttributes, nonResourceAttributes }: Asked, causes: Causes): void {
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const why = 'cannot be specified in combination with resourceAttributes';
    causes.invalid('spec.nonResourceAttributes', shown(nonResourceAttributes), why);
  }
  if (resourceAttributes === undefined && nonResourceAttributes === undefined) {
    const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    causes.invalid('spec.resourceAttributes', undefined, why);
  }
}

function checkSubject({ user, groups = [] }: SubjectAccessReviewSpec, causes: Causes): void {
  if (!user && groups.length === 0)
    causes.invalid('spec.user', user ?? '', 'at least one of user or group must be specified');
}

/** A question has no metadata; `but` is what it may have. */
function checkMeta({ metadata }: Draft<StoredObject>, but: readonly string[], causes: Causes): void {
  const said = Object.entries(metadata).filter(([name, value]) => value !== '' && !but.includes(name));
  if (said.length === 0) return;
  const except = but.length === 0 ? '' : ` except for ${but.join()}`;
  causes.invalid('metadata', goValue('v1.ObjectMeta', metadata), `must be empty${except}`);
}

/** Throws what is wrong. The API server says it of a type whose name it has lost by then. */
function refuse(causes: Causes): void {
  if (causes.list.length > 0) throw invalid({ group: 'authorization.k8s.io', kind: '' }, '', causes.list);
}

/** A selector of fields, whose requirements say `In` for what a query says with `=`. */
function writtenOut({ rawSelector = '', requirements = [] }: FieldSelectorAttributes): string {
  if (rawSelector !== '') return rawSelector;
  return requirements
    .filter(({ operator, values = [] }) => operator === 'In' && values.length === 1)
    .map(({ key, values = [] }) => `${key}=${values[0]}`)
    .join();
}

function attributesOf({ resourceAttributes, nonResourceAttributes }: Asked): Attributes | PathAttributes {
  if (resourceAttributes === undefined) {
    const { path = '', verb = '' } = nonResourceAttributes ?? {};
    return { path, verb };
  }
  const {
    verb = '',
    group = '',
    resource = '',
    subresource = '',
    namespace = '',
    name = '',
    fieldSelector,
  } = resourceAttributes;
  const asked = { verb, group, resource, subresource, namespace, name };
  return fieldSelector === undefined ? asked : { ...asked, fieldSelector: writtenOut(fieldSelector) };
}

function answerTo(asked: Asked, actor: Actor, { view }: Asker): JsonObject {
  const { allowed, reason } = decide(view, actor, attributesOf(asked));
  return { spec: asked as JsonObject, status: { allowed, ...(reason === '' ? {} : { reason }) } };
}

function subjectOf({ user = '', groups = [], uid, extra }: SubjectAccessReviewSpec): Actor {
  return { user, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

export const selfSubjectAccessReview: Answer = (question, asker) => {
  const { spec } = question as unknown as SelfSubjectAccessReview;
  const causes = new Causes();
  checkAsked(spec, causes);
  checkMeta(question, [], causes);
  refuse(causes);
  return answerTo(spec, asker.actor, asker);
};

export const subjectAccessReview: Answer = (question, asker) => {
  const { spec } = question as unknown as SubjectAccessReview;
  const causes = new Causes();
  checkAsked(spec, causes);
  checkSubject(spec, causes);
  checkMeta(question, [], causes);
  refuse(causes);
  return answerTo(spec, subjectOf(spec), asker);
};

export const localSubjectAccessReview: Answer = (question, asker) => {
  const { spec, metadata } = question as unknown as LocalSubjectAccessReview;
  const { resourceAttributes, nonResourceAttributes } = spec;
  const causes = new Causes();
  checkAsked(spec, causes);
  checkSubject(spec, causes);
  checkMeta(question, ['namespace'], causes);
  const namespace = resourceAttributes?.namespace ?? '';
  if (resourceAttributes !== undefined && namespace !== metadata?.namespace)
    causes.invalid('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace');
  if (nonResourceAttributes !== undefined)
    causes.invalid(
      'spec.nonResourceAttributes',
      shown(nonResourceAttributes),
      'disallowed on this kind of request',
    );
  refuse(causes);
  return answerTo(spec, subjectOf(spec), asker);
};
