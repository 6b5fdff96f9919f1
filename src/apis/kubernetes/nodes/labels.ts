// Which labels a node may give itself: those that kubelet knows, and everybody's that are not Kubernetes' own.
// Source: kubernetes plugin/pkg/admission/noderestriction; k8s.io/kubelet/pkg/apis/well_known_labels.go.

const kubeletLabels = [
  'kubernetes.io/hostname',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
];

function isBelow(key: string, domains: readonly string[]): boolean {
  const at = key.indexOf('/');
  const domain = at < 0 ? '' : key.slice(0, at);
  return domains.some((each) => domain === each || domain.endsWith(`.${each}`));
}

export function isForbiddenLabel(key: string): boolean {
  if (isBelow(key, ['node-restriction.kubernetes.io'])) return true;
  const isKnown =
    kubeletLabels.includes(key) || isBelow(key, ['kubelet.kubernetes.io', 'node.kubernetes.io']);
  return !isKnown && isBelow(key, ['kubernetes.io', 'k8s.io']);
}

type Labels = Readonly<Record<string, string>>;

/** The keys that one side only has or that differ, sorted. */
export function changedLabels(next: Labels = {}, prev: Labels = {}): readonly string[] {
  const keys = new Set([...Object.keys(next), ...Object.keys(prev)]);
  return [...keys].filter((key) => next[key] !== prev[key]).sort();
}
