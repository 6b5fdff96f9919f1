// NetworkPolicy: who may talk to a Pod, and whom it may talk to. What follows from it is worked out in agents/network.
// Source: kubernetes pkg/apis/networking/{v1/defaults.go,validation}, pkg/registry/networking/networkpolicy.
import type { NetworkPolicy as NetworkPolicyType, NetworkPolicyPeer, NetworkPolicyPort } from '#types';
import { isValidPortName, isValidPortNum } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { formatLabelSelector } from '../../store/selectors.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { checkLabelSelector } from '../label-selector.ts';
import { cidrCause, parseNetwork, type Network } from './address.ts';
import { goValue } from '../../store/go-types.ts';

export type NetworkPolicy = Stored<NetworkPolicyType>;

const protocols = ['TCP', 'UDP', 'SCTP'];
const directions = ['Ingress', 'Egress'];

function checkPort({ protocol, port, endPort }: NetworkPolicyPort, field: string, causes: Causes): void {
  if (protocol !== undefined && !protocols.includes(protocol))
    causes.notSupported(`${field}.protocol`, protocol, protocols);
  const refuseEnd = (why: string) => {
    if (endPort !== undefined) causes.invalid(`${field}.endPort`, endPort, why);
  };
  if (port === undefined) refuseEnd('may not be specified when `port` is not specified');
  else if (typeof port === 'string') {
    refuseEnd('may not be specified when `port` is non-numeric');
    causes.invalidEach(`${field}.port`, port, isValidPortName(port));
  } else {
    causes.invalidEach(`${field}.port`, port, isValidPortNum(port));
    if (endPort === undefined) return;
    if (endPort < port) refuseEnd('must be greater than or equal to `port`');
    causes.invalidEach(`${field}.endPort`, endPort, isValidPortNum(endPort));
  }
}

function isInside(inner: Network, outer: Network): boolean {
  return (
    inner.family === outer.family &&
    inner.prefixBits > outer.prefixBits &&
    inner.bits.startsWith(outer.bits.slice(0, outer.prefixBits))
  );
}

function checkPeer(peer: NetworkPolicyPeer, field: string, causes: Causes): void {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (podSelector !== undefined) checkLabelSelector(podSelector, `${field}.podSelector`, causes);
  if (namespaceSelector !== undefined)
    checkLabelSelector(namespaceSelector, `${field}.namespaceSelector`, causes);
  if (ipBlock !== undefined) {
    const at = `${field}.ipBlock`;
    const block = parseNetwork(ipBlock.cidr);
    if (ipBlock.cidr === '') causes.required(`${at}.cidr`);
    else if (block === undefined) causes.invalid(`${at}.cidr`, ipBlock.cidr, cidrCause);
    else {
      for (const [index, except] of (ipBlock.except ?? []).entries()) {
        const inner = parseNetwork(except);
        if (inner === undefined) causes.invalid(`${at}.except[${index}]`, except, cidrCause);
        else if (!isInside(inner, block))
          causes.invalid(`${at}.except[${index}]`, except, 'must be a strict subset of `cidr`');
      }
    }
  }
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  if (!selects && ipBlock === undefined) causes.required(field, 'must specify a peer');
  if (selects && ipBlock !== undefined)
    causes.forbidden(field, 'may not specify both ipBlock and another peer');
}

export const networkPolicies = kubernetesKind<NetworkPolicy>({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  short: ['netpol'],
  namespaced: true,
  generation: true,
  defaults({ spec }) {
    if (spec === undefined) return;
    for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
      for (const port of rule.ports ?? []) port.protocol ??= 'TCP';
    if ((spec.policyTypes ?? []).length > 0) return;
    spec.policyTypes = ['Ingress'];
    if ((spec.egress ?? []).length > 0) spec.policyTypes.push('Egress');
  },
  validate({ spec }, _prev, causes) {
    if (spec === undefined) return;
    if (spec.podSelector !== undefined) checkLabelSelector(spec.podSelector, 'spec.podSelector', causes);
    for (const [index, rule] of (spec.ingress ?? []).entries()) {
      const field = `spec.ingress[${index}]`;
      for (const [at, port] of (rule.ports ?? []).entries()) checkPort(port, `${field}.ports[${at}]`, causes);
      for (const [at, peer] of (rule.from ?? []).entries()) checkPeer(peer, `${field}.from[${at}]`, causes);
    }
    for (const [index, rule] of (spec.egress ?? []).entries()) {
      const field = `spec.egress[${index}]`;
      for (const [at, port] of (rule.ports ?? []).entries()) checkPort(port, `${field}.ports[${at}]`, causes);
      for (const [at, peer] of (rule.to ?? []).entries()) checkPeer(peer, `${field}.to[${at}]`, causes);
    }
    const types = spec.policyTypes ?? [];
    if (types.length > directions.length) {
      causes.invalid(
        'spec.policyTypes',
        goValue('[]networking.PolicyType', types),
        'may not specify more than two policyTypes',
      );
      return;
    }
    for (const [index, type] of types.entries())
      if (!directions.includes(type)) causes.notSupported(`spec.policyTypes[${index}]`, type, directions);
  },
  columns: [
    nameColumn,
    {
      name: 'Pod-Selector',
      cell: ({ spec }) => formatLabelSelector(spec.podSelector ?? {}),
    },
    ageColumn,
  ],
});
