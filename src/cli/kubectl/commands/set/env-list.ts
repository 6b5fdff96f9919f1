// kubectl set env --list: the variables of containers, and with --resolve what those hold that refer to something. Source:
// kubectl pkg/cmd/set/set_env.go, env/env_resolve.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { base64ToBytes } from '../../../../std/base64.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { err, out, type Run } from '../../../effect.ts';
import { sendJson } from '../../api/client.ts';
import { encode } from '../../api/encode.ts';
import type { Call } from '../../command.ts';
import { containerResource, fieldValue } from '../../describe/environment.ts';
import { Failure, isExpected } from '../../failure.ts';
import { at, isObject, textAt } from '../../json.ts';
import type { Info } from '../../resources/info.ts';
import { withContainers, withPodSpec } from './pod-spec.ts';

function referenceText(from: JsonObject): string {
  const [map, secret, field, resource] = [
    'configMapKeyRef',
    'secretKeyRef',
    'fieldRef',
    'resourceFieldRef',
  ].map((member) => from[member]);
  if (isObject(map)) return `configmap ${textAt(map, 'name')}, key ${textAt(map, 'key')}`;
  if (isObject(secret)) return `secret ${textAt(secret, 'name')}, key ${textAt(secret, 'key')}`;
  if (isObject(field)) return `field path ${textAt(field, 'fieldPath')}`;
  if (!isObject(resource)) return 'invalid valueFrom';
  const container = textAt(resource, 'containerName');
  return `resource field ${container === '' ? '' : `${container}/`}${textAt(resource, 'resource')}`;
}

function fieldText(object: JsonObject, path: string): string {
  const value = fieldValue(object, path);
  if (value !== undefined) return value;
  throw new Failure(
    path.endsWith("']")
      ? `fieldPath ${quoteGo(path)} does not support subscript`
      : `unsupported fieldPath: ${path}`,
  );
}

function* keyValue({ client }: Call, reference: JsonObject, plural: 'secrets' | 'configmaps'): Run<string> {
  const [name, key] = [textAt(reference, 'name'), textAt(reference, 'key')];
  const path = `/api/v1/namespaces/${encode(client.effective().namespace)}/${plural}/${encode(name)}`;
  const value = at(yield* sendJson(client, { path }), 'data', key);
  if (typeof value !== 'string') {
    const kind = plural === 'secrets' ? 'secret' : 'config map';
    throw new Failure(`key ${key} not found in ${kind} ${name}`);
  }
  if (plural === 'configmaps') return value;
  const decoded = base64ToBytes(value);
  return 'badAt' in decoded ? '' : new TextDecoder().decode(decoded.bytes);
}

function* valueOf(call: Call, from: JsonObject, object: JsonObject, container: JsonObject): Run<string> {
  const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = from;
  if (isObject(secretKeyRef)) return yield* keyValue(call, secretKeyRef, 'secrets');
  if (isObject(configMapKeyRef)) return yield* keyValue(call, configMapKeyRef, 'configmaps');
  if (isObject(fieldRef)) return fieldText(object, textAt(fieldRef, 'fieldPath'));
  if (isObject(resourceFieldRef)) return containerResource(resourceFieldRef, container);
  throw new Failure('invalid valueFrom');
}

function* listContainer(call: Call, info: Info, container: JsonObject): Run<boolean> {
  const wrong = new Map<string, string[]>();
  const { resource, name, object } = info;
  yield* out(`# ${resource.kind} ${name}, container ${textAt(container, 'name')}\n`);
  const variables = container['env'];
  for (const variable of Array.isArray(variables) ? (variables as readonly Json[]) : []) {
    const [key, from] = [textAt(variable, 'name'), at(variable, 'valueFrom')];
    if (!isObject(from)) {
      yield* out(`${key}=${textAt(variable, 'value')}\n`);
      continue;
    }
    let line = `# ${key} from ${referenceText(from)}\n`;
    if (call.flags.is('resolve')) {
      try {
        line = `${key}=${yield* valueOf(call, from, object, container)}\n`;
      } catch (failure) {
        if (!isExpected(failure)) throw failure;
        wrong.set(failure.message, [...(wrong.get(failure.message) ?? []), key]);
      }
    }
    yield* out(line);
  }
  const lines = [...wrong].map(
    ([message, keys]) => `error retrieving reference for ${keys.sort().join(', ')}: ${message}\n`,
  );
  for (const line of lines.sort()) yield* err(line);
  return wrong.size > 0;
}

/** Shows the variables as they would be. */
export function* listVariables(
  call: Call,
  infos: readonly Info[],
  change: (info: Info) => JsonObject,
  fits: (name: string) => boolean,
): Run<void> {
  for (const info of infos) {
    const containers: JsonObject[] = [];
    try {
      withPodSpec(info.resource, change(info), (spec) => {
        const keep = (container: JsonObject) => {
          containers.push(container);
          return container;
        };
        return withContainers(spec, fits, keep).spec;
      });
    } catch (failure) {
      // kubectl says nothing of what it cannot list.
      if (!isExpected(failure)) throw failure;
    }
    for (const container of containers) yield* listContainer(call, info, container);
  }
}
