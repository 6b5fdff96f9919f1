// Flags that every command has, and groups that several commands share.
import type { Flag } from './flag.ts';

/** Flags of kubectl itself. Those marked so are read and change nothing here. */
export const globalFlags: readonly Flag[] = [
  { name: 'as', type: 'string', help: 'act as this user' },
  { name: 'as-group', type: 'texts', help: 'act as a member of this group; may be repeated' },
  { name: 'as-uid', type: 'string', help: 'act as somebody with this UID' },
  { name: 'cache-dir', type: 'string', help: 'where discovery is cached (no effect here)' },
  {
    name: 'certificate-authority',
    type: 'string',
    help: 'file of the authority that signed the server’s certificate',
  },
  { name: 'client-certificate', type: 'string', help: 'client certificate (no effect here)' },
  { name: 'client-key', type: 'string', help: 'client key (no effect here)' },
  { name: 'cluster', type: 'string', help: 'cluster of the kubeconfig to use' },
  { name: 'context', type: 'string', help: 'context of the kubeconfig to use' },
  {
    name: 'disable-compression',
    type: 'bool',
    value: 'false',
    help: 'do not compress answers (no effect here)',
  },
  {
    name: 'insecure-skip-tls-verify',
    type: 'bool',
    value: 'false',
    help: 'accept any certificate of the server',
  },
  { name: 'kubeconfig', type: 'string', help: 'kubeconfig file to use' },
  {
    name: 'log-flush-frequency',
    type: 'plain-duration',
    value: '5s',
    help: 'how often logs are written out (no effect here)',
  },
  {
    name: 'match-server-version',
    type: 'bool',
    value: 'false',
    help: 'want a server of this version',
  },
  { name: 'namespace', short: 'n', type: 'string', help: 'namespace of the request' },
  { name: 'password', type: 'string', help: 'password of basic authentication' },
  { name: 'profile', type: 'string', value: 'none', help: 'profile to take (no effect here)' },
  {
    name: 'profile-output',
    type: 'string',
    value: 'profile.pprof',
    help: 'file of the profile (no effect here)',
  },
  {
    name: 'request-timeout',
    type: 'string',
    value: '0',
    help: 'how long to wait for an answer (no effect here)',
  },
  { name: 'server', short: 's', type: 'string', help: 'address of the API server' },
  { name: 'tls-server-name', type: 'string', help: 'name that the certificate has to have (no effect here)' },
  { name: 'token', type: 'string', help: 'bearer token' },
  { name: 'user', type: 'string', help: 'user of the kubeconfig to be' },
  { name: 'username', type: 'string', help: 'name of basic authentication' },
  { name: 'v', short: 'v', type: 'int', value: '0', help: 'how much to log (no effect here)' },
  { name: 'vmodule', type: 'string', help: 'what to log (no effect here)' },
  {
    name: 'warnings-as-errors',
    type: 'bool',
    value: 'false',
    help: 'end with an error when the server warns',
  },
];

export const filenameFlag: Flag = {
  name: 'filename',
  short: 'f',
  type: 'list',
  help: 'file, folder, or - for standard input',
};

export const filenameFlags: readonly Flag[] = [
  filenameFlag,
  { name: 'kustomize', short: 'k', type: 'string', help: 'folder with a kustomization' },
  { name: 'recursive', short: 'R', type: 'bool', value: 'false', help: 'go into the folders of -f' },
];

export const selectorFlag: Flag = {
  name: 'selector',
  short: 'l',
  type: 'string',
  help: 'label selector, such as app=web,tier!=db',
};

export const fieldSelectorFlag: Flag = {
  name: 'field-selector',
  type: 'string',
  help: 'field selector, such as status.phase=Running',
};

export const allNamespacesFlag: Flag = {
  name: 'all-namespaces',
  short: 'A',
  type: 'bool',
  value: 'false',
  help: 'in all namespaces',
};

export const outputFormats = [
  'json',
  'yaml',
  'name',
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
] as const;

/** Flags of commands that say what they did, or print the object instead. */
export const printFlags: readonly Flag[] = [
  { name: 'output', short: 'o', type: 'string', choices: outputFormats, help: 'form of the output' },
  { name: 'template', type: 'string', help: 'template of -o go-template or jsonpath' },
  {
    name: 'allow-missing-template-keys',
    type: 'bool',
    value: 'true',
    help: 'let templates name what is not there',
  },
  { name: 'show-managed-fields', type: 'bool', value: 'false', help: 'keep managedFields in JSON and YAML' },
];

export const dryRunFlag: Flag = {
  name: 'dry-run',
  type: 'string',
  value: 'none',
  bare: 'unchanged',
  choices: ['none', 'client', 'server'],
  help: 'only show what would be sent (client), or let the server try it (server)',
};

export const validateFlag: Flag = {
  name: 'validate',
  type: 'string',
  value: 'strict',
  bare: 'strict',
  choices: ['strict', 'warn', 'ignore'],
  help: 'what to do about unknown fields',
};

export function fieldManagerFlag(manager: string): Flag {
  return { name: 'field-manager', type: 'string', value: manager, help: 'name under which fields are owned' };
}

export const saveConfigFlag: Flag = {
  name: 'save-config',
  type: 'bool',
  value: 'false',
  help: 'keep what is written for a later apply',
};

/** @param verb what the command does to it */
export function subresourceFlag(verb: string): Flag {
  return {
    name: 'subresource',
    type: 'string',
    choices: ['scale', 'status'],
    help: `subresource to ${verb}: status or scale`,
  };
}

export const chunkSizeFlag: Flag = {
  name: 'chunk-size',
  type: 'int64',
  value: '500',
  help: 'how many objects to ask for at once',
};

/** The command keeps itself in an annotation (`commands/record.ts`). */
export const recordFlag: Flag = {
  name: 'record',
  type: 'bool',
  value: 'false',
  deprecated: '--record will be removed in the future',
  help: 'keep the command in an annotation (deprecated)',
};
