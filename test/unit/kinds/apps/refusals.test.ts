// What is wrong with selectors and strategies of workloads, in the API server's words and order.
import { expect, it } from 'vitest';
import { demo, inDemo, said } from '../../apis/kubernetes/admission/support.ts';

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'x' }] },
};
const odd = { matchExpressions: [{ key: 'app', operator: 'Like' }] };
const oddShown =
  'v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement{v1.LabelSelectorRequirement{Key:"app", Operator:"Like", Values:[]string(nil)}}}';
const operator =
  'spec.selector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator';
const selector = { matchLabels: { app: 'web' } };

it.each([
  [
    'deployments',
    { selector: odd, template },
    `Deployment.apps "web" is invalid: [${operator}, spec.selector: Invalid value: ${oddShown}: invalid label selector]`,
  ],
  [
    'replicasets',
    { selector: odd, template, minReadySeconds: -1 },
    `ReplicaSet.apps "web" is invalid: [spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0, ${operator}, spec.selector: Invalid value: ${oddShown}: invalid label selector]`,
  ],
  [
    'statefulsets',
    { selector: odd, template, serviceName: 'web' },
    `StatefulSet.apps "web" is invalid: [${operator}, spec.selector: Invalid value: ${oddShown}]`,
  ],
  ['daemonsets', { selector: odd, template }, `DaemonSet.apps "web" is invalid: ${operator}`],
  [
    'deployments',
    { selector, template, strategy: { type: 'OnDelete' }, minReadySeconds: -1 },
    'Deployment.apps "web" is invalid: [spec.strategy: Unsupported value: apps.DeploymentStrategy{Type:"OnDelete", RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}: supported values: "Recreate", "RollingUpdate", spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0]',
  ],
])('%s with %j', (plural, spec, message) => {
  expect(said(demo(), inDemo(plural, 'apis/apps/v1'), { metadata: { name: 'web' }, spec })).toBe(message);
});
