// What libraries are made of and checked by: types of items, security policies, certificates that are trusted, who subscribes by agreement. Source:
// vSphere Automation API, com.vmware.content.{Type, SecurityPolicies, TrustedCertificates}, com.vmware.content.library.Subscriptions.
import { notFound, unsupported } from '../failure.ts';
import { rootFolder } from '../inventory/places.ts';
import { ok, type Call, type Operation } from '../operation.ts';
import { libraryOfType } from './found.ts';

const read = { privilege: 'System.Read', on: () => rootFolder } as const;

const types = [
  { type: 'iso', name: 'ISO', description: 'ISO image type' },
  { type: 'ovf', name: 'OVF', description: 'OVF template type' },
  { type: 'vm-template', name: 'VM Template', description: 'VM template type' },
].map((each) => ({ ...each, vendor: 'VMware, Inc.', version: '1' }));

/** The one that vCenter comes with. */
const defaultPolicy = {
  policy: '8b8f4b2c-6f1a-4c1e-9a3e-5d2f0c7b1e64',
  name: 'OVF default policy',
  item_type_rules: { ovf: 'OVF_STRICT_VERIFICATION' },
};

const certificates = 'content/trusted-certificates';
const subscriptions = 'content/library/{library}/subscriptions';

const missing =
  (what: string, param: string) =>
  (call: Call): never => {
    throw notFound(what, call.params[param] ?? '');
  };

export const catalogOperations: readonly Operation[] = [
  { method: 'GET', path: 'content/type', ...read, unseen: [], answer: () => ok(types) },
  {
    method: 'GET',
    path: 'content/security-policies',
    ...read,
    unseen: [],
    answer: ({ keyed }) =>
      ok([{ ...defaultPolicy, item_type_rules: keyed(Object.entries(defaultPolicy.item_type_rules)) }]),
  },
  // OVF templates are not checked against certificates here, so none are taken.
  { method: 'GET', path: certificates, ...read, unseen: [], answer: () => ok({ certificates: [] }) },
  {
    method: 'POST',
    path: certificates,
    privilege: 'ContentLibrary.AddCertToTrustStore',
    answer: () => {
      throw unsupported('Certificates that OVF templates are signed with are not supported here.');
    },
  },
  {
    method: 'GET',
    path: `${certificates}/{certificate}`,
    ...read,
    answer: missing('Trusted certificate', 'certificate'),
  },
  {
    method: 'DELETE',
    path: `${certificates}/{certificate}`,
    privilege: 'ContentLibrary.DeleteCertFromTrustStore',
    on: () => rootFolder,
    answer: missing('Trusted certificate', 'certificate'),
  },
  // Libraries here subscribe by address alone.
  {
    method: 'GET',
    path: subscriptions,
    ...read,
    answer: (call) => {
      libraryOfType(call, 'LOCAL');
      return ok([]);
    },
  },
  {
    method: 'POST',
    path: subscriptions,
    privilege: 'ContentLibrary.AddSubscription',
    on: () => rootFolder,
    answer: (call) => {
      const { displayName } = libraryOfType(call, 'LOCAL').spec;
      throw unsupported(
        `Subscriptions that library '${displayName}' itself publishes to are not supported here: a library subscribes by its address.`,
        [displayName],
      );
    },
  },
  ...(['GET', 'PATCH', 'DELETE'] as const).map((method): Operation => ({
    method,
    path: `${subscriptions}/{subscription}`,
    ...read,
    answer: (call) => {
      libraryOfType(call, 'LOCAL');
      throw notFound('Subscription', call.params['subscription'] ?? '');
    },
  })),
];
