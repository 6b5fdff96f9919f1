// What VI/JSON answers to whoever has not signed in yet: what the service is, and the login. Source: vSphere Web Services API, ServiceInstance,
// SessionManager.
import { releaseOfWorld, vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { formatMilliTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { sessionHeader } from '../../authenticate.ts';
import { json } from '../../kubernetes/answer.ts';
import type { WireRequest, WireResponse } from '../../kubernetes/wire.ts';
import { endpointsOf, isEndpoint } from '../../sso/endpoints.ts';
import { actorOf, personOf, userOf } from '../../sign-in.ts';
import { rootFolder } from '../inventory/places.ts';
import { signIn, type Gate } from '../signing-in.ts';
import { wordsOfActor } from '../record.ts';
import { licenses, settings } from './managers.ts';
import { performance } from './performance.ts';
import { reference, VimFault } from './method.ts';

const content =
  /^\/sdk\/vim25\/[^/]+\/ServiceInstance\/ServiceInstance\/(content|RetrieveServiceContent|CurrentTime)$/;
const login = /^\/sdk\/vim25\/[^/]+\/SessionManager\/SessionManager\/Login$/;

export function isOpen(path: string): boolean {
  return content.test(path) || login.test(path) || isEndpoint(path);
}

const managers = [
  'AlarmManager',
  'AuthorizationManager',
  'EventManager',
  'PropertyCollector',
  'SearchIndex',
  'SessionManager',
  'TaskManager',
  'ViewManager',
] as const;

/** Managers whose names in the service's content are not their types', or whose ids are not. */
const others = {
  customizationSpecManager: ['CustomizationSpecManager', 'CustomizationSpecManager'],
  customFieldsManager: ['CustomFieldsManager', 'CustomFieldsManager'],
  datastoreNamespaceManager: ['DatastoreNamespaceManager', 'DatastoreNamespaceManager'],
  diagnosticManager: ['DiagnosticManager', 'DiagMgr'],
  dvSwitchManager: ['DistributedVirtualSwitchManager', 'DVSManager'],
  extensionManager: ['ExtensionManager', 'ExtensionManager'],
  fileManager: ['FileManager', 'FileManager'],
  guestOperationsManager: ['GuestOperationsManager', 'guestOperationsManager'],
  ovfManager: ['OvfManager', 'OvfManager'],
  scheduledTaskManager: ['ScheduledTaskManager', 'ScheduledTaskManager'],
  storageResourceManager: ['StorageResourceManager', 'StorageResourceManager'],
  vStorageObjectManager: ['VcenterVStorageObjectManager', 'VStorageObjectManager'],
  userDirectory: ['UserDirectory', 'UserDirectory'],
  virtualDiskManager: ['VirtualDiskManager', 'virtualDiskManager'],
} as const;

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

export function serviceContent(fabric: ReadView): Json {
  const { version = '', build = '', instanceUuid = '' } = vcenterIn(fabric)?.spec ?? {};
  const product = 'VMware vCenter Server';
  return {
    _typeName: 'ServiceContent',
    rootFolder: reference('Folder', rootFolder),
    about: {
      _typeName: 'AboutInfo',
      name: product,
      fullName: `${product} ${version} build-${build}`,
      vendor: 'VMware, Inc.',
      version,
      build,
      osType: 'linux-x64',
      productLineId: 'vpx',
      apiType: 'VirtualCenter',
      apiVersion: releaseOfWorld(fabric).vcenter.apiVersion,
      instanceUuid,
      licenseProductName: 'VMware VirtualCenter Server',
    },
    setting: settings,
    licenseManager: licenses,
    perfManager: performance,
    ...Object.fromEntries(managers.map((name) => [lowerFirst(name), reference(name, name)])),
    ...Object.fromEntries(Object.entries(others).map(([name, [type, id]]) => [name, reference(type, id)])),
  };
}

function logIn(gate: Gate, request: WireRequest, body: Json | undefined): WireResponse {
  const text = (name: string) => {
    const value = isObject(body) ? getOwn(body, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const user = userOf(gate.fabric, text('userName'), text('password'));
  if (user === undefined) {
    const message = 'Cannot complete login due to an incorrect user name or password.';
    return json(500, new VimFault('InvalidLogin', message).body);
  }
  const actor = actorOf(personOf(gate.fabric, user));
  const token = signIn(gate, request, actor) ?? '';
  const at = formatMilliTime(gate.fabric.now);
  const session = {
    _typeName: 'UserSession',
    key: token.slice(-32),
    userName: wordsOfActor(actor),
    fullName: [user.spec.firstName, user.spec.lastName].filter(Boolean).join(' ') || user.spec.name,
    loginTime: at,
    lastActiveTime: at,
    locale: 'en',
    messageLocale: 'en',
    extensionSession: false,
    ipAddress: '127.0.0.1',
    userAgent: request.headers?.['user-agent'] ?? '',
    callCount: 0,
  };
  return json(200, session, { [sessionHeader]: token });
}

/** Answers whatever `isOpen`. */
export function answerOpenly(gate: Gate, request: WireRequest, body: () => Json | undefined): WireResponse {
  if (isEndpoint(request.path)) {
    const told = endpointsOf(gate.fabric, request.path, body(), request.headers?.['host'] ?? '');
    return told === undefined ? json(404, { error_type: 'NOT_FOUND', messages: [] }) : json(200, told);
  }
  const [, asked] = content.exec(request.path) ?? [];
  if (asked === 'CurrentTime') return json(200, formatMilliTime(gate.fabric.now));
  if (asked !== undefined) return json(200, serviceContent(gate.fabric));
  return logIn(gate, request, body());
}
