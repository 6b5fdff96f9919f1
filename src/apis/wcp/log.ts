// What the Workload Control Plane service would have written into its log, wcpsvc.log, about a cluster: a projection of the tasks that were asked
// of it, the conditions of its Supervisor and the states of its namespaces, with the ids of the operations that they belong to.
import type { Supervisor } from '../../kinds/vsphere/supervisor.ts';
import type { VSphereNamespace } from '../../kinds/vsphere/namespace.ts';
import type { Task } from '../../kinds/vsphere/task.ts';
import { hash128 } from '../../std/hash.ts';
import { formatMilliTime, parseTime } from '../../std/time.ts';
import type { ReadView } from '../../store/view.ts';

interface Line {
  readonly at: number;
  readonly level: 'info' | 'warning' | 'error';
  /** Source file of the line, as the service names it. */
  readonly source: string;
  /** What the operation's id is made of. */
  readonly operation: string;
  readonly message: string;
}

/** Kinds of tasks' targets that the service works on. */
const own: readonly string[] = ['Namespace', 'Supervisor', 'NamespaceTemplate', 'ClusterComputeResource'];

const levels = { INFO: 'info', WARNING: 'warning', ERROR: 'error' } as const;

function ofTask({ metadata, spec, status }: Task): readonly Line[] {
  const { description, target, initiator, operation = description, queuedAt } = spec;
  const line = { source: 'apiserver/task.go:118', operation: metadata.name };
  const what = `${operation} on ${target.kind} ${target.name}`;
  const begun: Line = {
    ...line,
    at: queuedAt,
    level: 'info',
    message: `Started ${metadata.name}: ${what} by ${initiator.replace(/^sso:/, '')}`,
  };
  const { completedAt, error } = status ?? {};
  if (completedAt === undefined) return [begun];
  const ended: Line =
    error === undefined
      ? { ...line, at: completedAt, level: 'info', message: `Completed ${metadata.name}: ${what}` }
      : { ...line, at: completedAt, level: 'error', message: `Failed ${metadata.name}: ${what}: ${error}` };
  return [begun, ended];
}

function ofSupervisor({ metadata, spec, status }: Supervisor): readonly Line[] {
  const operation = metadata.uid;
  return (status?.conditions ?? []).map((condition) => ({
    at: condition.changedAt,
    level: levels[condition.severity ?? 'INFO'],
    source: 'kubelifecycle/controller.go:1402',
    operation,
    message:
      `Cluster ${spec.moid}: condition ${condition.type} is ${condition.status}` +
      `${condition.reason === undefined ? '' : `, reason ${condition.reason}`}` +
      `${condition.message === undefined ? '' : `: ${condition.message}`}`,
  }));
}

function ofNamespace({ metadata, spec, status }: VSphereNamespace): readonly Line[] {
  const line = {
    at: parseTime(metadata.creationTimestamp) ?? 0,
    source: 'namespaces/workload.go:377',
    operation: metadata.uid,
  };
  const state = spec.removed === true ? 'REMOVING' : (status?.configStatus ?? 'CONFIGURING');
  const told = (status?.messages ?? []).map(({ severity, details }): Line => ({
    ...line,
    level: levels[severity],
    message: `Namespace ${metadata.name}: ${details}`,
  }));
  return [{ ...line, level: 'info', message: `Namespace ${metadata.name} is ${state}` }, ...told];
}

/** The log of a cluster by its id, a line each, the oldest first. */
export function wcpLog(fabric: ReadView, cluster: string): string {
  const supervisors = fabric
    .list<Supervisor>('vsphere.sandbox/supervisors')
    .filter(({ spec }) => spec.moid === cluster);
  const names = supervisors.map(({ metadata }) => metadata.name);
  const lines = [
    ...fabric
      .list<Task>('vsphere.sandbox/tasks')
      .filter(({ spec }) => own.includes(spec.target.kind))
      .flatMap(ofTask),
    ...supervisors.flatMap(ofSupervisor),
    ...fabric
      .list<VSphereNamespace>('vsphere.sandbox/namespaces')
      .filter(({ spec }) => names.includes(spec.supervisor))
      .flatMap(ofNamespace),
  ];
  return lines
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, level, source, operation, message }) => {
      const id = `${hash128(operation).slice(0, 8)}-${cluster}`;
      return `${formatMilliTime(at)} ${level} wcp [${source}] [opID=${id}] ${message}\n`;
    })
    .join('');
}
