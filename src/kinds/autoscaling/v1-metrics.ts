// Metrics of an autoscaler in the words of version v1, which annotations carry.
// Source: kubernetes pkg/apis/autoscaling/v1/conversion.go; k8s.io/api autoscaling/v1.
import type { MetricSpec, MetricStatus, MetricTarget } from '#types';
import { isObject, type Json, type JsonObject } from '../../std/draft.ts';

/** Without members that are undefined, as Go leaves out what is empty. */
function some(members: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

export function specToV1({
  type,
  resource,
  containerResource,
  pods,
  object,
  external,
}: MetricSpec): JsonObject {
  const targets = ({ averageUtilization, averageValue }: MetricTarget) => ({
    targetAverageUtilization: averageUtilization,
    targetAverageValue: averageValue,
  });
  return some({
    type,
    object:
      object &&
      some({
        target: object.describedObject,
        metricName: object.metric.name,
        targetValue: object.target.value ?? '0',
        selector: object.metric.selector,
        averageValue: object.target.averageValue,
      }),
    pods:
      pods &&
      some({
        metricName: pods.metric.name,
        targetAverageValue: pods.target.averageValue ?? '0',
        selector: pods.metric.selector,
      }),
    resource: resource && some({ name: resource.name, ...targets(resource.target) }),
    containerResource:
      containerResource &&
      some({
        name: containerResource.name,
        ...targets(containerResource.target),
        container: containerResource.container,
      }),
    external:
      external &&
      some({
        metricName: external.metric.name,
        metricSelector: external.metric.selector,
        targetValue: external.target.value,
        targetAverageValue: external.target.averageValue,
      }),
  });
}

export function statusToV1({ type, resource, containerResource }: MetricStatus): JsonObject {
  const current = (of: typeof resource) =>
    of && {
      name: of.name,
      currentAverageUtilization: of.current.averageUtilization,
      currentAverageValue: of.current.averageValue ?? '0',
    };
  const inner = current(resource);
  const contained = current(containerResource);
  return some({
    type,
    resource: inner && some(inner),
    containerResource: contained && some({ ...contained, container: containerResource?.container }),
  });
}

const objectAt = (value: JsonObject, name: string): JsonObject | undefined => {
  const member = value[name];
  return member !== undefined && isObject(member) ? member : undefined;
};

const metricOf = (said: JsonObject, selector: string) =>
  some({ name: said['metricName'], selector: said[selector] });

/** The spec of version v2 that an annotation's metric means; undefined where it is none. */
export function specFromV1(metric: Json): MetricSpec | undefined {
  if (!isObject(metric)) return undefined;
  const resourceTarget = (said: JsonObject): JsonObject =>
    some({
      type: said['targetAverageUtilization'] === undefined ? 'AverageValue' : 'Utilization',
      averageUtilization: said['targetAverageUtilization'],
      averageValue: said['targetAverageValue'],
    });
  const resource = objectAt(metric, 'resource');
  const contained = objectAt(metric, 'containerResource');
  const pods = objectAt(metric, 'pods');
  const object = objectAt(metric, 'object');
  const external = objectAt(metric, 'external');
  return some({
    type: metric['type'] ?? '',
    resource: resource && some({ name: resource['name'], target: resourceTarget(resource) }),
    containerResource:
      contained &&
      some({ name: contained['name'], container: contained['container'], target: resourceTarget(contained) }),
    pods:
      pods &&
      some({
        metric: metricOf(pods, 'selector'),
        target: some({ type: 'AverageValue', averageValue: pods['targetAverageValue'] }),
      }),
    object:
      object &&
      some({
        describedObject: object['target'],
        metric: metricOf(object, 'selector'),
        target:
          object['averageValue'] === undefined
            ? some({ type: 'Value', value: object['targetValue'] })
            : some({ type: 'AverageValue', averageValue: object['averageValue'] }),
      }),
    external:
      external &&
      some({
        metric: metricOf(external, 'metricSelector'),
        target: some({
          type: external['targetValue'] === undefined ? 'AverageValue' : 'Value',
          value: external['targetValue'],
          averageValue: external['targetAverageValue'],
        }),
      }),
  }) as unknown as MetricSpec;
}
