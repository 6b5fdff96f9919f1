/** Supervisor Services as the page reads them, and what an administrator does with them: each an operation of the vSphere Automation API. */
import { bytesToBase64 } from '../../../src/std/base64.ts';
import type { Supervisor } from '../../live/fabric.ts';
import { type Answer, write } from '../../live/request.ts';
import type { Live, Thing } from '../../live/objects.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { Look } from '../look.ts';
import { perform, type Action } from '../actions.ts';
import { rootFolder } from '../administration/vim.ts';
import { dialogs } from '../dialogs.svelte.ts';

type State = 'ACTIVATED' | 'DEACTIVATED';

/** Its name is its id, `harbor.tanzu.vmware.com`. */
export interface SupervisorService extends Thing {
  readonly spec: { readonly displayName: string; readonly description?: string; readonly state: State };
}

export interface ServiceVersion extends Thing {
  readonly spec: {
    readonly service: string;
    readonly version: string;
    readonly displayName: string;
    readonly description?: string;
    readonly state: State;
  };
}

/** A service on a Supervisor. */
export interface InstalledService extends Thing {
  readonly spec: {
    readonly service: string;
    readonly supervisor: string;
    readonly version: string;
    readonly yaml?: string;
    readonly removed?: boolean;
  };
  readonly status?: {
    readonly configStatus?: string;
    readonly namespace?: string;
    readonly messages?: readonly { readonly severity: string; readonly details: string }[];
  };
}

export const stateLook = (state: State): Look =>
  state === 'ACTIVATED'
    ? { state: 'success', word: 'Active' }
    : { state: 'deactivated', word: 'Deactivated' };

const base = '/api/vcenter/namespace-management/supervisor-services';
const noManifest = { none: 'not a Kubernetes object' } as const;
const noCommand = { none: 'govc has no command for it' } as const;

const pathOf = (id: string): string => `${base}/${encodeURIComponent(id)}`;
const versionPath = (id: string, version: string): string =>
  `${pathOf(id)}/versions/${encodeURIComponent(version)}`;
const onCluster = (supervisor: Supervisor): string =>
  `/api/vcenter/namespace-management/clusters/${encodeURIComponent(supervisor.spec.moid)}/supervisor-services`;

export const manageReason = (): string | undefined => rights.lacks('SupervisorServices.Manage', rootFolder);
export const installReason = ({ spec }: Supervisor): string | undefined =>
  rights.lacks('SupervisorServices.Install', { type: 'ClusterComputeResource', value: spec.moid });

/** A text as the API takes contents and configurations. */
export const packed = (text: string): string => bytesToBase64(new TextEncoder().encode(text));

interface Described {
  readonly supervisor_service: string;
  readonly version: string;
  readonly display_name: string;
  readonly description?: string;
  readonly eula?: string;
}

interface Message {
  readonly default_message: string;
}

export interface CheckResult {
  readonly status: 'VALID' | 'VALID_WITH_WARNINGS' | 'INVALID';
  readonly content_type?: string;
  readonly carvel_apps_check_result?: Described;
  readonly vsphere_apps_check_result?: Described;
  readonly warning_messages?: readonly Message[];
  readonly error_messages?: readonly Message[];
}

export const describedIn = (result: CheckResult): Described | undefined =>
  result.carvel_apps_check_result ?? result.vsphere_apps_check_result;

export const check = (text: string): Promise<Answer<CheckResult>> =>
  write('POST', `${base}?action=checkContent`, { content: packed(text) });

/** A body with a long content as it is shown. */
const shown = (body: unknown): string =>
  JSON.stringify(body, (key, value: unknown) => (key === 'content' ? '…' : value));

/** Registers a new service, or a new version of the one that `service` names. */
export function register(text: string, result: CheckResult, service: string | undefined): Action {
  const { supervisor_service: id, version } = describedIn(result) as Described;
  const content = packed(text);
  const isCarvel = result.content_type === 'CARVEL_APPS_YAML';
  const spec = isCarvel ? { content } : { content, trusted_provider: false, accept_EULA: true };
  const name = isCarvel ? 'carvel_spec' : 'vsphere_spec';
  const body = { [name]: service === undefined ? { version_spec: spec } : spec };
  const path = service === undefined ? base : `${pathOf(service)}/versions`;
  const command = service === undefined ? 'service.create' : `service.version.create ${service}`;
  return {
    did: {
      what:
        service === undefined ? `Registered service ${id} ${version}` : `Added version ${version} of ${id}`,
      cli: {
        text: `govc namespace.${command}${isCarvel ? '' : ' -spec-type vsphere -accept-eula'} ${id}.yaml`,
      },
      rest: { text: `POST ${path} ${shown(body)}` },
      yaml: noManifest,
    },
    send: () => write('POST', path, body),
  };
}

function turn(what: string, path: string, action: 'activate' | 'deactivate', command: string): Action {
  return {
    did: {
      what: `${action === 'activate' ? 'Activated' : 'Deactivated'} ${what}`,
      cli: { text: `govc namespace.${command}` },
      rest: { text: `PATCH ${path}?action=${action}` },
      yaml: noManifest,
    },
    send: () => write('PATCH', `${path}?action=${action}`),
  };
}

