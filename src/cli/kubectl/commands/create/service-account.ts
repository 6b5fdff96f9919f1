// kubectl create serviceaccount.
import { metadataOf, nameOnly } from './generator.ts';

export const serviceAccount = nameOnly(
  { name: 'serviceaccount', aliases: ['sa'], summary: 'make a service account', usage: 'NAME' },
  (call, name) => ({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: metadataOf(call, name) }),
  'failed to create serviceaccount: ',
);
