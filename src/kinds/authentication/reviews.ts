// TokenReview and SelfSubjectReview: questions of who somebody is, answered when they are created and never stored.
import { kubernetesKind } from '../kubernetes-kind.ts';
import { question } from '../question.ts';

const group = 'authentication.k8s.io';

export const selfSubjectReviews = kubernetesKind({
  ...question,
  group,
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  namespaced: false,
});

export const tokenReviews = kubernetesKind({
  ...question,
  group,
  kind: 'TokenReview',
  plural: 'tokenreviews',
  namespaced: false,
});
