// What a Pod's fields say to its containers: the downward API and references to ConfigMaps and Secrets, as text.
// Source: kubernetes pkg/fieldpath, pkg/kubelet/kubelet_pods.go.
import type { Container, ResourceFieldSelector } from '#types';
import type { ConfigMap } from '../kinds/core/config-map.ts';
import type { Node } from '../kinds/core/node.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { Secret } from '../kinds/core/secret.ts';
import { base64ToBytes } from '../std/base64.ts';
import { bytesToText } from '../std/byte-text.ts';
import { getOwn } from '../std/own.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../std/quantity.ts';
import type { ReadView } from '../store/view.ts';

function lines(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}

/** A field by its path, such as `metadata.labels['app']` or `status.podIP`. */
export function fieldText(pod: Pod, path: string): string {
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  const { metadata, spec, status } = pod;
  if (subscript !== null) {
    const map = subscript[1] === 'labels' ? metadata.labels : metadata.annotations;
    return getOwn(map ?? {}, subscript[2] ?? '') ?? '';
  }
  const texts: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': lines(metadata.labels),
    'metadata.annotations': lines(metadata.annotations),
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.hostIP': status?.hostIP,
    'status.hostIPs': status?.hostIPs?.map(({ ip }) => ip).join(','),
    'status.podIP': status?.podIP,
    'status.podIPs': status?.podIPs?.map(({ ip }) => ip).join(','),
  };
  return getOwn(texts, path) ?? '';
}

/** What a container may use where it has no limit: all that the node gives to Pods. */
function amountOf(view: ReadView, pod: Pod, list: string, name: string): string | undefined {
  if (list !== 'limits') return undefined;
  const node = view.get<Node>('core/nodes', pod.spec.nodeName ?? '');
  return getOwn(node?.status?.allocatable ?? {}, name);
}

/** A container's request or limit in units of the divisor, rounded up. */
export function resourceText(
  view: ReadView,
  pod: Pod,
  container: Container,
  { containerName, resource, divisor = '0' }: ResourceFieldSelector,
): string {
  const of = pod.spec.containers.find(({ name }) => name === containerName) ?? container;
  const [list = '', name = ''] = resource.split(/\.(.*)/s);
  const values = list === 'limits' ? of.resources?.limits : of.resources?.requests;
  const amount = parseQuantity(getOwn(values ?? {}, name) ?? amountOf(view, pod, list, name) ?? '0');
  const unit = parseQuantity(divisor);
  if (amount === undefined || unit === undefined) return '0';
  const by = quantityMilliValue(unit) === 0 ? 1_000 : quantityMilliValue(unit);
  return name === 'cpu'
    ? String(Math.ceil(quantityMilliValue(amount) / by))
    : String(Math.ceil(quantityValue(amount) / (by / 1_000)));
}

/** All keys of a ConfigMap with their values as text; undefined where it is not there. */
export function configTexts(
  view: ReadView,
  namespace: string,
  name: string,
): Readonly<Record<string, string>> | undefined {
  const map = view.get<ConfigMap>('core/configmaps', name, namespace);
  return map === undefined ? undefined : { ...map.data, ...decoded(map.binaryData) };
}

export function secretTexts(
  view: ReadView,
  namespace: string,
  name: string,
): Readonly<Record<string, string>> | undefined {
  const secret = view.get<Secret>('core/secrets', name, namespace);
  return secret === undefined ? undefined : decoded(secret.data);
}

function decoded(data: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([key, value]) => {
      const bytes = base64ToBytes(value);
      return [key, 'bytes' in bytes ? bytesToText(bytes.bytes) : ''];
    }),
  );
}
