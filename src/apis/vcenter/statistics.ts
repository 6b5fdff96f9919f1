// Statistics over time: none are kept, so there are neither counters nor providers of them. Source: vSphere Automation API, com.vmware.vstats,
// com.vmware.vcenter.namespace_management.Stats.
import { invalidArgument, missingField, notFound } from './failure.ts';
import { supervisorOn } from './namespaces/found.ts';
import { ok, since, type Call, type Operation } from './operation.ts';

const read = { method: 'GET', privilege: 'System.Read' } as const;
const since7 = since('7.0.0.0');

const objects = ['CLUSTER', 'NAMESPACE', 'POD'] as const;

function series({ fabric, query }: Call) {
  const [type = ''] = query('obj_type');
  if (!(objects as readonly string[]).includes(type))
    throw invalidArgument(`Invalid value for 'obj_type': '${type}' is not one of ${objects.join(', ')}.`, [
      'obj_type',
    ]);
  const [cluster] = query('cluster');
  const [namespace] = query('namespace');
  if (type === 'CLUSTER') {
    if (cluster === undefined) throw missingField('cluster');
    supervisorOn(fabric, cluster);
  }
  if (type === 'NAMESPACE') {
    if (namespace === undefined) throw missingField('namespace');
    if (fabric.get('vsphere.sandbox/namespaces', namespace) === undefined)
      throw notFound('Namespace', namespace);
  }
  return ok([]);
}

export const statisticsOperations: readonly Operation[] = [
  {
    ...read,
    path: 'vcenter/namespace-management/stats/time-series',
    query: ['obj_type', 'cluster', 'namespace', 'pod', 'start', 'end'],
    answer: series,
  },
  ...['counters', 'metrics', 'providers', 'rsrc-types', 'counter-sets'].map((name): Operation => ({
    ...read,
    in: since7,
    path: `stats/${name}`,
    answer: () => ok([]),
  })),
  {
    ...read,
    in: since7,
    path: 'stats/acq-specs',
    answer: () => ok({ acq_specs: [] }),
  },
];
