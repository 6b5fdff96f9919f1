// APIService: who answers for a version of a group. Those of what is served here are not stored: they are what is served, as the
// registration controllers of an API server keep making them. Those that people register are stored, and since nothing in the
// sandbox answers for an API, their availability says how far a call would come.
// Source: kube-aggregator pkg/{apis/apiregistration,registry/apiservice,controllers/status/remote}.
import type { APIService as APIServiceType } from '#types';
import type { Draft } from '../../std/draft.ts';
import { uuidFrom } from '../../std/hash.ts';
import { isDns1035Label, isDns1123Subdomain } from '../../std/names.ts';
import { quote, type Causes } from '../../store/causes.ts';
import type { Kind } from '../../store/kind.ts';
import { keyOfObject, type Stored, type StoredObject } from '../../store/object.ts';
import { notFound } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import type { Service } from '../core/service/service.ts';
import type { EndpointSlice } from '../discovery/endpoint-slice.ts';
import { kubernetesPlanes, statusSubresource } from '../kubernetes-kind.ts';
import { priorityOf } from './priorities.ts';

export type APIService = Stored<APIServiceType>;
type Condition = NonNullable<NonNullable<APIService['status']>['conditions']>[number];

const group = 'apiregistration.k8s.io';
const plural = 'apiservices';
const storedId = `${group}/${plural}`;
const defaultPort = 443;
const groupPriorityMax = 20_000;
const versionPriorityMax = 1_000;

/** What the metrics API is registered as: a metrics server answers for it. */
const metricsGroup = 'metrics.k8s.io';
const metricsSpec = {
  groupPriorityMinimum: 100,
  versionPriority: 100,
  insecureSkipTLSVerify: true,
  service: { name: 'metrics-server', namespace: 'kube-system', port: defaultPort },
};

interface Availability {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

const no = (reason: string, message: string): Availability => ({ status: 'False', reason, message });

const isLocal: Availability = {
  status: 'True',
  reason: 'Local',
  message: 'Local APIServices are always available',
};
const passed: Availability = { status: 'True', reason: 'Passed', message: 'all checks passed' };

/** Whether the Service is that of one of the product's own API servers. */
function isOurs({ group: ofGroup, version, service }: APIService['spec'], view: ReadView): boolean {
  return view.served.some(
    (kind) =>
      kind.group === ofGroup &&
      kind.version === version &&
      kind.custom?.answeredBy?.name === service?.name &&
      kind.custom?.answeredBy?.namespace === service?.namespace,
  );
}

/** How far a call to the Service behind a registration would come. */
function availabilityOf({ spec }: APIService, view: ReadView): Availability {
  if (spec.service === undefined) return isLocal;
  if (spec.group === metricsGroup || isOurs(spec, view)) return passed;
  const { name = '', namespace = '', port = defaultPort } = spec.service;
  const place = `service/${name} in ${quote(namespace)}`;
  const service = view.get<Service>('core/services', name, namespace);
  if (service === undefined) return no('ServiceNotFound', `${place} is not present`);
  if ((service.spec.type ?? 'ClusterIP') === 'ClusterIP') {
    const found = service.spec.ports?.find((each) => each.port === port);
    if (found === undefined) return no('ServicePortError', `${place} is not listening on port ${port}`);
    const slices = view.list<EndpointSlice>('discovery.k8s.io/endpointslices', {
      namespace,
      label: `kubernetes.io/service-name=${name}`,
    });
    if (slices.length === 0) return no('EndpointsNotFound', `cannot find endpointslices for ${place}`);
    const portName = found.name ?? '';
    const isReady = slices.some(
      ({ endpoints = [], ports = [] }) =>
        endpoints.some(({ conditions }) => conditions?.ready !== false) &&
        ports.some((each) => (each.name ?? '') === portName),
    );
    if (!isReady) {
      const missing = `have no addresses with port name ${quote(portName)}`;
      return no('MissingEndpoints', `endpointslices for ${place} ${missing}`);
    }
  }
  const address = `${service.spec.clusterIP ?? ''}:${port}`;
  const url = `https://${address}/apis/${spec.group ?? ''}/${spec.version ?? ''}`;
  const why = `Get ${quote(url)}: dial tcp ${address}: connect: connection refused`;
  return no('FailedDiscoveryCheck', `failing or missing response from ${url}: ${why}`);
}

function withAvailability(service: APIService, availability: Availability): APIService {
  const condition: Condition = {
    type: 'Available',
    ...availability,
    lastTransitionTime: service.metadata.creationTimestamp,
  };
  return { ...service, status: { conditions: [condition] } };
}

function nameOf(ofGroup: string, version: string): string {
  return `${version}.${ofGroup}`;
}

/** The registration of a version that is served here. */
function localOf(view: ReadView, kind: Kind): APIService {
  const { version } = kind;
  const name = nameOf(kind.group, version);
  const definition =
    kind.custom === undefined
      ? undefined
      : view.get('apiextensions.k8s.io/customresourcedefinitions', `${kind.plural}.${kind.group}`);
  const begun = definition ?? view.get('core/namespaces', 'kube-system');
  const isMetrics = kind.group === metricsGroup;
  const managed = kind.custom === undefined ? 'onstart' : 'true';
  const { answeredBy } = kind.custom ?? {};
  const service = {
    apiVersion: `${group}/v1`,
    kind: 'APIService',
    metadata: {
      name,
      uid: uuidFrom(0, view.scope, storedId, name),
      resourceVersion: begun?.metadata.resourceVersion ?? '',
      creationTimestamp: begun?.metadata.creationTimestamp ?? '',
      ...(answeredBy === undefined
        ? {
            labels: isMetrics
              ? { 'k8s-app': 'metrics-server' }
              : { 'kube-aggregator.kubernetes.io/automanaged': managed },
          }
        : {}),
    },
    spec: {
      ...(kind.group === '' ? {} : { group: kind.group }),
      version,
      ...(isMetrics ? metricsSpec : priorityOf(kind.group, version)),
      ...(answeredBy === undefined
        ? {}
        : { groupPriorityMinimum: 100, versionPriority: 100, service: { ...answeredBy, port: defaultPort } }),
    },
  } as APIService;
  return withAvailability(service, availabilityOf(service, view));
}

const isListed = ({ group: ofGroup }: Kind): boolean => ofGroup !== group;

/** One kind of each version that is served, by the name of its registration. */
function servedIn(view: ReadView): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const kind of view.served.filter(isListed)) {
    const name = nameOf(kind.group, kind.version);
    if (!kinds.has(name)) kinds.set(name, kind);
  }
  return kinds;
}

