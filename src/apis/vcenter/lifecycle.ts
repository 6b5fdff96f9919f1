// A cluster's image and its remediation, host by host. Source: vSphere Automation API, com.vmware.esx.settings.clusters.software.
import { clusters, type Cluster } from '../../kinds/vsphere/cluster.ts';
import { isRunning, type Host } from '../../kinds/vsphere/host.ts';
import type { Supervisor } from '../../kinds/vsphere/supervisor.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { releases } from '../../releases/release.ts';
import { formatMilliTime } from '../../std/time.ts';
import { string } from '../../store/schema/infer.ts';
import { beginTask, type Begun } from './begin-task.ts';
import { invalidArgument, notAllowed } from './failure.ts';
import { clusterOf } from './inventory/clusters.ts';
import { list } from './inventory/places.ts';
import { ok, type Call, type Operation } from './operation.ts';
import { readBody } from './reading.ts';

const path = 'esx/settings/clusters/{cluster}/software';
const read = { privilege: 'System.Read' } as const;

const hostsOf = ({ fabric }: Call, { metadata }: Cluster): readonly Host[] =>
  list<Host>(fabric, 'hosts').filter(({ spec }) => spec.cluster === metadata.name);

/** How tasks name the cluster. */
export const targetOf = ({ metadata: { name }, spec: { moid } }: Cluster): Begun['target'] => ({
  kind: 'ClusterComputeResource',
  name,
  id: moid,
});

const asked = (call: Call): Cluster => clusterOf(call.fabric, call.params['cluster'] ?? '');

/** A build as the API has it: `8.0.1-0.0.22088125`. */
export const versionOf = (build: string): string => {
  const [version = '', number = ''] = build.split(', ');
  return `${version}-0.0.${number}`;
};

/** A build such as `8.0.1, 22088125` of a version such as `8.0.1-0.0.22088125`. */
export function buildOf(version: string): string {
  const [, release = '', build = ''] = /^(\d+\.\d+\.\d+)-\d+\.\d+\.(\d+)$/.exec(version) ?? [];
  if (release === '')
    throw invalidArgument(`'${version}' is not a version such as 8.0.1-0.0.22088125.`, [version]);
  return `${release}, ${build}`;
}

export const imageOf = (call: Call, cluster: Cluster): string =>
  cluster.spec.image ?? hostsOf(call, cluster)[0]?.spec.build ?? '';

const message = (id: string, default_message: string, args: readonly string[] = []) => ({
  id,
  default_message,
  args,
});

/** Pods on the host that nothing makes anew: a remediation would lose them. */
function lonelyPods(call: Call, host: Host): readonly string[] {
  const serving = list<Supervisor>(call.fabric, 'supervisors').filter(
    ({ status }) => status?.apiServes === true,
  );
  return serving.flatMap(({ spec }) =>
    call
      .in(spec.scope)
      .list<Pod>('core/pods', { index: ['node', host.metadata.name] })
      .filter(
        ({ metadata }) => !(metadata.ownerReferences ?? []).some(({ controller }) => controller === true),
      )
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
  );
}

/** What stands against bringing a host to the image: an error stops it, a warning does not. */
function findings(call: Call, cluster: Cluster, host: Host) {
  const all = hostsOf(call, cluster);
  const others = all.filter((other) => other !== host && isRunning(other) && other.spec.maintenance !== true);
  const { name } = host.metadata;
  const pods = lonelyPods(call, host);
  return {
    errors: [
      ...(isRunning(host)
        ? []
        : [message('com.vmware.vcIntegrity.hostNotConnected', `Host '${name}' is not connected.`, [name])]),
      ...(others.length > 0
        ? []
        : [
            message(
              'com.vmware.vcIntegrity.noOtherHost',
              `No other host of the cluster can take what runs on '${name}'.`,
              [name],
            ),
          ]),
      ...(cluster.spec.drs.enabled && cluster.spec.drs.automation === 'fullyAutomated'
        ? []
        : [
            message(
              'com.vmware.vcIntegrity.drsNotAutomated',
              `vSphere DRS is not fully automated: '${name}' cannot be emptied by itself.`,
              [name],
            ),
          ]),
    ],
    warnings: pods.map((pod) =>
      message(
        'com.vmware.vcIntegrity.podWithoutController',
        `vSphere Pod '${pod}' on '${name}' has no controller: it is lost when the host enters maintenance mode.`,
        [pod, name],
      ),
    ),
  };
}

function check(call: Call) {
  const cluster = asked(call);
  const hosts = hostsOf(call, cluster).map((host) => ({ host, ...findings(call, cluster, host) }));
  const status = hosts.some(({ errors }) => errors.length > 0)
    ? 'ERROR'
    : hosts.some(({ warnings }) => warnings.length > 0)
      ? 'WARNING'
      : 'OK';
  return ok({
    status,
    entity_results: hosts.map(({ host, errors, warnings }) => ({
      type: 'HOST',
      host: host.spec.moid,
      status: errors.length > 0 ? 'ERROR' : warnings.length > 0 ? 'WARNING' : 'OK',
      check_statuses: [
        {
          check: message('com.vmware.vcIntegrity.maintenanceMode', 'The host can enter maintenance mode.'),
          status: errors.length > 0 ? 'ERROR' : warnings.length > 0 ? 'WARNING' : 'OK',
          issues: [...errors, ...warnings],
        },
      ],
    })),
  });
}

