/** What an administrator tells DRS and HA of a cluster, and does with DRS's recommendations; each a method of VI/JSON. */
import { titleOf, type Cluster } from '../../live/fabric.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { choice, whole } from '../inventory/form.ts';
import { ask, vim } from '../inventory/requests.ts';

const type = 'ClusterComputeResource';

export type Recommendation = NonNullable<NonNullable<Cluster['status']>['drs']>['recommendations'][number];

export const automationWords: Readonly<Record<string, string>> = {
  fullyAutomated: 'Fully Automated',
  partiallyAutomated: 'Partially Automated',
  manual: 'Manual',
};

export const policyWords: Readonly<Record<string, string>> = {
  Percentage: 'Cluster resource percentage',
  Slots: 'Slot policy (powered-on VMs)',
  Dedicated: 'Dedicated failover hosts',
};

export const priorityWords: Readonly<Record<string, string>> = {
  disabled: 'Disabled',
  lowest: 'Lowest',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  highest: 'Highest',
};

export const ruleWords: Readonly<Record<string, string>> = {
  Affinity: 'Keep Virtual Machines Together',
  AntiAffinity: 'Separate Virtual Machines',
  VmHost: 'Virtual Machines to Hosts',
  VmNotHost: 'Virtual Machines not on Hosts',
};

export const isolationWords: Readonly<Record<string, string>> = {
  none: 'Disabled',
  powerOff: 'Power off and restart VMs',
  shutdown: 'Shut down and restart VMs',
};

function reconfigure(cluster: Cluster, what: string, spec: object, govc?: string) {
  const body = { spec, modify: true };
  return vim(what, type, cluster.spec.moid, 'ReconfigureComputeResource_Task', body, govc);
}

export function editDrs(cluster: Cluster): void {
  const { enabled, automation, migrationThreshold } = cluster.spec.drs;
  dialogs.show({
    kind: 'form',
    form: {
      title: 'Edit vSphere DRS',
      verb: 'OK',
      fields: [
        { id: 'enabled', label: 'vSphere DRS', type: 'check', value: String(enabled) },
        choice('automation', 'Automation level', automation, automationWords),
        {
          id: 'threshold',
          label: 'Migration threshold',
          type: 'number',
          value: String(migrationThreshold),
          help: '1 conservative: only what a rule demands; 5 aggressive: the slightest improvement',
          check: whole(1, 5),
        },
      ],
      action: (values) => {
        const isOn = values['enabled'] === 'true';
        const drsConfig = {
          enabled: isOn,
          defaultVmBehavior: values['automation'],
          // vim25 counts the other way round than the slider.
          vmotionRate: 6 - Number(values['threshold']),
        };
        const govc = `govc cluster.change -drs-enabled=${isOn} -drs-mode ${values['automation']} ${titleOf(cluster)}`;
        return reconfigure(cluster, `Edited vSphere DRS of ${titleOf(cluster)}`, { drsConfig }, govc);
      },
    },
  });
}

function policySpec(policy: string, hostFailures: number): object {
  switch (policy) {
    case 'Slots':
      return { _typeName: 'ClusterFailoverLevelAdmissionControlPolicy', failoverLevel: hostFailures };
    case 'Dedicated':
      return { _typeName: 'ClusterFailoverHostAdmissionControlPolicy', failoverHosts: [] };
    default:
      return {
        _typeName: 'ClusterFailoverResourcesAdmissionControlPolicy',
        failoverLevel: hostFailures,
        autoComputePercentages: true,
      };
  }
}

export function editHa(cluster: Cluster): void {
  const { enabled, admission, restartPriority = 'medium', isolationResponse = 'none' } = cluster.spec.ha;
  const { Dedicated: _, ...offered } = policyWords;
  const isDedicated = admission?.policy === 'Dedicated';
  dialogs.show({
    kind: 'form',
    form: {
      title: 'Edit vSphere HA',
      verb: 'OK',
      fields: [
        { id: 'enabled', label: 'vSphere HA', type: 'check', value: String(enabled) },
        {
          id: 'admission',
          label: 'Admission control',
          type: 'check',
          value: String(admission?.enabled ?? true),
        },
        choice(
          'policy',
          'Define host failover capacity by',
          isDedicated ? 'Percentage' : (admission?.policy ?? 'Percentage'),
          offered,
        ),
        {
          id: 'failures',
          label: 'Host failures cluster tolerates',
          type: 'number',
          value: String(admission?.hostFailures ?? 1),
          check: whole(1, 31),
        },
        choice('priority', 'VM restart priority', restartPriority, priorityWords),
        choice('isolation', 'Host isolation response', isolationResponse, isolationWords),
      ],
      action: (values) => {
        const isOn = values['enabled'] === 'true';
        const isControlled = values['admission'] === 'true';
        const dasConfig = {
          enabled: isOn,
          admissionControlEnabled: isControlled,
          admissionControlPolicy: policySpec(values['policy'] ?? '', Number(values['failures'])),
          defaultVmSettings: {
            restartPriority: values['priority'],
            isolationResponse: values['isolation'],
          },
        };
        const govc = `govc cluster.change -ha-enabled=${isOn} -ha-admission-control-enabled=${isControlled} ${titleOf(cluster)}`;
        return reconfigure(cluster, `Edited vSphere HA of ${titleOf(cluster)}`, { dasConfig }, govc);
      },
    },
  });
}

export function askApply(cluster: Cluster, { key, vm, from, to, text }: Recommendation, name: string): void {
  ask(
    {
      title: `Migrate ${name} to ${to}?`,
      verb: 'Apply',
      text: `${text}: the VM runs on ${from}.`,
    },
    vim(`Applied DRS's recommendation for ${vm}`, type, cluster.spec.moid, 'ApplyRecommendation', { key }),
  );
}

export function removeRule(cluster: Cluster, key: number, name: string): void {
  ask(
    { title: `Delete rule ${name}?`, verb: 'Delete', text: 'DRS no longer keeps it.', danger: true },
    reconfigure(
      cluster,
      `Deleted rule ${name}`,
      { rulesSpec: [{ operation: 'remove', removeKey: key }] },
      `govc cluster.rule.remove -cluster ${titleOf(cluster)} -name ${name}`,
    ),
  );
}
