// The variables that a container's processes see: the image's, the Services' of the namespace, then what the container says.
// Source: kubernetes pkg/kubelet/kubelet_pods.go, pkg/kubelet/envvars; third_party/forked/golang/expansion.
import type { Container, EnvVar } from '#types';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { Service } from '../kinds/core/service/service.ts';
import { getOwn } from '../std/own.ts';
import type { ReadView } from '../store/view.ts';
import { imageOf } from './image.ts';
import { clusterDomain } from './names.ts';
import { configTexts, fieldText, resourceText, secretTexts } from './reference.ts';

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The name that a Pod's containers have for themselves. */
export function hostnameOf(pod: Pod): string {
  return pod.spec.setHostnameAsFQDN === true ? fullNameOf(pod) : shortNameOf(pod);
}

const shortNameOf = ({ spec, metadata }: Pod): string => spec.hostname ?? metadata.name.slice(0, 63);

/** With the domain that a Pod with a subdomain is in. Source: kubernetes pkg/kubelet/kubelet_pods.go, GeneratePodHostNameAndDomain. */
export function fullNameOf(pod: Pod): string {
  const { subdomain } = pod.spec;
  if (!subdomain) return shortNameOf(pod);
  return `${shortNameOf(pod)}.${subdomain}.${pod.metadata.namespace ?? ''}.svc.${clusterDomain}`;
}

function prefixOf(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/** The variables of links, as Docker once named them. */
function serviceVariables({ metadata, spec }: Service): readonly (readonly [string, string])[] {
  const { clusterIP: ip = '', ports = [] } = spec;
  const [first] = ports;
  if (ip === '' || ip === 'None' || first === undefined) return [];
  const prefix = prefixOf(metadata.name);
  const url = (port: number, protocol: string) => `${protocol.toLowerCase()}://${ip}:${port}`;
  const named = ports.flatMap(({ name, port }) =>
    name === undefined || name === ''
      ? []
      : [[`${prefix}_SERVICE_PORT_${prefixOf(name)}`, String(port)] as const],
  );
  const linked = ports.flatMap(({ port, protocol = 'TCP' }) => {
    const link = `${prefix}_PORT_${port}_${protocol}`;
    return [
      [link, url(port, protocol)],
      [`${link}_PROTO`, protocol.toLowerCase()],
      [`${link}_PORT`, String(port)],
      [`${link}_ADDR`, ip],
    ] as const;
  });
  return [
    [`${prefix}_SERVICE_HOST`, ip],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
    ...named,
    [`${prefix}_PORT`, url(first.port, first.protocol ?? 'TCP')],
    ...linked,
  ];
}

/** Every container is told of the API; of the namespace's Services where its Pod wants to know. */
function linksOf(view: ReadView, pod: Pod): readonly (readonly [string, string])[] {
  const { namespace = '' } = pod.metadata;
  const api = view.get<Service>('core/services', 'kubernetes', 'default');
  const own = pod.spec.enableServiceLinks === false ? [] : view.list<Service>('core/services', { namespace });
  return [...(api === undefined ? [] : [api]), ...own.filter((service) => service !== api)].flatMap(
    serviceVariables,
  );
}

/** `$(NAME)` where NAME is known, `$$` for a dollar; anything else stays as it is. */
export function expandVariables(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (known.get(name) ?? whole),
  );
}

function valueOf(
  view: ReadView,
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
  known: ReadonlyMap<string, string>,
): string | undefined {
  const { namespace = '' } = pod.metadata;
  if (valueFrom === undefined) return expandVariables(value ?? '', known);
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) return fieldText(pod, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) return resourceText(view, pod, container, resourceFieldRef);
  if (configMapKeyRef !== undefined) {
    return getOwn(configTexts(view, namespace, configMapKeyRef.name ?? ''), configMapKeyRef.key);
  }
  return secretKeyRef === undefined
    ? undefined
    : getOwn(secretTexts(view, namespace, secretKeyRef.name ?? ''), secretKeyRef.key);
}

/** In the order in which `env` prints them. */
export function environmentOf(view: ReadView, pod: Pod, container: Container): ReadonlyMap<string, string> {
  const { namespace = '' } = pod.metadata;
  const found = new Map<string, string>([
    ['PATH', path],
    ['HOSTNAME', hostnameOf(pod)],
  ]);
  const links = new Map(linksOf(view, pod));
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const texts =
      configMapRef === undefined
        ? secretTexts(view, namespace, secretRef?.name ?? '')
        : configTexts(view, namespace, configMapRef.name ?? '');
    for (const [key, value] of Object.entries(texts ?? {})) found.set(`${prefix}${key}`, value);
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(view, pod, container, variable, new Map([...links, ...found]));
    if (value !== undefined) found.set(variable.name, value);
  }
  for (const [name, value] of links) if (!found.has(name)) found.set(name, value);
  for (const [name, value] of Object.entries(imageOf(container).environment ?? {})) {
    if (!found.has(name)) found.set(name, value);
  }
  if (!found.has('HOME')) found.set('HOME', '/root');
  return found;
}
