// Questions to the API: what is created is answered at once and never stored. One answer a kind, found by the kind's id.
import type { Draft, JsonObject } from '../../../std/draft.ts';
import { kindId } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import { parseBody } from '../body.ts';
import { negotiate, withoutTables } from '../negotiate.ts';
import { decodeObject } from '../object.ts';
import { present } from '../read.ts';
import type { Actor, WireResponse } from '../wire.ts';
import { parametersOf, settleNamespace, type WriteCall, type WriteTools } from '../write.ts';
import { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from './access.ts';
import { selfSubjectRulesReview } from './rules.ts';
import { selfSubjectReview } from './self.ts';
import { tokenReview } from './token.ts';

/** What an answer may know of who asks. */
export interface Asker {
  readonly view: ReadView;
  readonly actor: Actor;
  readonly tokenKey: string;
}

/** What the answer states of the object; apiVersion and kind stand already. Throws a Refusal where the question makes no sense. */
export type Answer = (question: Draft<StoredObject>, asker: Asker) => JsonObject;

const answers: ReadonlyMap<string, Answer> = new Map([
  ['authentication.k8s.io/selfsubjectreviews', selfSubjectReview],
  ['authentication.k8s.io/tokenreviews', tokenReview],
  ['authorization.k8s.io/localsubjectaccessreviews', localSubjectAccessReview],
  ['authorization.k8s.io/selfsubjectaccessreviews', selfSubjectAccessReview],
  ['authorization.k8s.io/selfsubjectrulesreviews', selfSubjectRulesReview],
  ['authorization.k8s.io/subjectaccessreviews', subjectAccessReview],
]);

/** The answer to a question of this kind; undefined where the kind is no question. */
export function review(tools: WriteTools, call: WriteCall): WireResponse | undefined {
  const { target, request, query, actor } = call;
  const { kind, view } = target;
  const answer = answers.get(kindId(kind));
  if (answer === undefined) return undefined;
  const accept = withoutTables(request.headers?.['accept']);
  negotiate(accept, kind);
  const parameters = parametersOf(call, 'CreateOptions');
  const parsed = parseBody(request, kind.kind);
  const { draft, warnings } = decodeObject(tools.definitions, kind, parsed, parameters.fieldValidation);
  call.said.push(...warnings);
  settleNamespace(draft, target);
  const answered = answer(draft, { view, actor, tokenKey: tools.tokenKey });
  const { apiVersion, kind: name } = draft;
  // A question has no metadata of its own but the namespace; Go prints the moment that nobody set.
  const metadata = { creationTimestamp: null, ...(draft.metadata as object) };
  const object = { kind: name, apiVersion, metadata, ...answered } as unknown as StoredObject;
  return present(kind, object, accept, query, view.now, 201);
}
