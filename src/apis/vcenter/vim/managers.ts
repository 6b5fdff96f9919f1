// Managers that say something of vCenter itself: its settings, its licence, and those that keep nothing here. Source: vSphere Web Services API, OptionManager,
// LicenseManager, LicenseAssignmentManager, PerformanceManager.
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { Json } from '../../../std/draft.ts';
import { administrators } from '../../sso/directory.ts';
import { rootFolder } from '../inventory/places.ts';
import { textArg } from './arguments.ts';
import { optionsOf, supportedOptions, updateOptions, type Option } from './host-config/options.ts';
import { hostIdOf, hostOfManager } from './host-config/settings.ts';
import { notSupported, reference, VimFault, type VimCall, type VimMethod } from './method.ts';

export const settings = reference('OptionManager', 'VpxSettings');
export const licenses = reference('LicenseManager', 'LicenseManager');

const privilege = 'System.Read';

/** The same manager has a host's advanced settings. */
const isOfHost = ({ moid }: VimCall): boolean => moid !== settings.value;

/** Settings that the world knows an answer to; those of vCenter cannot be changed here. */
function settingsOf(call: VimCall): readonly Option[] {
  if (isOfHost(call)) return optionsOf(hostOfManager(call));
  const { fabric } = call;
  const { fqdn = '', ssoDomain = '' } = vcenterIn(fabric)?.spec ?? {};
  const options: Readonly<Record<string, string | boolean>> = {
    'VirtualCenter.FQDN': fqdn,
    'VirtualCenter.InstanceName': fqdn,
    'VirtualCenter.VimApiUrl': `https://${fqdn}/sdk`,
    'config.vpxd.hostnameUrl': fqdn,
    'config.vpxd.sso.default.admin': `${administrators}@${ssoDomain}`,
    'config.vpxd.sso.default.isGroup': true,
  };
  return Object.entries(options).map(([key, value]) => ({
    _typeName: 'OptionValue',
    key,
    value: { _typeName: typeof value === 'string' ? 'string' : 'boolean', _value: value },
  }));
}

/** Of a name, of all below one that ends with a dot, or all. */
function query(call: VimCall): Json {
  if (call.body['name'] === undefined) return [...settingsOf(call)];
  const name = textArg(call.body, 'name');
  const found = settingsOf(call).filter(
    ({ key }) => key === name || (name.endsWith('.') && key.startsWith(name)),
  );
  if (found.length === 0) throw new VimFault('InvalidName', `The name '${name}' is not valid.`, { name });
  return found;
}

/** Of an evaluation that does not run out here: 60 days. */
const evaluationHours = 60 * 24;

/** vCenter is in evaluation mode: nothing here needs a licence. */
const evaluation: Json = {
  _typeName: 'LicenseManagerLicenseInfo',
  licenseKey: '00000-00000-00000-00000-00000',
  editionKey: 'eval',
  name: 'Product Evaluation',
  total: 0,
  costUnit: '',
};

function assigned({ fabric, body }: VimCall): Json {
  const { instanceUuid = '', fqdn = '' } = vcenterIn(fabric)?.spec ?? {};
  const asked = body['entityId'];
  const isAsked = asked === undefined || asked === '' || asked === instanceUuid;
  return isAsked
    ? [
        {
          _typeName: 'LicenseAssignmentManagerLicenseAssignment',
          entityId: instanceUuid,
          scope: instanceUuid,
          entityDisplayName: fqdn,
          assignedLicense: evaluation,
        },
      ]
    : [];
}

const assignments = reference('LicenseAssignmentManager', 'LicenseAssignmentManager');

/** What managers that keep nothing here tell of themselves; what they would do is not supported. */
const empty: readonly (readonly [type: string, name: string, value: Json])[] = [
  ['AlarmManager', 'defaultExpression', []],
  ['ExtensionManager', 'extensionList', []],
  ['GuestOperationsManager', 'authManager', reference('GuestAuthManager', 'guestOperationsAuthManager')],
  ['GuestOperationsManager', 'fileManager', reference('GuestFileManager', 'guestOperationsFileManager')],
  [
    'GuestOperationsManager',
    'processManager',
    reference('GuestProcessManager', 'guestOperationsProcessManager'),
  ],
  ['PropertyCollector', 'filter', []],
  ['ScheduledTaskManager', 'scheduledTask', []],
  ['ViewManager', 'viewList', []],
];

export const managerMethods: readonly VimMethod[] = [
  ...empty.map(([type, name, value]): VimMethod => ({ type, name, privilege, answer: () => value })),
  { type: 'ExtensionManager', name: 'FindExtension', privilege, answer: () => undefined },
  { type: settings.type, name: 'setting', privilege, answer: (call) => [...settingsOf(call)] },
  { type: settings.type, name: 'QueryOptions', privilege, answer: query },
  {
    type: settings.type,
    name: 'supportedOption',
    privilege,
    answer: (call) => (isOfHost(call) ? supportedOptions() : []),
  },
  {
    type: settings.type,
    name: 'UpdateOptions',
    privilege: 'Host.Config.AdvancedConfig',
    on: (call) => (isOfHost(call) ? hostIdOf(call) : rootFolder),
    answer: (call) => {
      if (!isOfHost(call)) throw notSupported('settings of vCenter');
      return updateOptions(call);
    },
  },
  { type: licenses.type, name: 'licenses', privilege, answer: () => [evaluation] },
  { type: licenses.type, name: 'licensedEdition', privilege, answer: () => '' },
  { type: licenses.type, name: 'sourceAvailable', privilege, answer: () => true },
  {
    type: licenses.type,
    name: 'source',
    privilege,
    answer: () => ({ _typeName: 'EvaluationLicenseSource', remainingHours: evaluationHours }),
  },
  {
    type: licenses.type,
    name: 'evaluation',
    privilege,
    answer: () => ({ _typeName: 'LicenseManagerEvaluationInfo', properties: [] }),
  },
  { type: licenses.type, name: 'licenseAssignmentManager', privilege, answer: () => assignments },
  { type: assignments.type, name: 'QueryAssignedLicenses', privilege, answer: assigned },
];
