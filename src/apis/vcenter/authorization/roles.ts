// vCenter's roles: its system roles, which nobody changes; its sample roles, until somebody does; and those that people made. Source: vSphere
// Web Services API, AuthorizationManager.roleList; vSphere Security, vCenter Server system roles.
import type { Role } from '../../../kinds/vsphere/role.ts';
import type { ReadView } from '../../../store/view.ts';
import { list } from '../inventory/places.ts';
import { privilegeIds } from './privileges.ts';

export interface RoleInfo {
  readonly roleId: number;
  readonly name: string;
  readonly label: string;
  readonly summary: string;
  /** One of those that cannot be changed. */
  readonly system: boolean;
  readonly privileges: ReadonlySet<string>;
}

export const administratorRole = -1;
export const readOnlyRole = -2;

const readOnly = ['System.Anonymous', 'System.Read', 'System.View'];

/** Everything that is not about keys and the trust in hosts. */
const cryptography = /^(Cryptographer|TrustedAdmin|Host\.Tpm)\./;
const trust = /^(TrustedAdmin|Host\.Tpm)\./;
const notOfCryptography = [
  'Global.Diagnostics',
  'Host.Inventory.AddHostToCluster',
  'Host.Inventory.AddStandaloneHost',
  'Host.Local.ManageUserGroups',
  'VirtualMachine.Interact.GuestControl',
];

const all = [...privilegeIds];

type Row = readonly [id: number, name: string, label: string, summary: string, privileges: readonly string[]];

const systemRows: readonly Row[] = [
  [-5, 'NoAccess', 'No access', 'Used for restricting granted access', []],
  [-4, 'Anonymous', 'Anonymous', 'Not logged-in user (cannot be granted)', ['System.Anonymous']],
  [-3, 'View', 'View', 'Visibility access (cannot be granted)', ['System.Anonymous', 'System.View']],
  [-2, 'ReadOnly', 'Read-only', 'See details of objects, but not make changes', readOnly],
  [-1, 'Admin', 'Administrator', 'Full access rights', all],
  [
    -6,
    'NoCryptoAdmin',
    'No cryptography administrator',
    'Full access without Cryptographic operations and Trusted Infrastructure privileges',
    all.filter((id) => !cryptography.test(id) && !notOfCryptography.includes(id)),
  ],
  [
    -7,
    'TrustedAdmin',
    'Trusted Infrastructure administrator',
    'Setup and monitoring of Trusted Infrastructure',
    [...readOnly, ...all.filter((id) => trust.test(id))],
  ],
  [
    -8,
    'NoTrustedAdmin',
    'No Trusted Infrastructure administrator',
    'Full access without Trusted Infrastructure privileges',
    all.filter((id) => !trust.test(id)),
  ],
];

/** Ids, of which the last part may be `*`. */
function matching(...patterns: readonly string[]): readonly string[] {
  return all.filter((id) =>
    patterns.some((pattern) =>
      pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern,
    ),
  );
}

const interaction = [
  'AnswerQuestion',
  'ConsoleInteract',
  'DeviceConnection',
  'PowerOff',
  'PowerOn',
  'Reset',
  'SetCDMedia',
  'SetFloppyMedia',
  'Suspend',
  'ToolsInstall',
].map((name) => `VirtualMachine.Interact.${name}`);

