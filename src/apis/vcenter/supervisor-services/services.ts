// Operations on registered Supervisor Services and their versions. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.SupervisorServices and supervisor_services.Versions.
import {
  supervisorServices,
  supervisorServicesKind,
  supervisorServiceVersions,
  versionsOf,
  type SupervisorService,
} from '../../../kinds/vsphere/supervisor-service.ts';
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import { isObject } from '../../../std/draft.ts';
import { string } from '../../../store/schema/infer.ts';
import { notAllowed } from '../failure.ts';
import { rootFolder } from '../inventory/places.ts';
import { checkService } from '../management/service.ts';
import { localizable } from '../management/conditions.ts';
import { done, isSince, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { checkContent, type Described } from './content.ts';
import { formatsOf, installationsOf, serviceOf, sinceServices, versionOf } from './found.ts';
import { register, registerVersion, withState } from './registered.ts';

const base = 'vcenter/namespace-management/supervisor-services';
const one = `${base}/{supervisor_service}`;
const version = `${one}/versions/{version}`;
const read = { privilege: 'System.Read', on: () => rootFolder, in: sinceServices } as const;
const manage = { privilege: 'SupervisorServices.Manage', on: () => rootFolder, in: sinceServices } as const;

type State = SupervisorService['spec']['state'];

const idOf = ({ params: { supervisor_service: id = '' } }: Call): string => id;
const asked = (call: Call): SupervisorService => serviceOf(call.fabric, idOf(call));
const versionAsked = (call: Call) => versionOf(call.fabric, idOf(call), call.params['version'] ?? '');

const described = (description: string | undefined) => (description === undefined ? {} : { description });

function infoOf({ spec }: SupervisorService, call: Call) {
  const { displayName: display_name, description, state } = spec;
  const later = isSince(releaseOfWorld(call.fabric), '8.0.3.0')
    ? { must_be_installed: false, has_default_versions_registered: false }
    : {};
  return { display_name, state, ...described(description), ...later };
}

function versionInfoOf(call: Call) {
  const { spec } = versionAsked(call);
  const later = isSince(releaseOfWorld(call.fabric), '8.0.3.0') ? { registered_by_default: false } : {};
  return {
    display_name: spec.displayName,
    ...described(spec.description),
    ...(spec.eula === undefined ? {} : { EULA: spec.eula }),
    content_type: spec.contentType,
    content: spec.content,
    trust_verified: false,
    state: spec.state,
    ...later,
  };
}

const contentSchema = { type: 'object', required: ['content'], properties: { content: string } } as const;

function saidOf({ service, version, displayName, description, eula }: Described) {
  return {
    supervisor_service: service,
    version,
    display_name: displayName,
    ...described(description),
    ...(eula === undefined ? {} : { eula }),
  };
}

/** Clients send the content as it is, or in `spec`. */
function check(call: Call) {
  const body = isObject(call.body) && isObject(call.body['spec']) ? call.body['spec'] : call.body;
  const { content } = readBody(contentSchema, body);
  const { type, described: said, errors, warnings } = checkContent(content, formatsOf(call.fabric));
  const messages = (texts: readonly string[]) =>
    texts.map((text) => localizable('vcenter.wcp.supervisorservice.content.check', text));
  const result = type === 'CARVEL_APPS_YAML' ? 'carvel_apps_check_result' : 'vsphere_apps_check_result';
  return ok({
    status: errors.length > 0 ? 'INVALID' : warnings.length > 0 ? 'VALID_WITH_WARNINGS' : 'VALID',
    ...(type === undefined ? {} : { content_type: type }),
    ...(said === undefined ? {} : { [result]: saidOf(said) }),
    ...(warnings.length === 0 ? {} : { warning_messages: messages(warnings) }),
    ...(errors.length === 0 ? {} : { error_messages: messages(errors) }),
  });
}

/** A service goes into a state with all its versions. */
const turned = (action: 'activate' | 'deactivate', state: State): Operation => ({
  method: 'PATCH',
  path: one,
  action,
  ...manage,
  answer: (call) => {
    checkService(call.fabric);
    const service = asked(call);
    const id = service.metadata.name;
    if (service.spec.state === state)
      throw notAllowed(`Supervisor Service '${id}' is already in state ${state}.`, [id]);
    const why = `${state === 'ACTIVATED' ? 'Activate' : 'Deactivate'} Supervisor Service`;
    call.write.update(
      supervisorServices,
      { ...service, spec: { ...service.spec, state } } as SupervisorService,
      why,
    );
    for (const each of versionsOf(call.fabric, id))
      if (each.spec.state !== state)
        call.write.update(supervisorServiceVersions, withState(each, state), why);
    return done;
  },
});

const activateVersion: Operation = {
  method: 'PATCH',
  path: version,
  action: 'activate',
  ...manage,
  answer: (call) => {
    checkService(call.fabric);
    const found = versionAsked(call);
    const id = idOf(call);
    if (asked(call).spec.state === 'DEACTIVATED')
      throw notAllowed(`Supervisor Service '${id}' is deactivated: its versions cannot be activated.`, [id]);
    if (found.spec.state !== 'ACTIVATED')
      call.write.update(
        supervisorServiceVersions,
        withState(found, 'ACTIVATED'),
        'Activate Supervisor Service version',
      );
    return done;
  },
};

const deactivateVersion: Operation = {
  method: 'PATCH',
  path: version,
  action: 'deactivate',
  ...manage,
  answer: (call) => {
    checkService(call.fabric);
    const found = versionAsked(call);
    const id = idOf(call);
    if (found.spec.state === 'DEACTIVATED') return done;
    const others = versionsOf(call.fabric, id).filter(
      ({ spec }) => spec.version !== found.spec.version && spec.state === 'ACTIVATED',
    );
    if (asked(call).spec.state === 'ACTIVATED' && others.length === 0)
      throw notAllowed(
        `Version '${found.spec.version}' is the last activated version of Supervisor Service '${id}'. Deactivate the service instead.`,
        [found.spec.version, id],
      );
    call.write.update(
      supervisorServiceVersions,
      withState(found, 'DEACTIVATED'),
      'Deactivate Supervisor Service version',
    );
    return done;
  },
};

const removeVersion: Operation = {
  method: 'DELETE',
  path: version,
  ...manage,
  answer: (call) => {
    checkService(call.fabric);
    const found = versionAsked(call);
    const { version: number, service } = found.spec;
    if (found.spec.state === 'ACTIVATED')
      throw notAllowed(
        `Version '${number}' of Supervisor Service '${service}' is activated. Deactivate it before it is deleted.`,
        [number, service],
      );
    const on = installationsOf(call.fabric, service).filter(({ spec }) => spec.version === number);
    if (on.length > 0)
      throw notAllowed(
        `Version '${number}' of Supervisor Service '${service}' is installed on Supervisor ${on.map(({ spec }) => `'${spec.supervisor}'`).join(', ')}.`,
        [number, service],
      );
    call.write.remove(supervisorServiceVersions, found, 'Delete Supervisor Service version');
    return done;
  },
};

const changeSchema = {
  type: 'object',
  properties: { display_name: string, description: string },
} as const;

export const registeredOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: base,
    ...read,
    answer: ({ fabric }) =>
      ok(
        fabric.list<SupervisorService>(supervisorServicesKind).map(({ metadata, spec }) => ({
          supervisor_service: metadata.name,
          display_name: spec.displayName,
          state: spec.state,
        })),
      ),
  },
  {
    method: 'POST',
    path: base,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      register(call);
      return { status: 201 };
    },
  },
  { method: 'POST', path: base, action: 'checkContent', ...read, answer: check },
  { method: 'GET', path: one, ...read, answer: (call) => ok(infoOf(asked(call), call)) },
  {
    method: 'PATCH',
    path: one,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const service = asked(call);
      const { display_name, description } = readBody(changeSchema, call.body);
      const spec = {
        ...service.spec,
        ...(display_name === undefined ? {} : { displayName: display_name }),
        ...described(description),
      };
      call.write.update(
        supervisorServices,
        { ...service, spec } as SupervisorService,
        'Update Supervisor Service',
      );
      return done;
    },
  },
  {
    method: 'DELETE',
    path: one,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const service = asked(call);
      const id = service.metadata.name;
      if (service.spec.state === 'ACTIVATED')
        throw notAllowed(`Supervisor Service '${id}' is activated. Deactivate it before it is deleted.`, [
          id,
        ]);
      const versions = versionsOf(call.fabric, id);
      if (versions.length > 0)
        throw notAllowed(
          `Supervisor Service '${id}' still has versions ${versions.map(({ spec }) => spec.version).join(', ')}. Delete them first.`,
          [id],
        );
      call.write.remove(supervisorServices, service, 'Delete Supervisor Service');
      return done;
    },
  },
  turned('activate', 'ACTIVATED'),
  turned('deactivate', 'DEACTIVATED'),
  {
    method: 'GET',
    path: `${one}/versions`,
    ...read,
    answer: (call) =>
      ok(
        versionsOf(call.fabric, asked(call).metadata.name).map(({ spec }) => ({
          version: spec.version,
          display_name: spec.displayName,
          ...described(spec.description),
          state: spec.state,
        })),
      ),
  },
  {
    method: 'POST',
    path: `${one}/versions`,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      registerVersion(call, asked(call));
      return { status: 201 };
    },
  },
  { method: 'GET', path: version, ...read, answer: (call) => ok(versionInfoOf(call)) },
  removeVersion,
  activateVersion,
  deactivateVersion,
];