export const turnService = (id: string, action: 'activate' | 'deactivate'): Action =>
  turn(`service ${id}`, pathOf(id), action, `service.${action} ${id}`);

export const turnVersion = (id: string, version: string, action: 'activate' | 'deactivate'): Action =>
  turn(
    `version ${version} of ${id}`,
    versionPath(id, version),
    action,
    `service.version.${action} ${id} ${version}`,
  );

function deletion(what: string, path: string, command: Action['did']['cli']): Action {
  return {
    did: { what, cli: command, rest: { text: `DELETE ${path}` }, yaml: noManifest },
    send: () => write('DELETE', path),
  };
}

export const removeVersion = (id: string, version: string): Action =>
  deletion(`Deleted version ${version} of ${id}`, versionPath(id, version), {
    text: `govc namespace.service.version.rm ${id} ${version}`,
  });

export const removeService = (id: string): Action =>
  deletion(`Deleted service ${id}`, pathOf(id), { text: `govc namespace.service.rm ${id}` });

export const uninstall = (id: string, supervisor: Supervisor): Action =>
  deletion(
    `Uninstalled ${id} from ${supervisor.metadata.name}`,
    `${onCluster(supervisor)}/${encodeURIComponent(id)}`,
    noCommand,
  );

/** Puts a version on a Supervisor, or another one and other values in the place of what is there. */
export function install(
  id: string,
  version: string,
  yaml: string,
  supervisor: Supervisor,
  isThere: boolean,
): Action {
  const values = yaml.trim() === '' ? {} : { yaml_service_config: packed(yaml) };
  const path = isThere ? `${onCluster(supervisor)}/${encodeURIComponent(id)}` : onCluster(supervisor);
  const body = { ...(isThere ? {} : { supervisor_service: id }), version, ...values };
  const method = isThere ? 'PUT' : 'POST';
  return {
    did: {
      what: `${isThere ? 'Configured' : 'Installed'} ${id} ${version} on ${supervisor.metadata.name}`,
      cli: noCommand,
      rest: { text: `${method} ${path} ${JSON.stringify(body)}` },
      yaml: noManifest,
    },
    send: () => write(method, path, body),
  };
}

function rename({ metadata, spec }: SupervisorService): void {
  const path = pathOf(metadata.name);
  dialogs.show({
    kind: 'form',
    form: {
      title: `Edit ${spec.displayName}`,
      verb: 'Save',
      fields: [
        { id: 'name', label: 'Name', type: 'text', value: spec.displayName, required: true },
        { id: 'description', label: 'Description', type: 'text', value: spec.description ?? '' },
      ],
      action: (values) => {
        const body = { display_name: values['name'] ?? '', description: values['description'] ?? '' };
        return {
          did: {
            what: `Changed service ${metadata.name}`,
            cli: noCommand,
            rest: { text: `PATCH ${path} ${JSON.stringify(body)}` },
            yaml: noManifest,
          },
          send: () => write('PATCH', path, body),
        };
      },
    },
  });
}

/** ACTIONS of a tile. */
export function serviceActions(service: SupervisorService): MenuItem[] {
  const id = service.metadata.name;
  const isActive = service.spec.state === 'ACTIVATED';
  const reason = manageReason();
  const deactivated = isActive ? undefined : 'the service is deactivated';
  return [
    {
      label: 'Install on Supervisors…',
      icon: 'supervisor',
      reason: deactivated,
      onselect: () => dialogs.show({ kind: 'install-service', service: id }),
    },
    {
      label: 'Add New Version…',
      icon: 'add',
      reason: reason ?? deactivated,
      onselect: () => dialogs.show({ kind: 'service', service: id }),
    },
    {
      label: 'Manage Versions…',
      onselect: () => dialogs.show({ kind: 'service-versions', service: id }),
    },
    { label: 'Edit…', icon: 'edit', reason, onselect: () => rename(service) },
    {
      label: 'Activate',
      section: true,
      reason: reason ?? (isActive ? 'it is active' : undefined),
      onselect: () => void perform(turnService(id, 'activate')),
    },
    {
      label: 'Delete…',
      icon: 'remove',
      section: true,
      reason,
      onselect: () => dialogs.show({ kind: 'delete-service', service: id }),
    },
  ];
}

/** What can be done to a service on its Supervisor. */
export function installedActions(
  installed: Live<InstalledService> | InstalledService,
  supervisor: Supervisor,
): MenuItem[] {
  const { service, removed } = installed.spec;
  const reason = removed === true ? 'it is being removed' : installReason(supervisor);
  return [
    {
      label: 'Edit…',
      icon: 'edit',
      reason,
      onselect: () =>
        dialogs.show({ kind: 'install-service', service, supervisor: supervisor.metadata.name }),
    },
    {
      label: 'Uninstall…',
      icon: 'remove',
      section: true,
      reason,
      onselect: () =>
        dialogs.show({
          kind: 'confirm',
          title: `Uninstall ${service} from ${supervisor.metadata.name}?`,
          verb: 'Uninstall',
          text: 'Its namespace goes, with everything in it. What the service made elsewhere stays.',
          points: [],
          danger: true,
          action: uninstall(service, supervisor),
        }),
    },
  ];
}
