/** What the page asks vCenter by VI/JSON of roles and permissions, and the sign-on of groups. */
import { type Answer, getJson, write } from '../../live/request.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';

export const authorization = `${viJson}/AuthorizationManager/AuthorizationManager`;
export const globalAccess = `${viJson}/AuthorizationService/authorizationService/AuthorizationService`;

export interface Role {
  readonly roleId: number;
  readonly name: string;
  readonly system: boolean;
  readonly info: { readonly label: string; readonly summary: string };
  readonly privilege: readonly string[];
}

export interface Privilege {
  readonly privId: string;
  readonly privGroupName: string;
  readonly name: string;
}

/** An object of the inventory that permissions stand on. */
export interface Entity {
  readonly type: string;
  readonly value: string;
  readonly name: string;
}

export interface Permission {
  readonly entity: { readonly type: string; readonly value: string };
  readonly principal: string;
  readonly group: boolean;
  readonly roleId: number;
  readonly propagate: boolean;
}

export interface GlobalPermission {
  readonly principal: { readonly name: string; readonly group: boolean };
  readonly roles: readonly number[];
  readonly propagate: boolean;
}

export interface Group {
  readonly id: { readonly name: string; readonly domain: string };
  readonly details: { readonly description: string };
}

export const rootFolder: Entity = { type: 'Folder', value: 'group-d1', name: 'Datacenters' };

export const askRoles = (): Promise<Answer<readonly Role[]>> => getJson(`${authorization}/roleList`);
export const askPrivileges = (): Promise<Answer<readonly Privilege[]>> =>
  getJson(`${authorization}/privilegeList`);

export const askPermissions = ({ type, value }: Entity): Promise<Answer<readonly Permission[]>> =>
  write('POST', `${authorization}/RetrieveEntityPermissions`, { entity: { type, value }, inherited: true });

export const askGlobalPermissions = (): Promise<Answer<readonly GlobalPermission[]>> =>
  write('POST', `${globalAccess}.GetGlobalAccessControlList`);

const signOn = (domain: string, service: string): string =>
  `/sso-adminserver/sdk/${encodeURIComponent(domain)}/SsoAdmin${service.charAt(0).toUpperCase()}${service.slice(1)}/${service}`;

export const managementPath = (domain: string): string => signOn(domain, 'principalManagementService');
const discoveryPath = (domain: string): string => signOn(domain, 'principalDiscoveryService');

export const askGroups = (domain: string): Promise<Answer<readonly Group[]>> =>
  write('POST', `${discoveryPath(domain)}/FindGroups`, {
    criteria: { searchString: '', domain },
    limit: 1000,
  });
