// Why a call of a webhook comes to nothing, as Go's HTTP client says it: nobody in the sandbox answers one.
// Source: apiserver pkg/util/webhook/client.go, pkg/util/proxy/proxy.go.
import type { Endpoints } from '../../kinds/core/endpoints.ts';
import type { Service } from '../../kinds/core/service/service.ts';
import { quote } from '../../store/causes.ts';
import type { CustomParts } from '../../store/kind.ts';
import type { ReadView } from '../../store/view.ts';

export function callFailure(
  { service, url = '' }: NonNullable<CustomParts['converter']>,
  timeoutSeconds: number,
  view: ReadView,
): string {
  const timeout = `timeout=${timeoutSeconds}s`;
  if (service === undefined) {
    const host = /^https:\/\/([^/:]+)/.exec(url)?.[1] ?? '';
    return `Post ${quote(`${url}?${timeout}`)}: dial tcp: lookup ${host}: no such host`;
  }
  const { name, namespace, path = '', port = 443 } = service;
  const address = `https://${name}.${namespace}.svc:${port}${path === '' ? '/' : path}?${timeout}`;
  return `Post ${quote(address)}: ${unanswered(name, namespace, port, view)}`;
}

function unanswered(name: string, namespace: string, port: number, view: ReadView): string {
  const service = view.get<Service>('core/services', name, namespace);
  if (service === undefined) return `service ${quote(name)} not found`;
  const endpoints = view.get<Endpoints>('core/endpoints', name, namespace);
  const ready = (endpoints?.subsets ?? []).some(({ addresses }) => (addresses ?? []).length > 0);
  if (!ready) return `no endpoints available for service ${quote(name)}`;
  return `dial tcp ${service.spec.clusterIP ?? ''}:${port}: connect: connection refused`;
}
