// Pre-checks: of a Supervisor's update, and of a Supervisor Service's version on a Supervisor. What is found is kept until something changes.
// Source: vSphere Automation API, com.vmware.vcenter.namespace_management.software.supervisors.Prechecks, supervisors.SupervisorServices.
import { isRunning } from '../../../kinds/vsphere/host.ts';
import {
  clustersOf,
  supervisors,
  type Supervisor,
  type SupervisorPrecheck,
} from '../../../kinds/vsphere/supervisor.ts';
import { formatMilliTime } from '../../../std/time.ts';
import { string } from '../../../store/schema/infer.ts';
import { invalidArgument, notAllowed, notFound, unsupported } from '../failure.ts';
import { done, ok, since, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { checkSupports, installedOf, serviceOf, versionOf } from '../supervisor-services/found.ts';
import { supervisorAsked } from './clusters.ts';
import { localizable } from './conditions.ts';
import { hostsOfCluster } from './requirements.ts';
import { availableTo } from './software.ts';

const ofUpdate = 'vcenter/namespace-management/software/supervisors/{supervisor}/prechecks';
const ofService =
  'vcenter/namespace-management/supervisors/{supervisor}/supervisor-services/{supervisor_service}';
const since83 = since('8.0.3.0');

const targetSchema = {
  type: 'object',
  required: ['target_version'],
  properties: { target_version: string },
} as const;

type Finding = SupervisorPrecheck['findings'][number];

/** What an update looks at: its control plane, and whether every host can get the new Spherelet. */
function updateFindings({ fabric }: Call, supervisor: Supervisor): readonly Finding[] {
  const absent = clustersOf(supervisor)
    .flatMap((cluster) => hostsOfCluster(fabric, cluster))
    .filter((host) => !isRunning(host) || host.spec.maintenance === true)
    .map(({ metadata }) => metadata.name);
  const isReady = supervisor.status?.kubernetesStatus === 'READY';
  return [
    {
      type: 'ControlPlaneReady',
      ...(isReady ? {} : { message: 'Not all control plane VMs are running.' }),
    },
    {
      type: 'HostsReady',
      ...(absent.length === 0
        ? {}
        : { message: `Hosts that are not connected or are in maintenance mode: ${absent.join(', ')}.` }),
    },
  ];
}

/** Kept with those of other targets; one anew takes the place of the one before. */
function keep({ write, fabric }: Call, supervisor: Supervisor, found: Omit<SupervisorPrecheck, 'at'>): void {
  const { prechecks = [] } = supervisor.status ?? {};
  const others = prechecks.filter(
    ({ service, version }) => service !== found.service || version !== found.version,
  );
  const status = { ...supervisor.status, prechecks: [...others, { ...found, at: fabric.now }] };
  write.update(supervisors, { ...supervisor, status } as Supervisor, 'Run pre-checks');
}

function runUpdate(call: Call) {
  const supervisor = supervisorAsked(call);
  const { target_version: version } = readBody(targetSchema, call.body);
  const { name } = supervisor.metadata;
  const available = availableTo(supervisor, call.fabric);
  if (available.length === 0) throw unsupported(`No update is available for Supervisor '${name}'.`, [name]);
  if (!available.includes(version))
    throw invalidArgument(`Version '${version}' is not available for Supervisor '${name}'.`, [version, name]);
  if (supervisor.status?.configStatus !== 'RUNNING')
    throw notAllowed(`Supervisor '${name}' is being configured or updated.`, [name]);
  keep(call, supervisor, { version, findings: updateFindings(call, supervisor) });
  return done;
}

const conditionOf = ({ type, message }: Finding, at: number) => {
  const id = `vcenter.wcp.upgrade.precheck.${type}`;
  return {
    type,
    description: localizable(id, type),
    status: message === undefined ? 'TRUE' : 'FALSE',
    last_transition_time: formatMilliTime(at),
    ...(message === undefined ? {} : { severity: 'ERROR' }),
    messages: message === undefined ? [] : [{ severity: 'ERROR', details: localizable(id, message) }],
  };
};

function updateResults(call: Call) {
  const supervisor = supervisorAsked(call);
  const [wanted] = call.query('target_version');
  const found = (supervisor.status?.prechecks ?? []).filter(
    ({ service, version }) => service === undefined && (wanted === undefined || version === wanted),
  );
  if (found.length === 0) throw notFound('Pre-check results', wanted ?? supervisor.metadata.uid);
  return ok({
    precheck_results: found.map(({ version, findings, at }) => ({
      target_version: version,
      conditions: findings.map((finding) => conditionOf(finding, at)),
    })),
  });
}

function runService(call: Call) {
  const supervisor = supervisorAsked(call);
  const service = call.params['supervisor_service'] ?? '';
  checkSupports(supervisor, call.fabric);
  const { target_version: version } = readBody(targetSchema, call.body);
  const { spec } = versionOf(call.fabric, service, version);
  const isDeactivated =
    spec.state === 'DEACTIVATED' || serviceOf(call.fabric, service).spec.state === 'DEACTIVATED';
  const before = installedOf(call.fabric, supervisor, service)?.spec.version;
  keep(call, supervisor, {
    service,
    version,
    ...(before === undefined ? {} : { before }),
    findings: isDeactivated
      ? [{ type: 'Activated', message: `Version '${version}' of '${service}' is deactivated.` }]
      : [],
  });
  return done;
}

function serviceResult(call: Call) {
  const supervisor = supervisorAsked(call);
  const { supervisor_service: id = '', target_version: wanted = '' } = call.params;
  const found = supervisor.status?.prechecks?.find(
    ({ service, version }) => service === id && version === wanted,
  );
  // What was found of another version than the one that is there now says nothing any more.
  if (found === undefined || found.before !== installedOf(call.fabric, supervisor, id)?.spec.version)
    throw notFound('Pre-check result', `${id} ${wanted}`);
  const { version, before, findings, at } = found;
  return ok({
    target_version: version,
    ...(before === undefined ? {} : { original_version: before }),
    status: findings.length === 0 ? 'COMPATIBLE' : 'INCOMPATIBLE',
    status_messages: findings.map(({ type, message = '' }) => ({
      severity: 'ERROR',
      details: localizable(`vcenter.wcp.supervisorservice.precheck.${type}`, message),
    })),
    precheck_finish_time: formatMilliTime(at),
  });
}

export const precheckOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: ofUpdate,
    action: 'run',
    in: since83,
    privilege: 'Namespaces.Upgrade',
    answer: runUpdate,
  },
  {
    method: 'GET',
    path: ofUpdate,
    query: ['target_version'],
    in: since83,
    privilege: 'System.Read',
    answer: updateResults,
  },
  {
    method: 'POST',
    path: ofService,
    action: 'precheck',
    in: since83,
    privilege: 'SupervisorServices.Install',
    answer: runService,
  },
  {
    method: 'GET',
    path: `${ofService}/versions/{target_version}/precheck`,
    in: since83,
    privilege: 'System.Read',
    answer: serviceResult,
  },
];
