// kubectl create: objects of manifests; the commands below it make objects from flags. Source: kubectl pkg/cmd/create.
import { out, type Run } from '../../../effect.ts';
import { usageFailure, type Call, type Command } from '../../command.ts';
import { Failure, withSource } from '../../failure.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  recordFlag,
  saveConfigFlag,
  selectorFlag,
  validateFlag,
} from '../../flags/common.ts';
import { withoutVersion } from '../../resources/info.ts';
import { plan } from '../../resources/select.ts';
import { visit } from '../../resources/visit.ts';
import { creating } from '../edit-save.ts';
import { editObjects, windowsLineEndingsFlag } from '../edit.ts';
import { annotated } from '../last-applied.ts';
import { rawFlag, sendRaw } from '../raw.ts';
import { recorded } from '../record.ts';
import { createObject, dryRunOf, resultPrinter, validationOf } from '../writing.ts';
import { configMap } from './config-map.ts';
import { cronJob } from './cron-job.ts';
import { deployment } from './deployment.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { namespace } from './namespace.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { priorityClass } from './priority-class.ts';
import { quota } from './quota.ts';
import { clusterRoleBinding, roleBinding } from './role-binding.ts';
import { clusterRole, role } from './role.ts';
import { secret } from './secret.ts';
import { serviceAccount } from './service-account.ts';
import { service } from './service.ts';
import { token } from './token.ts';
import { requireFiles, sourcesOf } from '../object-selection.ts';

function* run(call: Call): Run<void> {
  const { flags, client } = call;
  if (call.args.length > 0) throw usageFailure(call, `Unexpected args: [${call.args.join(' ')}]`);
  if (flags.text('raw') !== '') return yield* sendRaw(call, 'POST');
  const dryRun = yield* dryRunOf(call);
  const validation = validationOf(call);
  const print = resultPrinter(call, 'created', dryRun);
  requireFiles(call);
  const selection = {
    ...sourcesOf(call),
  };
  if (flags.is('edit')) {
    yield* visit(client, yield* plan(client, selection), { selection }, (info) =>
      editObjects(call, [info], creating),
    );
    return;
  }
  let count = 0;
  yield* visit(
    client,
    yield* plan(client, selection),
    { selection, validates: validation !== 'Ignore' },
    function* (info) {
      const object = recorded(call, flags.is('save-config') ? annotated(info.object) : info.object);
      const write = { fieldManager: flags.text('field-manager'), dryRun, validation };
      let made = object;
      if (dryRun !== 'client') {
        try {
          made = yield* createObject(client, info.resource, info.namespace, withoutVersion(object), write);
        } catch (failure) {
          throw failure instanceof Error ? withSource('creating', info.source, failure) : failure;
        }
      }
      count += 1;
      yield* out(print(made));
    },
  );
  if (count === 0) throw new Failure('no objects passed to create');
}

export const create: Command = {
  name: 'create',
  summary: 'make objects from manifests or from flags',
  usage: '-f FILENAME',
  flags: [
    ...filenameFlags,
    ...printFlags,
    selectorFlag,
    dryRunFlag,
    validateFlag,
    recordFlag,
    fieldManagerFlag('kubectl-create'),
    rawFlag,
    saveConfigFlag,
    { name: 'edit', type: 'bool', value: 'false', help: 'open each object in the editor first' },
    windowsLineEndingsFlag,
  ],
  commands: [
    clusterRole,
    clusterRoleBinding,
    configMap,
    cronJob,
    deployment,
    ingress,
    job,
    namespace,
    podDisruptionBudget,
    priorityClass,
    quota,
    role,
    roleBinding,
    secret,
    service,
    serviceAccount,
    token,
  ],
  examples: ['kubectl create -f web.yaml', 'kubectl create deployment web --image=nginx --replicas=3'],
  run,
};
