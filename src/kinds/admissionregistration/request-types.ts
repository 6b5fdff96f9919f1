// What expressions of admission know of the request and of its namespace before any is made: a member that neither has is found
// when the expression is written. Values are what JSON has, so a time is a time to the checker alone, as on an API server.
// Source: apiserver pkg/admission/plugin/cel/compile.go, BuildRequestType and BuildNamespaceType.
import { bool, dyn, int, list, map, objectOf, string, timestamp } from '../../store/cel/types.ts';

const kindType = objectOf('kubernetes.GroupVersionKind', { group: string, version: string, kind: string });

const resourceType = objectOf('kubernetes.GroupVersionResource', {
  group: string,
  version: string,
  resource: string,
});

export const requestType = objectOf('kubernetes.AdmissionRequest', {
  kind: kindType,
  resource: resourceType,
  subResource: string,
  requestKind: kindType,
  requestResource: resourceType,
  requestSubResource: string,
  name: string,
  namespace: string,
  operation: string,
  userInfo: objectOf('kubernetes.UserInfo', {
    username: string,
    uid: string,
    groups: list(string),
    extra: map(string, list(string)),
  }),
  dryRun: bool,
  options: dyn,
});

export const namespaceType = objectOf('kubernetes.Namespace', {
  metadata: objectOf('kubernetes.NamespaceMetadata', {
    name: string,
    generateName: string,
    namespace: string,
    labels: map(string, string),
    annotations: map(string, string),
    UID: string,
    creationTimestamp: timestamp,
    deletionGracePeriodSeconds: int,
    deletionTimestamp: timestamp,
    generation: int,
    resourceVersion: string,
    finalizers: list(string),
  }),
  spec: objectOf('kubernetes.NamespaceSpec', { finalizers: list(string) }),
  status: objectOf('kubernetes.NamespaceStatus', {
    conditions: list(
      objectOf('kubernetes.NamespaceCondition', {
        status: string,
        type: string,
        lastTransitionTime: timestamp,
        message: string,
        reason: string,
      }),
    ),
    phase: string,
  }),
});
