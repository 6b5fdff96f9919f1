// The generated TypeScript types and the schemas are two faces of the same source: what compiles is read without loss.
import { definitions } from '#schemas';
import type { CoreV1Event, Deployment, EventsV1Event, JSONSchemaProps, Secret } from '#types';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../src/store/schema/decode.ts';
import { schemaOfKind } from './support.ts';

const deployment: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
    template: {
      metadata: { labels: { app: 'web' }, creationTimestamp: '2026-01-02T03:04:05Z' },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'nginx:1.27',
            ports: [{ containerPort: 80 }],
            resources: { limits: { cpu: '500m', memory: '64Mi' } },
          },
        ],
      },
    },
  },
};

const secret: Secret = { apiVersion: 'v1', kind: 'Secret', data: { password: 'c2VjcmV0' }, immutable: true };

const props: JSONSchemaProps = {
  type: 'object',
  properties: { a: { items: [{ type: 'string' }] } },
  $ref: '#',
};

type Names<T> = keyof T;
const oldOnly: Names<CoreV1Event> = 'involvedObject';
const newOnly: Names<EventsV1Event> = 'regarding';

describe('what the types allow', () => {
  it.each([
    ['Deployment', deployment],
    ['Secret', secret],
  ])('%s is read as it is', (_name, object) => {
    const kind = { apiVersion: object.apiVersion ?? '', kind: object.kind ?? '' };
    expect(decode(definitions, schemaOfKind(kind), object)).toEqual({ value: object, unknown: [] });
  });

  it('is what the schemas know', () => {
    const members = (name: string) => Object.keys(definitions[name]?.properties ?? {});
    expect(members('io.k8s.api.core.v1.Event')).toContain(oldOnly);
    expect(members('io.k8s.api.events.v1.Event')).toContain(newOnly);
    expect(
      Object.keys(props).filter((key) => !members(`${apiextensions}.JSONSchemaProps`).includes(key)),
    ).toEqual([]);
  });
});

const apiextensions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
