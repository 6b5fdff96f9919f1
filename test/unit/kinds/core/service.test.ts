// What is said of a Service that is wrong: every rule of ValidateService, in its order.
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../worlds/setup.ts';
import { ask, mergePatch } from '../../apis/kubernetes/support.ts';

const path = '/api/v1/namespaces/demo/services';
const world = worldOf();
const ports = [{ port: 80 }];

function judged(spec: object, annotations: object = {}): string {
  const body = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', annotations }, spec };
  const { status, body: said } = ask(world, 'POST', `${path}?dryRun=All`, { body });
  return status === 201 ? 'fine' : (said.message ?? '').replace('Service "a" is invalid: ', '');
}

describe('a Service', () => {
  it.each([
    [{ selector: { a: 'b' } }, 'spec.ports: Required value'],
    [{ clusterIP: 'None' }, 'fine'],
    [
      { ports, type: 'NodePort', clusterIP: 'None' },
      `spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services`,
    ],
    [
      { ports: [{ port: 10_250 }], type: 'LoadBalancer' },
      'spec.ports[0]: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet',
    ],
    [{ type: 'ExternalName' }, 'spec.externalName: Required value'],
    [{ type: 'ExternalName', externalName: 'db.example.com.' }, 'fine'],
    [
      { type: 'ExternalName', externalName: 'a', clusterIP: '10.0.0.1', ipFamilyPolicy: 'SingleStack' },
      '[spec.clusterIPs: Forbidden: may not be set for ExternalName services, ' +
        'spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services]',
    ],
    [{ ports: [{ port: 80, name: 'web' }, { port: 81 }] }, 'spec.ports[1].name: Required value'],
    [
      { ports: [{ port: 80, appProtocol: 'a/b/c' }] },
      "spec.ports[0].appProtocol: Invalid value: \"a/b/c\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ],
    [
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 80, name: 'b' },
        ],
      },
      'spec.ports[1]: Duplicate value: core.ServicePort{Name:"", Protocol:"TCP", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}',
    ],
    [
      { ports, sessionAffinity: 'IP' },
      'spec.sessionAffinity: Unsupported value: "IP": supported values: "ClientIP", "None"',
    ],
    [
      { ports, sessionAffinityConfig: { clientIP: { timeoutSeconds: 1 } } },
      'spec.sessionAffinityConfig: Forbidden: must not be set when session affinity is None',
    ],
    [
      { ports, sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } },
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400',
    ],
    [
      { ports, ipFamilyPolicy: 'Both' },
      'spec.ipFamilyPolicy: Unsupported value: "Both": supported values: "PreferDualStack", "RequireDualStack", "SingleStack"',
    ],
    [
      { ports, ipFamilyPolicy: 'RequireDualStack' },
      'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    ],
    [
      { ports, ipFamilies: ['IPv6'] },
      'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
    ],
    [
      { ports, clusterIP: 'fd00::1' },
      'spec.clusterIPs[0]: Invalid value: []string{"fd00::1"}: IPv6 is not configured on this cluster',
    ],
    [
      { ports, clusterIP: 'x' },
      'spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    ],
    [
      { ports, clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.8'] },
      'spec.clusterIPs: Invalid value: []string{"10.96.0.8"}: first value must match `clusterIP`',
    ],
    [
      { ports, externalIPs: ['x', '127.0.0.1', '169.254.1.1', '0.0.0.0', '1.2.3.4'] },
      '[spec.externalIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff), ' +
        'spec.externalIPs[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128), ' +
        'spec.externalIPs[2]: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10), ' +
        'spec.externalIPs[3]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0 or ::)]',
    ],
    [
      { ports, type: 'LB' },
      'spec.type: Unsupported value: "LB": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
    [
      { ports: [{ port: 80, nodePort: 30_080 }] },
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ],
    [
      { ports, loadBalancerSourceRanges: ['10.0.0.0/8'] },
      "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      { ports, type: 'LoadBalancer', loadBalancerSourceRanges: [' 10.0.0.0/8', 'x'] },
      'spec.LoadBalancerSourceRanges[1]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
    ],
    [
      { ports, allocateLoadBalancerNodePorts: true },
      "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      { ports, loadBalancerClass: 'a' },
      "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      { ports, externalTrafficPolicy: 'Local' },
      'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
    ],
    [
      { ports, type: 'NodePort', externalTrafficPolicy: 'Near' },
      'spec.externalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"',
    ],
    [
      { ports, healthCheckNodePort: 30_001 },
      "spec.healthCheckNodePort: Invalid value: 30001: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ],
    [
      { ports, internalTrafficPolicy: 'Near' },
      'spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"',
    ],
    [
      { ports, trafficDistribution: 'PreferFar' },
      'spec.trafficDistribution: Unsupported value: "PreferFar": supported values: "PreferClose"',
    ],
  ])('of %j', (spec, expected) => {
    expect(judged(spec)).toBe(expected);
  });

  it('may say the networks of its clients in an annotation', () => {
    const annotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';
    expect(judged({ ports, type: 'LoadBalancer' }, { [annotation]: '10.0.0.0/8, y' })).toBe(
      `metadata.annotations[${annotation}]: Invalid value: "y": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)`,
    );
  });
});

it('what a type had a use for goes with it', () => {
  const served = worldOf();
  const body = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec });
  const spec = (answer: { readonly body: unknown }) =>
    (answer.body as { readonly spec: Readonly<Record<string, unknown>> }).spec;
  const change = (changed: object) =>
    spec(ask(served, 'PATCH', `${path}/a`, { type: mergePatch, body: { spec: changed } }));
  const local = { ports, type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
  const made = spec(ask(served, 'POST', path, { body: body(local) }));
  expect(made['healthCheckNodePort']).toBeGreaterThanOrEqual(30_000);
  const inner = change({ type: 'ClusterIP' });
  for (const given of ['externalTrafficPolicy', 'healthCheckNodePort', 'allocateLoadBalancerNodePorts'])
    expect(inner).not.toHaveProperty(given);
  const name = change({ type: 'ExternalName', externalName: 'db.example.com' });
  expect(name).not.toHaveProperty('clusterIP');
  expect(name).not.toHaveProperty('ipFamilies');
});
