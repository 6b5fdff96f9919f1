// Taking a VM into a namespace's VM Service again, as one that was restored from a backup is. Source: vSphere Automation API,
// com.vmware.vcenter.namespaces.Instances, registervm.
import { string } from '../../../store/schema/infer.ts';
import { notAllowed } from '../failure.ts';
import { machineOf } from '../inventory/machines/machine.ts';
import { since, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { changeable } from './found.ts';

/** Only a VM that VM Service had made says in its configuration what it was there; none here does. */
function register(call: Call): never {
  const { name } = changeable(call).metadata;
  const schema = { type: 'object', required: ['vm'], properties: { vm: string } } as const;
  const { vm: id } = readBody(schema, call.body);
  const { spec } = machineOf({ ...call, params: { vm: id } });
  throw notAllowed(
    `VM '${spec.displayName}' cannot be registered with namespace '${name}': VM Service did not make it, for it has no configuration 'vmservice.virtualmachine.resource.yaml'.`,
    [id, name],
  );
}

const member = { method: 'POST', privilege: 'Namespaces.Configure', in: since('8.0.2.0') } as const;

export const registering: readonly Operation[] = [
  { ...member, path: 'vcenter/namespaces/instances/{namespace}/registervm', answer: register },
  { ...member, path: 'vcenter/namespaces/instances/{namespace}', action: 'registervm', answer: register },
];