const sampleRows: readonly Row[] = [
  [
    4,
    'VirtualMachinePowerUser',
    'Virtual machine power user (sample)',
    'Provides virtual machine interaction and configuration permissions',
    matching(
      'Datastore.Browse',
      'Global.CancelTask',
      'ScheduledTask.*',
      'VirtualMachine.Config.*',
      ...interaction,
      'VirtualMachine.State.*',
    ),
  ],
  [
    5,
    'VirtualMachineUser',
    'Virtual machine user (sample)',
    'Provides virtual machine interaction permissions',
    matching('Global.CancelTask', 'ScheduledTask.*', ...interaction),
  ],
  [
    6,
    'ResourcePoolAdministrator',
    'Resource pool administrator (sample)',
    'Supports delegated resource management',
    matching(
      'Alarm.Create',
      'Alarm.Delete',
      'Alarm.Edit',
      'Authorization.ModifyPermissions',
      'Datastore.Browse',
      'Folder.*',
      'Global.CancelTask',
      'Global.LogEvent',
      'Global.SetCustomField',
      'Resource.AssignVMToPool',
      'Resource.ColdMigrate',
      'Resource.CreatePool',
      'Resource.DeletePool',
      'Resource.EditPool',
      'Resource.HotMigrate',
      'Resource.MovePool',
      'Resource.QueryVMotion',
      'Resource.RenamePool',
      'ScheduledTask.*',
      'VirtualMachine.Config.*',
      ...interaction,
      'VirtualMachine.Inventory.*',
      'VirtualMachine.Provisioning.*',
      'VirtualMachine.State.*',
    ),
  ],
  [
    7,
    'VMwareConsolidatedBackupUser',
    'VMware Consolidated Backup user (sample)',
    'Used by the Consolidated Backup utility',
    matching(
      'VirtualMachine.Config.DiskLease',
      'VirtualMachine.Provisioning.DiskRandomRead',
      'VirtualMachine.Provisioning.GetVmFiles',
      'VirtualMachine.State.CreateSnapshot',
      'VirtualMachine.State.RemoveSnapshot',
    ),
  ],
  [
    8,
    'DatastoreConsumer',
    'Datastore consumer (sample)',
    'Assigned to datastores to allow creation of virtual disks or snapshots',
    matching('Datastore.AllocateSpace'),
  ],
  [
    9,
    'NetworkConsumer',
    'Network administrator (sample)',
    'Assigned to networks to allow association of virtual machines or hosts with them',
    matching('Network.Assign'),
  ],
  [
    10,
    'com.vmware.Content.Admin',
    'Content library administrator (sample)',
    'Supports administration of content libraries',
    matching(
      'ContentLibrary.*',
      'InventoryService.Tagging.AttachTag',
      'InventoryService.Tagging.ObjectAttachable',
    ),
  ],
  [
    11,
    'InventoryService.Tagging.TaggingAdmin',
    'Tagging Admin',
    'Supports administration of tags and their categories',
    matching('InventoryService.Tagging.*'),
  ],
];

const info = ([roleId, name, label, summary, privileges]: Row, system: boolean): RoleInfo => ({
  roleId,
  name,
  label,
  summary,
  system,
  // Every role but the one for no access holds what seeing needs.
  privileges: new Set(roleId < 0 ? privileges : [...readOnly, ...privileges]),
});

const builtIn: readonly RoleInfo[] = [
  ...systemRows.map((row) => info(row, true)),
  ...sampleRows.map((row) => info(row, false)),
];

/** The first number of a role that people make. */
export const firstRole = 1_000;

/** All roles, those that vCenter comes with first. */
export function rolesOf(fabric: ReadView): readonly RoleInfo[] {
  const stored = new Map(list<Role>(fabric, 'roles').map((role) => [role.spec.roleId, role]));
  const kept = builtIn.flatMap((role) => {
    const changed = stored.get(role.roleId)?.spec;
    if (changed === undefined) return [role];
    stored.delete(role.roleId);
    if (changed.removed === true) return [];
    const { name, privileges } = changed;
    const label = name === role.name ? role.label : name;
    return [{ ...role, name, label, privileges: new Set(privileges) }];
  });
  const made = [...stored.values()].map(({ spec: { roleId, name, privileges } }) => ({
    roleId,
    name,
    label: name,
    summary: name,
    system: false,
    privileges: new Set(privileges),
  }));
  return [...kept, ...made.toSorted((a, b) => a.roleId - b.roleId)];
}

/** What a role of people's own holds beside what they chose. */
export function withReading(privileges: readonly string[]): readonly string[] {
  return [...new Set([...readOnly, ...privileges])].toSorted();
}
