// The kinds that the product brings beside Kubernetes' own. On a Supervisor they are custom resources whose definitions came with
// the release; here their definitions are part of the engine, so nobody stores, changes or removes them.
import { kindsOfDefinition, type Versions } from '../apiextensions/custom-kind.ts';
import { besideStored } from '../computed.ts';
import { definitionOf, type ProductGroup, type ProductKind } from './definition.ts';
import { dataPackaging, internalPackaging, kappController, packaging } from './groups/carvel.ts';
import { clusterApiAddons, clusterApiIpam, clusterApiRuntime } from './groups/cluster-api-extensions.ts';
import { clusterApiVsphere } from './groups/cluster-api-vsphere.ts';
import { clusterApi } from './groups/cluster-api.ts';
import { cns } from './groups/cns.ts';
import { imageRegistry } from './groups/image-registry.ts';
import { bootstrap, controlPlane } from './groups/kubeadm.ts';
import { ncp, nsxOperator } from './groups/ncp.ts';
import { netOperator } from './groups/net-operator.ts';
import { appPlatform, imageController, topology } from './groups/platform.ts';
import { snapshots } from './groups/snapshots.ts';
import { cni, cpi, csi } from './groups/tanzu-add-ons.ts';
import { tanzuKubernetes } from './groups/tanzu-kubernetes.ts';
import { vmOperator } from './groups/vm-operator.ts';

const groups: readonly ProductGroup[] = [
  clusterApiAddons,
  appPlatform,
  bootstrap,
  clusterApi,
  cni,
  cns,
  controlPlane,
  cpi,
  csi,
  dataPackaging,
  imageController,
  imageRegistry,
  internalPackaging,
  clusterApiIpam,
  kappController,
  netOperator,
  nsxOperator,
  packaging,
  tanzuKubernetes,
  clusterApiRuntime,
  snapshots,
  topology,
  vmOperator,
  clusterApiVsphere,
  ncp,
];

const fromVCenter = 'it is made in vCenter, and changes there';

function kindsOf(group: ProductGroup, kind: ProductKind, served: readonly string[]): Versions {
  const definition = definitionOf(group, kind, served);
  const resource = { group: group.group, plural: definition.spec.names.plural };
  const { older, answeredBy } = kind;
  return kindsOfDefinition(definition, {
    ...(answeredBy === undefined ? { brought: definition } : { answeredBy }),
    ...(older === undefined ? {} : { forms: { [older.version]: older } }),
    ...(kind.computed === undefined ? {} : { computed: besideStored(resource, kind.computed, fromVCenter) }),
  });
}

const made = new WeakMap<readonly string[], readonly Versions[]>();

/** The kinds of a release that serves these versions, each `group/version`. */
export function productKinds(apis: readonly string[]): readonly Versions[] {
  let kinds = made.get(apis);
  if (kinds === undefined) {
    const names = new Set(apis);
    kinds = groups.flatMap((group) =>
      group.kinds.flatMap((kind) => {
        const known = kind.older === undefined ? kind.versions : [kind.older.version, ...kind.versions];
        const served = known.filter((version) => names.has(`${group.group}/${version}`));
        if (served.length === 0) return [];
        return [kindsOf(group, kind, served)];
      }),
    );
    made.set(apis, kinds);
  }
  return kinds;
}
