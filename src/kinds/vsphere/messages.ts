// What vCenter says beside a config_status: of a namespace, of a Supervisor Service. Source: vSphere Automation API, the Message of
// com.vmware.vcenter.namespaces.Instances and namespace_management.supervisor_services.
import { string } from '../../store/schema/infer.ts';

export const messages = {
  type: 'array',
  items: {
    type: 'object',
    required: ['severity', 'details'],
    properties: { severity: { type: 'string', enum: ['INFO', 'WARNING', 'ERROR'] }, details: string },
  },
} as const;
