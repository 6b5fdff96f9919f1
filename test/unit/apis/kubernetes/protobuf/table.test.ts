import { definitions } from '#schemas';
import { describe, expect, it } from 'vitest';
import { messages } from '../../../../../src/apis/kubernetes/protobuf/messages/index.ts';
import { kindMessage, messageOf, type Message } from '../../../../../src/apis/kubernetes/protobuf/table.ts';

const scalars = ['string', 'int', 'bool', 'double', 'bytes'];

function namesOf(message: Message): string[] {
  return [...message.fields.values()].flatMap((field) => {
    if (!field.embedded) return [field.name];
    const inner = messageOf(message.package, field.type);
    return inner === undefined ? [] : namesOf(inner);
  });
}

const all = Object.entries(messages).flatMap(([packageName, table]) =>
  Object.keys(table).map((name) => [`${packageName}.${name}`, packageName, name] as const),
);

describe('the message table', () => {
  it.each(all)('%s: every type is known, no name or number twice', (_key, packageName, name) => {
    const message = messageOf(packageName, name);
    expect(message?.package).toBe(packageName);
    const unknown = [...(message?.fields.values() ?? [])].filter(
      ({ type }) => !scalars.includes(type) && messageOf(packageName, type) === undefined,
    );
    expect(unknown).toEqual([]);
    const text = messages[packageName]?.[name] ?? '';
    expect(message?.fields.size).toBe(text === '' ? 0 : text.split(',').length);
  });

  it('names what the schemas name', () => {
    const typeMeta = ['apiVersion', 'kind'];
    const differences: string[] = [];
    let compared = 0;
    for (const [definition, schema] of Object.entries(definitions)) {
      const [group = '', version = '', name = ''] = definition.split('.').slice(-3);
      const message = messages[`${group}.${version}`]?.[name] && messageOf(`${group}.${version}`, name);
      if (!message || schema.properties === undefined) continue;
      compared++;
      const isKind = schema['x-kubernetes-group-version-kind'] !== undefined;
      const expected = Object.keys(schema.properties).filter((key) => !isKind || !typeMeta.includes(key));
      const found = namesOf(message);
      const missing = expected.filter((key) => !found.includes(key));
      if (missing.length > 0) differences.push(`${definition}: ${missing.join(' ')}`);
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(480);
  });

  it.each([
    ['v1', 'Pod', 'core.v1'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'rbac.v1'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'autoscaling.v2'],
    ['certificates.k8s.io/v1', 'CertificateSigningRequest', 'certificates.v1'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'apiextensions.v1'],
    ['apps/v1', 'DeleteOptions', 'meta.v1'],
  ])('finds %s %s', (apiVersion, kind, packageName) => {
    expect(kindMessage(apiVersion, kind)).toMatchObject({ name: kind, package: packageName });
  });

  it.each([
    ['apps/v1beta1', 'Deployment'],
    ['v1', 'Quantity'],
    ['v1', 'constructor'],
    ['__proto__', 'Pod'],
    ['', ''],
  ])('knows no %s %s', (apiVersion, kind) => {
    expect(kindMessage(apiVersion, kind)).toBeUndefined();
  });
});