/** The versions that somebody registered and nobody here serves: whoever should answer for them does not. */
export function unansweredIn(view: ReadView): readonly APIService[] {
  if (!view.served.some((kind) => kind.group === group)) return [];
  const stored = view.list<APIService>(storedId);
  if (stored.length === 0) return stored;
  const served = servedIn(view);
  return stored.filter(({ spec, metadata }) => spec.service !== undefined && !served.has(metadata.name));
}

function validate({ metadata, spec }: APIService, causes: Causes): void {
  const {
    version = '',
    groupPriorityMinimum = 0,
    versionPriority = 0,
    service,
    caBundle,
    insecureSkipTLSVerify,
  } = spec;
  const ofGroup = spec.group ?? '';
  const required = nameOf(ofGroup, version);
  if (metadata.name && metadata.name !== required)
    causes.invalid(
      'metadata.name',
      metadata.name,
      `must be \`spec.version+"."+spec.group\`: ${quote(required)}`,
    );
  if (ofGroup === '' && version !== 'v1')
    causes.required('spec.group', 'only v1 may have an empty group and it better be legacy kube');
  if (ofGroup !== '') causes.invalidEach('spec.group', ofGroup, isDns1123Subdomain(ofGroup));
  causes.invalidEach('spec.version', version, isDns1035Label(version));
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > groupPriorityMax)
    causes.invalid(
      'spec.groupPriorityMinimum',
      groupPriorityMinimum,
      `must be positive and less than ${groupPriorityMax}`,
    );
  if (versionPriority <= 0 || versionPriority > versionPriorityMax)
    causes.invalid(
      'spec.versionPriority',
      versionPriority,
      `must be positive and less than ${versionPriorityMax}`,
    );
  if (service === undefined) {
    if (caBundle)
      causes.invalid(
        'spec.caBundle',
        `${caBundle.length} bytes`,
        'local APIServices may not have a caBundle',
      );
    if (insecureSkipTLSVerify)
      causes.invalid(
        'spec.insecureSkipTLSVerify',
        true,
        'local APIServices may not have insecureSkipTLSVerify',
      );
    return;
  }
  if (!service.namespace) causes.required('spec.service.namespace');
  if (!service.name) causes.required('spec.service.name');
  const { port = defaultPort } = service;
  if (port < 1 || port > 65_535)
    causes.invalid('spec.service.port', port, 'port is not valid: must be between 1 and 65535, inclusive');
  if (insecureSkipTLSVerify && caBundle)
    causes.invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present');
}

const project = (service: APIService, _now: number, view: ReadView): APIService =>
  withAvailability(service, availabilityOf(service, view));

function availableText({ status }: APIService): string {
  const condition = status?.conditions?.find(({ type }) => type === 'Available');
  if (condition === undefined) return 'Unknown';
  return condition.status === 'True' || !condition.reason
    ? condition.status
    : `${condition.status} (${condition.reason})`;
}

export const apiServices: Kind<APIService> = {
  group,
  version: 'v1',
  kind: 'APIService',
  plural,
  allowUnconditionalUpdate: false,
  categories: ['api-extensions'],
  namespaced: false,
  planes: kubernetesPlanes,
  schema: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  subresources: [statusSubresource],
  nameCauses: () => [],
  defaults({ spec }: Draft<APIService>) {
    if (spec?.service !== undefined) spec.service.port ??= defaultPort;
  },
  validate: (next, _prev, causes) => validate(next, causes),
  project,
  columns: [
    nameColumn,
    {
      name: 'Service',
      cell: ({ spec: { service } }) =>
        service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`,
    },
    { name: 'Available', cell: availableText },
    ageColumn,
  ],
  computed: {
    list(view) {
      const stored = view.list<APIService>(storedId).map((service) => project(service, view.now, view));
      const taken = new Set(stored.map(({ metadata }) => metadata.name));
      const local = [...servedIn(view)].flatMap(([name, kind]) =>
        taken.has(name) ? [] : [localOf(view, kind)],
      );
      const key = (object: StoredObject): string => keyOfObject(object);
      return [...stored, ...local].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    },
    get(view, _namespace, name) {
      const stored = view.get<APIService>(storedId, name);
      if (stored !== undefined) return project(stored, view.now, view);
      const kind = servedIn(view).get(name);
      if (kind === undefined) throw notFound({ group, plural }, name);
      return localOf(view, kind);
    },
  },
};
