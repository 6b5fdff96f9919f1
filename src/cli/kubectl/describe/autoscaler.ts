// A HorizontalPodAutoscaler, in its version 2 whatever version was asked for. Source: kubectl pkg/describe/describe.go.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import type { Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import { at, isObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { quantityText } from './containers.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';
import { writeHead } from './metadata.ts';

const amount = (value: Json | undefined): string => (value === undefined ? '<nil>' : quantityText(value));

/** What a metric is now: nothing is known before its status is there, nor where that lacks a member that has to be. */
function currentText(current: JsonObject | undefined, member: string, required: boolean): string {
  if (current === undefined || (required && at(current, member) === undefined)) return '<unknown>';
  return amount(at(current, member));
}

function shareText(current: JsonObject | undefined, target: JsonObject): string {
  const used = at(current, 'averageUtilization');
  const now = used === undefined ? '<unknown>' : `${String(used)}% (${amount(at(current, 'averageValue'))})`;
  const wanted = at(target, 'averageUtilization');
  return `${now} / ${wanted === undefined ? '<auto>' : `${String(wanted)}%`}`;
}

/** A metric of a resource's use: an amount, or a share of what is requested. */
function resourceText(title: string, current: JsonObject | undefined, target: JsonObject): string {
  if (at(target, 'averageValue') !== undefined) {
    return `${title}:\t${currentText(current, 'averageValue', false)} / ${amount(at(target, 'averageValue'))}`;
  }
  return `${title}  (as a percentage of request):\t${shareText(current, target)}`;
}

const sources: Readonly<Record<string, string>> = {
  External: 'external',
  Pods: 'pods',
  Object: 'object',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

function metricText(metric: Json, status: Json | undefined): string {
  const type = textAt(metric, 'type');
  const member = sources[type];
  if (member === undefined) return `<unknown metric type ${quoteGo(type)}>`;
  const source = objectAt(metric, member);
  const target = objectAt(source, 'target');
  const seen = at(status, member);
  const current = isObject(seen) ? objectAt(seen, 'current') : undefined;
  const name = textAt(source, 'metric', 'name');
  const pair = (of: string, required: boolean) =>
    `${currentText(current, of, required)} / ${amount(at(target, of))}`;
  switch (type) {
    case 'External':
      return at(target, 'averageValue') === undefined
        ? `${quoteGo(name)} (target value):\t${pair('value', false)}`
        : `${quoteGo(name)} (target average value):\t${pair('averageValue', true)}`;
    case 'Pods':
      return `${quoteGo(name)} on pods:\t${pair('averageValue', false)}`;
    case 'Object': {
      const described = objectAt(source, 'describedObject');
      const subject = `"${name}" on ${textAt(described, 'kind')}/${textAt(described, 'name')}`;
      return textAt(target, 'type') === 'AverageValue'
        ? `${subject} (target average value):\t${pair('averageValue', false)}`
        : `${subject} (target value):\t${pair('value', false)}`;
    }
    case 'Resource':
      return resourceText(`resource ${textAt(source, 'name')} on pods`, current, target);
    default: {
      const [resource, container] = [textAt(source, 'name'), textAt(source, 'container')];
      return resourceText(`resource ${resource} of container "${container}" on pods`, current, target);
    }
  }
}

function writeRules(description: Description, direction: string, rules: Json | undefined): void {
  if (!isObject(rules)) return;
  description.write(1, `${direction}:\n`);
  const window = at(rules, 'stabilizationWindowSeconds');
  if (window !== undefined) description.write(2, `Stabilization Window: ${String(window)} seconds\n`);
  const policies = listAt(rules, 'policies');
  if (policies.length === 0) return;
  description.write(2, `Select Policy: ${textAt(rules, 'selectPolicy') || 'Max'}\n`);
  description.write(2, 'Policies:\n');
  for (const policy of policies) {
    const [value, period] = [numberAt(policy, 'value'), numberAt(policy, 'periodSeconds')];
    description.write(3, `- Type: ${textAt(policy, 'type')}\tValue: ${value}\tPeriod: ${period} seconds\n`);
  }
}

function writeConditions(description: Description, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  description.write(0, 'Conditions:\n');
  description.write(1, 'Type\tStatus\tReason\tMessage\n');
  description.write(1, '----\t------\t------\t-------\n');
  for (const condition of conditions) {
    const cells = ['type', 'status', 'reason', 'message'].map((member) => textAt(condition, member));
    description.write(1, `${cells.join('\t')}\n`);
  }
}

export function* describeAutoscaler(described: Described): Run<string> {
  const { client, resource, showEvents, now } = described;
  const [namespace, name] = ['namespace', 'name'].map((member) =>
    textAt(described.object, 'metadata', member),
  );
  const object =
    resource.version === 'v2'
      ? described.object
      : yield* sendJson(client, {
          path: objectPath({ ...resource, version: 'v2' }, namespace ?? '', name ?? ''),
        });
  const description = new Description();
  const [spec, status] = [objectAt(object, 'spec'), objectAt(object, 'status')];
  const kind = textAt(spec, 'scaleTargetRef', 'kind');
  writeHead(description, object);
  description.field(0, 'CreationTimestamp', longTime(textAt(object, 'metadata', 'creationTimestamp')));
  description.field(0, 'Reference', `${kind}/${textAt(spec, 'scaleTargetRef', 'name')}`);
  description.field(0, 'Metrics', '( current / target )');
  listAt(spec, 'metrics').forEach((metric, index) =>
    description.write(1, `${metricText(metric, listAt(status, 'currentMetrics')[index])}\n`),
  );
  const least = at(spec, 'minReplicas');
  description.field(0, 'Min replicas', least === undefined ? '<unset>' : String(least));
  description.field(0, 'Max replicas', numberAt(spec, 'maxReplicas'));
  const behavior = at(spec, 'behavior');
  if (isObject(behavior)) {
    description.write(0, 'Behavior:\n');
    writeRules(description, 'Scale Up', behavior['scaleUp']);
    writeRules(description, 'Scale Down', behavior['scaleDown']);
  }
  const [current, desired] = ['currentReplicas', 'desiredReplicas'].map((member) => numberAt(status, member));
  description.field(0, `${kind} pods`, `${current} current / ${desired} desired`);
  writeConditions(description, listAt(status, 'conditions'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
