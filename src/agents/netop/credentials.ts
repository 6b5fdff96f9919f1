// What signs a Supervisor in at its load balancer, as a Secret of the network operator's namespace. Source: net-operator-api, HAProxyLoadBalancerConfig.
import { nobody, type Loop, type Outcome } from '../../control/loop.ts';
import { secrets, type Secret } from '../../kinds/core/secret.ts';
import { supervisorOf, supervisorsKind } from '../../kinds/vsphere/supervisor.ts';
import { credentialsOf, netopNamespace } from '../../kinds/load-balancer/connection.ts';
import { bytesToBase64 } from '../../std/base64.ts';
import { equal } from '../../std/draft.ts';

const secretsKind = 'core/secrets';

const encoded = (text: string): string => bytesToBase64(new TextEncoder().encode(text));

export const credentials: Loop = {
  name: 'netop',
  observes: {
    [supervisorsKind]: () => ['all'],
    [secretsKind]: (prev, next) => ((next ?? prev)?.metadata.namespace === netopNamespace ? ['all'] : nobody),
    'core/namespaces': (prev, next) =>
      prev === undefined && next?.metadata.name === netopNamespace ? ['all'] : nobody,
  },
  run(_key, view): Outcome | undefined {
    const config = supervisorOf(view)?.spec.workloads.vsphere?.loadBalancer;
    if (config === undefined || view.get('core/namespaces', netopNamespace) === undefined) return undefined;
    const name = credentialsOf(config);
    const data = {
      certificateAuthorityData: encoded(config.certificateAuthority),
      username: encoded(config.username),
      password: encoded(config.password),
    };
    const present = view.get<Secret>(secretsKind, name, netopNamespace);
    const why = 'sign-in at the load balancer';
    if (present === undefined) {
      const object = { metadata: { name, namespace: netopNamespace }, type: 'Opaque', data };
      return { writes: [{ verb: 'create', kind: secrets, object, why }] };
    }
    if (equal(present.data, data)) return undefined;
    const object: Secret = { ...present, data };
    return { writes: [{ verb: 'update', kind: secrets, object, why }] };
  },
};
