// kubectl create namespace.
import { nameOnly } from './generator.ts';

export const namespace = nameOnly(
  { name: 'namespace', aliases: ['ns'], summary: 'make a namespace', usage: 'NAME' },
  (_call, name) => ({
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { name, creationTimestamp: null },
    spec: {},
    status: {},
  }),
);
