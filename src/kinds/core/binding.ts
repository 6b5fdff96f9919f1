// Binding: a scheduler's word on which node a Pod runs. Nobody stores it: it is a request to the Pod that it names.
import { kubernetesKind } from '../kubernetes-kind.ts';
import { question } from '../question.ts';

export const bindings = kubernetesKind({
  ...question,
  group: '',
  kind: 'Binding',
  plural: 'bindings',
  namespaced: true,
});