function apply(call: Call) {
  const cluster = asked(call);
  const hosts = hostsOf(call, cluster);
  const errors = hosts.flatMap((host) => findings(call, cluster, host).errors);
  if (errors.length > 0) throw notAllowed(errors.map((error) => error.default_message).join(' '), []);
  const name = beginTask(call, {
    words: 'Remediate cluster',
    target: targetOf(cluster),
    awaits: 'Remediation',
  });
  const remediation = imageOf(call, cluster);
  call.write.update(
    clusters,
    { ...cluster, spec: { ...cluster.spec, remediation } } as Cluster,
    'Remediate cluster',
  );
  return { status: 202 as const, value: name };
}

export const startOfDay = (day: string): string => `${day}T00:00:00.000Z`;

/** The day of the newest release that is not newer than the image. */
function releasedAt(image: string): string {
  const days = releases.filter(({ esxi }) => esxi.version <= image).map(({ esxi }) => esxi.released);
  return startOfDay(days.toSorted().at(-1) ?? '');
}

export const baseImage = (build: string) => {
  const version = versionOf(build);
  const details = { display_name: 'ESXi', display_version: version, release_date: releasedAt(build) };
  return { version, details };
};

/** What a scan finds now: hosts that cannot be reached are not scanned. */
function complianceOf(call: Call, cluster: Cluster) {
  const image = imageOf(call, cluster);
  const all = hostsOf(call, cluster);
  const reached = all.filter(isRunning);
  const statusOf = ({ spec }: Host) => (spec.build === image ? 'COMPLIANT' : 'NON_COMPLIANT');
  const of = (wanted: string) =>
    reached.filter((host) => statusOf(host) === wanted).map(({ spec }) => spec.moid);
  const impactOf = (isSame: boolean) => (isSame ? 'NO_IMPACT' : 'REBOOT_REQUIRED');
  const scan_time = formatMilliTime(call.fabric.now);
  const notifications = {};
  const one = (host: Host) => {
    const status = statusOf(host);
    return {
      impact: impactOf(status === 'COMPLIANT'),
      status,
      notifications,
      scan_time,
      base_image: {
        status,
        current: baseImage(host.spec.build),
        target: baseImage(image),
        notifications,
      },
      add_on: { status: 'COMPLIANT', notifications },
      components: call.keyed([]),
      solutions: call.keyed([]),
    };
  };
  const differ = of('NON_COMPLIANT');
  const missing = all.length > reached.length;
  return {
    impact: missing ? 'UNKNOWN' : impactOf(differ.length === 0),
    status: differ.length > 0 ? 'NON_COMPLIANT' : missing ? 'UNAVAILABLE' : 'COMPLIANT',
    notifications,
    scan_time,
    compliant_hosts: of('COMPLIANT'),
    non_compliant_hosts: differ,
    incompatible_hosts: [],
    unavailable_hosts: all.filter((host) => !isRunning(host)).map(({ spec }) => spec.moid),
    hosts: call.keyed(reached.map((host) => [host.spec.moid, one(host)])),
    host_info: call.keyed(all.map(({ metadata, spec }) => [spec.moid, { name: metadata.name }])),
  };
}

export const lifecycleOperations: readonly Operation[] = [
  {
    method: 'GET',
    path,
    ...read,
    answer: (call) =>
      ok({
        base_image: baseImage(imageOf(call, asked(call))),
        components: call.keyed([]),
        solutions: call.keyed([]),
      }),
  },
  {
    method: 'GET',
    path: `${path}/base-image`,
    ...read,
    answer: (call) => ok(baseImage(imageOf(call, asked(call)))),
  },
  // The image itself, without a draft: short for one that is made, changed and committed.
  {
    method: 'PUT',
    path: `${path}/base-image`,
    privilege: 'VcIntegrity.lifecycleSoftwareSpecification.Write',
    answer: (call) => {
      const { version } = readBody(
        { type: 'object', required: ['version'], properties: { version: string } } as const,
        call.body,
      );
      const image = buildOf(version);
      const cluster = asked(call);
      call.write.update(clusters, { ...cluster, spec: { ...cluster.spec, image } } as Cluster, 'Edit image');
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: `${path}/compliance`,
    ...read,
    answer: (call) => ok(complianceOf(call, asked(call))),
  },
  { method: 'POST', path, action: 'check', ...read, answer: check },
  {
    method: 'POST',
    path,
    action: 'apply',
    privilege: 'VcIntegrity.lifecycleSoftwareRemediation.Write',
    answer: apply,
  },
];
