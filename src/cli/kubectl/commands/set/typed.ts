// What Go's types print of an object even where it says nothing: `creationTimestamp: null`, `resources: {}`, `status: {}`.
// Source: k8s.io/api types without `omitempty`.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { at, isObject, listAt, objectAt, textAt } from '../../json.ts';

const workloads = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController', 'Job'];

const statuses: Readonly<Record<string, JsonObject>> = {
  DaemonSet: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  ReplicaSet: { replicas: 0 },
  ReplicationController: { replicas: 0 },
  Service: { loadBalancer: {} },
  StatefulSet: { replicas: 0, availableReplicas: 0 },
};

const strategies: Readonly<Record<string, string>> = {
  DaemonSet: 'updateStrategy',
  Deployment: 'strategy',
  StatefulSet: 'updateStrategy',
};

function stamped(object: JsonObject): JsonObject {
  return { ...object, metadata: { creationTimestamp: null, ...objectAt(object, 'metadata') } };
}

function container(value: JsonObject): JsonObject {
  const variables = listAt(value, 'env').map((variable): Json => {
    const [from, resource] = [objectAt(variable, 'valueFrom'), at(variable, 'valueFrom', 'resourceFieldRef')];
    if (!isObject(variable) || !isObject(resource)) return variable;
    return { ...variable, valueFrom: { ...from, resourceFieldRef: { divisor: '0', ...resource } } };
  });
  return { resources: {}, ...value, ...(variables.length === 0 ? {} : { env: variables }) };
}

function podSpec(spec: JsonObject): JsonObject {
  const lists = ['containers', 'initContainers'].filter((member) => Array.isArray(spec[member]));
  const whole = (each: Json): Json => (isObject(each) ? container(each) : each);
  return {
    ...spec,
    ...Object.fromEntries(lists.map((member) => [member, listAt(spec, member).map(whole)])),
  };
}

function podTemplate(template: JsonObject): JsonObject {
  return { ...stamped(template), spec: podSpec(objectAt(template, 'spec')) };
}

function claim(value: Json): Json {
  if (!isObject(value)) return value;
  return { status: {}, ...stamped(value), spec: { resources: {}, ...objectAt(value, 'spec') } };
}

function specOf(kind: string, spec: JsonObject): JsonObject {
  if (kind === 'Pod') return podSpec(spec);
  if (kind === 'CronJob') {
    const jobs = stamped(objectAt(spec, 'jobTemplate'));
    return { ...spec, jobTemplate: { ...jobs, spec: specOf('Job', objectAt(jobs, 'spec')) } };
  }
  if (!workloads.includes(kind)) return spec;
  const strategy = strategies[kind];
  const claims = listAt(spec, 'volumeClaimTemplates');
  return {
    ...(strategy === undefined ? {} : { [strategy]: {} }),
    ...spec,
    template: podTemplate(objectAt(spec, 'template')),
    ...(claims.length === 0 ? {} : { volumeClaimTemplates: claims.map(claim) }),
  };
}

/** The object as a built-in type of Go would be written. */
export function typed(object: JsonObject): JsonObject {
  const kind = textAt(object, 'kind');
  const hasStatus = [...workloads, 'Pod', 'CronJob', 'Service'].includes(kind);
  return {
    ...stamped(object),
    ...(isObject(object['spec']) ? { spec: specOf(kind, object['spec']) } : {}),
    ...(hasStatus ? { status: { ...statuses[kind], ...objectAt(object, 'status') } } : {}),
  };
}
