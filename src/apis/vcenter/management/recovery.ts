// Backups of Supervisors, which are not taken here, and what would be made of them. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.supervisors.recovery.{backup.Archives, backup.Jobs, restore.Jobs}.
import { boolean, string } from '../../../store/schema/infer.ts';
import { notAllowed, notFound, unsupported } from '../failure.ts';
import { ok, since, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { supervisorAsked } from './clusters.ts';

const base = 'vcenter/namespace-management/supervisors';
const manage = { privilege: 'Namespaces.Manage', in: since('8.0.3.0') } as const;

const jobSchema = {
  type: 'object',
  properties: { comment: string, ignore_health_check_failure: boolean },
} as const;

export const recoveryOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: `${base}/recovery/backup/archives`,
    query: ['archive', 'usable'],
    in: since('8.0.3.0'),
    privilege: 'System.Read',
    unseen: [],
    answer: () => ok([]),
  },
  {
    method: 'POST',
    path: `${base}/{supervisor}/recovery/backup/jobs`,
    ...manage,
    answer: (call) => {
      const { metadata, status } = supervisorAsked(call);
      const { ignore_health_check_failure: ignores = false } = readBody(jobSchema, call.body ?? {});
      const { name } = metadata;
      if (!ignores && (status?.configStatus === 'ERROR' || status?.kubernetesStatus === 'ERROR'))
        throw notAllowed(`Supervisor '${name}' is not healthy: no backup is taken of it.`, [name]);
      throw unsupported(`The version of Supervisor '${name}' does not support backups.`, [name]);
    },
  },
  {
    method: 'POST',
    path: `${base}/{supervisor}/recovery/restore/jobs/{archive}`,
    ...manage,
    answer: (call) => {
      supervisorAsked(call);
      throw notFound('Backup archive', call.params['archive'] ?? '');
    },
  },
];
