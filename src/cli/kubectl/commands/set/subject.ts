// kubectl set subject: whom a role is bound to. Source: kubectl pkg/cmd/set/set_subject.go.
import { equal, type JsonObject } from '../../../../std/draft.ts';
import type { Run } from '../../../effect.ts';
import type { Call, Command } from '../../command.ts';
import { completeObjects } from '../../complete-objects.ts';
import { Failure } from '../../failure.ts';
import { listAt } from '../../json.ts';
import type { Info } from '../../resources/info.ts';
import { dryRunOf } from '../writing.ts';
import { changeAll, checkLocal, chosenInfos, setFlags } from './changing.ts';

const rbac = 'rbac.authorization.k8s.io';
const bindings = ['RoleBinding', 'ClusterRoleBinding'];

function check(call: Call, infos: readonly Info[]): void {
  const { flags } = call;
  if (flags.is('all') && flags.text('selector') !== '')
    throw new Failure('cannot set --all and --selector at the same time');
  const accounts = flags.list('serviceaccount');
  if (flags.list('user').length + flags.list('group').length + accounts.length === 0)
    throw new Failure('you must specify at least one value of user, group or serviceaccount');
  for (const account of accounts) {
    const parts = account.split(':');
    if (parts.length !== 2 || parts[1] === '') throw new Failure('serviceaccount must be <namespace>:<name>');
    if (parts[0] === '' && infos.some(({ resource }) => resource.kind === 'ClusterRoleBinding'))
      throw new Failure('serviceaccount must be <namespace>:<name>, namespace must be specified');
  }
}

function subjectsOf({ flags, client }: Call): readonly JsonObject[] {
  const each = (name: string) => [...new Set(flags.list(name))].sort();
  return [
    ...each('user').map((name) => ({ kind: 'User', apiGroup: rbac, name })),
    ...each('group').map((name) => ({ kind: 'Group', apiGroup: rbac, name })),
    ...each('serviceaccount').map((account) => {
      const [namespace = '', name = ''] = account.split(':');
      return { kind: 'ServiceAccount', namespace: namespace || client.effective().namespace, name };
    }),
  ];
}

function* run(call: Call): Run<void> {
  const dryRun = yield* dryRunOf(call);
  const infos = yield* chosenInfos(call, call.args);
  checkLocal(call, dryRun);
  check(call, infos);
  const wanted = subjectsOf(call);
  yield* changeAll(call, infos, dryRun, [], {
    operation: 'subjects updated',
    refusal: 'failed to patch subjects to rolebinding: ',
    change({ resource, object }) {
      if (resource.group !== rbac || !bindings.includes(resource.kind))
        throw new Failure('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
      const there = listAt(object, 'subjects');
      const added = wanted.filter((subject) => !there.some((each) => equal(each, subject)));
      return added.length === 0 ? object : { ...object, subjects: [...there, ...added] };
    },
  });
}

export const subject: Command = {
  name: 'subject',
  summary: 'bind a role to more people',
  usage: '(-f FILENAME | TYPE NAME) [--user=NAME] [--group=NAME] [--serviceaccount=NAMESPACE:NAME]',
  flags: [
    ...setFlags,
    { name: 'group', type: 'texts', help: 'group to bind the role to; may be repeated' },
    { name: 'serviceaccount', type: 'texts', help: 'NAMESPACE:NAME; may be repeated' },
    { name: 'user', type: 'texts', help: 'user to bind the role to; may be repeated' },
  ],
  examples: ['kubectl set subject rolebinding read --user=anna --group=devs'],
  run,
  complete: completeObjects,
};
