// The four questions of who may do what, answered when they are created and never stored.
import { kubernetesKind } from '../kubernetes-kind.ts';
import { question } from '../question.ts';

const group = 'authorization.k8s.io';

export const localSubjectAccessReviews = kubernetesKind({
  ...question,
  group,
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  namespaced: true,
});

export const selfSubjectAccessReviews = kubernetesKind({
  ...question,
  group,
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  namespaced: false,
});

export const selfSubjectRulesReviews = kubernetesKind({
  ...question,
  group,
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  namespaced: false,
});

export const subjectAccessReviews = kubernetesKind({
  ...question,
  group,
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  namespaced: false,
});
