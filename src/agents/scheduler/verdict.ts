// What a filter says of a node: why the Pod cannot run there, in kube-scheduler's words, or nothing.
// Source: kubernetes pkg/scheduler/framework/plugins, the ErrReason of each.

export interface Refused {
  readonly reasons: readonly string[];
  /** True where taking other Pods off the node would not help. */
  readonly isFinal: boolean;
}

/** Undefined where the Pod can run on the node. */
export type Verdict = Refused | undefined;

function refused(reason: string, isFinal: boolean): Refused {
  return { reasons: [reason], isFinal };
}

export const refusals = {
  unschedulable: refused('node(s) were unschedulable', true),
  affinity: refused("node(s) didn't match Pod's node affinity/selector", true),
  notNamed: refused("node(s) didn't satisfy plugin(s) [NodeAffinity]", true),
  ports: refused("node(s) didn't have free ports for the requested pod ports", false),
  spread: refused("node(s) didn't match pod topology spread constraints", false),
  spreadLabel: refused("node(s) didn't match pod topology spread constraints (missing required label)", true),
  podAffinity: refused("node(s) didn't match pod affinity rules", true),
  podAntiAffinity: refused("node(s) didn't match pod anti-affinity rules", false),
  existingAntiAffinity: refused("node(s) didn't satisfy existing pods anti-affinity rules", false),
} as const;

export function untolerated(key: string, value: string | undefined): Refused {
  return refused(`node(s) had untolerated taint {${key}: ${value ?? ''}}`, true);
}
