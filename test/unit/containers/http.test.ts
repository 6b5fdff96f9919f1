// What the programs of well-known images say by HTTP.
import { expect, it } from 'vitest';
import { serveHttp } from '../../../src/containers/http.ts';
import type { Pod } from '../../../src/kinds/core/pod/pod.ts';
import { createFiles } from '../../../src/shell/files.ts';

const request = { method: 'GET', path: '/', headers: [], body: '' };

it.each([
  ['gcr.io/google-samples/hello-app:2.0', 'Hello, world!\nVersion: 2.0.0\nHostname: web-1\n'],
  ['gcr.io/google-samples/kubernetes-bootcamp:v1', 'Hello Kubernetes bootcamp! | Running on: web-1 | v=1\n'],
  ['registry.k8s.io/hpa-example', 'OK!'],
  ['luksa/kubia', "You've hit web-1\n"],
])('%s', (image, said) => {
  const container = { name: 'main', image };
  const pod = { metadata: { name: 'web-1' }, spec: { containers: [container] } } as unknown as Pod;
  const { status, body } = serveHttp(pod, container, createFiles(), request, 0);
  expect([status, body]).toEqual([200, said]);
});
