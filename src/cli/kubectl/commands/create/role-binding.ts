// kubectl create rolebinding and clusterrolebinding. Source: kubectl pkg/cmd/create/create_rolebinding.go and its neighbour.
import type { JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import type { Flag } from '../../flags/flag.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';

const group = 'rbac.authorization.k8s.io';

function subjectsOf({ flags }: Call): readonly JsonObject[] {
  const named = (kind: string, flag: string) =>
    flags.list(flag).map((name) => ({ kind, apiGroup: group, name }));
  const accounts = flags.list('serviceaccount').map((text) => {
    const [namespace = '', name = '', ...rest] = text.split(':');
    if (namespace === '' || name === '' || rest.length > 0)
      throw new Failure('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', name, namespace };
  });
  return [...named('User', 'user'), ...named('Group', 'group'), ...accounts];
}

function bindingOf(
  call: Call,
  kind: string,
  metadata: JsonObject,
  role: readonly [string, string],
): JsonObject {
  const subjects = subjectsOf(call);
  return {
    kind,
    apiVersion: `${group}/v1`,
    metadata,
    ...(subjects.length === 0 ? {} : { subjects }),
    roleRef: { apiGroup: group, kind: role[0], name: role[1] },
  };
}

const subjectFlags: readonly Flag[] = [
  { name: 'user', type: 'texts', help: 'user to bind; may be repeated' },
  { name: 'group', type: 'texts', help: 'group to bind; may be repeated' },
  {
    name: 'serviceaccount',
    type: 'texts',
    help: 'NAMESPACE:NAME of a service account to bind; may be repeated',
  },
];

function* runRoleBinding(call: Call): Run<void> {
  const name = onlyName(call);
  const [clusterRole, role] = [call.flags.text('clusterrole'), call.flags.text('role')];
  const checks = () => {
    if ((clusterRole === '') === (role === ''))
      throw new Failure('exactly one of clusterrole or role must be specified');
  };
  const given = role === '' ? (['ClusterRole', clusterRole] as const) : (['Role', role] as const);
  const make = () => bindingOf(call, 'RoleBinding', metadataOf(call, name), given);
  yield* generate(call, make, { checks, refusal: 'failed to create rolebinding: ' });
}

export const roleBinding: Command = {
  name: 'rolebinding',
  summary: 'give a role in a namespace',
  usage: 'NAME --clusterrole=NAME|--role=NAME [--user=NAME] [--group=NAME] [--serviceaccount=NAMESPACE:NAME]',
  flags: [
    ...generatorFlags,
    { name: 'clusterrole', type: 'string', help: 'cluster role to give' },
    { name: 'role', type: 'string', help: 'role to give' },
    ...subjectFlags,
  ],
  run: runRoleBinding,
};

function* runClusterRoleBinding(call: Call): Run<void> {
  const name = onlyName(call);
  const role = ['ClusterRole', call.flags.text('clusterrole')] as const;
  const make = () => bindingOf(call, 'ClusterRoleBinding', { name, creationTimestamp: null }, role);
  yield* generate(call, make, { refusal: 'failed to create clusterrolebinding: ' });
}

export const clusterRoleBinding: Command = {
  name: 'clusterrolebinding',
  summary: 'give a cluster role everywhere',
  usage: 'NAME --clusterrole=NAME [--user=NAME] [--group=NAME] [--serviceaccount=NAMESPACE:NAME]',
  flags: [
    ...generatorFlags,
    { name: 'clusterrole', type: 'string', required: true, help: 'cluster role to give' },
    ...subjectFlags,
  ],
  run: runClusterRoleBinding,
};
