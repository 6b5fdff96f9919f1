// The content libraries that the namespaces of a Supervisor may use, as their machines find them: a source a library, bound to the
// namespaces; an image an OVF template; and of those that hold Kubernetes, the releases that clusters can run.
// Source: vm-operator release-vc-8.0.1.0, docs and pkg/vmprovider/providers/vsphere/contentlibrary; tanzu-framework apis/run/v1alpha3.
import type { StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import { formatTime } from '../../../std/time.ts';
import { computedMetadata } from '../../computed.ts';
import { librariesKind, type Library } from '../../vsphere/library.ts';
import { libraryItemsKind, type LibraryItem } from '../../vsphere/library-item.ts';
import type { VSphereNamespace } from '../../vsphere/namespace.ts';
import { fabricScope, supervisorOf } from '../../vsphere/supervisor.ts';

const vmGroup = 'vmoperator.vmware.com';
const vmVersion = `${vmGroup}/v1alpha1`;
const tanzuGroup = 'run.tanzu.vmware.com';
const tanzuVersion = `${tanzuGroup}/v1alpha3`;

interface Association {
  readonly namespace: string;
  readonly library: string;
}

/** Which namespace may use which library, of those that are there. */
function associations(view: ReadView): readonly Association[] {
  const supervisor = supervisorOf(view)?.metadata.name;
  const fabric = view.in(fabricScope);
  return fabric
    .list<VSphereNamespace>('vsphere.sandbox/namespaces')
    .filter(
      ({ spec, metadata }) =>
        spec.supervisor === supervisor && view.get('core/namespaces', metadata.name) !== undefined,
    )
    .flatMap(({ metadata, spec: { contentLibraries = [] } }) =>
      contentLibraries
        .filter((library) => fabric.get<Library>(librariesKind, library) !== undefined)
        .map((library) => ({ namespace: metadata.name, library })),
    );
}

const librariesIn = (view: ReadView): readonly string[] => [
  ...new Set(associations(view).map(({ library }) => library)),
];

const named = (kind: string, name: string) => ({ apiVersion: vmVersion, kind, name });

export function libraryProvidersOf(view: ReadView): readonly StoredObject[] {
  const resource = { group: vmGroup, plural: 'contentlibraryproviders' };
  return librariesIn(view).map((uuid) => ({
    apiVersion: vmVersion,
    kind: 'ContentLibraryProvider',
    metadata: computedMetadata(view, resource, uuid),
    spec: { uuid },
  }));
}

export function contentSourcesOf(view: ReadView): readonly StoredObject[] {
  const resource = { group: vmGroup, plural: 'contentsources' };
  return librariesIn(view).map((uuid) => ({
    apiVersion: vmVersion,
    kind: 'ContentSource',
    metadata: computedMetadata(view, resource, uuid),
    spec: { providerRef: named('ContentLibraryProvider', uuid) },
  }));
}

export function contentSourceBindingsOf(view: ReadView): readonly StoredObject[] {
  const resource = { group: vmGroup, plural: 'contentsourcebindings' };
  return associations(view).map(({ namespace, library }) => ({
    apiVersion: vmVersion,
    kind: 'ContentSourceBinding',
    metadata: computedMetadata(view, resource, library, namespace),
    contentSourceRef: named('ContentSource', library),
  }));
}

interface Image {
  readonly item: LibraryItem;
  readonly name: string;
  /** `v1.24.9+vmware.1-tkg.4`, of an image that holds Kubernetes. */
  readonly kubernetes: string | undefined;
}

/** As the name of an object, what an item is called. */
const nameOf = (displayName: string): string =>
  displayName
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');

/** The images that can be used, each once, in the order of their names. */
function imagesIn(view: ReadView): readonly Image[] {
  const fabric = view.in(fabricScope);
  const found = new Map<string, Image>();
  for (const library of librariesIn(view))
    for (const item of fabric.list<LibraryItem>(libraryItemsKind, { index: ['library', library] })) {
      const name = nameOf(item.spec.displayName);
      if (item.spec.type !== 'ovf' || name === '' || found.has(name)) continue;
      const kubernetes = /k8s-(v\d.*)$/.exec(name)?.[1]?.replace('---', '+');
      found.set(name, { item, name, kubernetes });
    }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const photon = /photon/;
const osOf = (name: string) =>
  photon.test(name)
    ? { name: 'photon', version: '3', guest: 'vmwarePhoton64Guest' }
    : /ubuntu/.test(name)
      ? { name: 'ubuntu', version: '20.04', guest: 'ubuntu64Guest' }
      : { name: 'linux', version: '', guest: 'otherLinux64Guest' };

const holds = (type: string, lastTransitionTime: string) => ({ type, status: 'True', lastTransitionTime });

/** Since when the item is in its library. */
const since = ({ metadata, status }: LibraryItem): string =>
  status?.modifiedAt === undefined ? metadata.creationTimestamp : formatTime(status.modifiedAt);

export function imagesOf(view: ReadView): readonly StoredObject[] {
  const resource = { group: vmGroup, plural: 'virtualmachineimages' };
  return imagesIn(view).map(({ item, name, kubernetes }) => {
    const at = since(item);
    const uuid = item.metadata.name;
    return {
      apiVersion: vmVersion,
      kind: 'VirtualMachineImage',
      metadata: computedMetadata(view, resource, name, undefined, at),
      spec: {
        imageID: uuid,
        imageSourceType: 'Content Library',
        osInfo: { type: osOf(name).guest },
        ...(kubernetes === undefined ? {} : { productInfo: { vendor: 'VMware, Inc.', version: kubernetes } }),
        providerRef: named('ContentLibraryProvider', item.spec.library),
        type: 'ovf',
      },
      status: {
        conditions: [
          holds('VirtualMachineImageOSTypeSupported', at),
          holds('VirtualMachineImageV1Alpha1Compatible', at),
        ],
        contentLibraryRef: { kind: 'ContentLibraryProvider', name: item.spec.library },
        contentVersion: String(item.status?.contentVersion ?? 1),
        imageName: item.spec.displayName,
        imageSupported: true,
        uuid,
      },
    };
  });
}

type KubernetesImage = Image & { readonly kubernetes: string };

function kubernetesImagesIn(view: ReadView): readonly KubernetesImage[] {
  return imagesIn(view).filter((image): image is KubernetesImage => image.kubernetes !== undefined);
}

/** Without what is Tanzu's own in it: `v1.24.9+vmware.1`. */
const upstream = (version: string): string => version.replace(/-tkg\..*$/, '');

export function osImagesOf(view: ReadView): readonly StoredObject[] {
  const resource = { group: tanzuGroup, plural: 'osimages' };
  return kubernetesImagesIn(view).map(({ item, name, kubernetes }) => {
    const at = since(item);
    const { name: os, version } = osOf(name);
    return {
      apiVersion: tanzuVersion,
      kind: 'OSImage',
      metadata: computedMetadata(view, resource, name, undefined, at),
      spec: {
        image: { ref: { name }, type: 'vmi' },
        kubernetesVersion: upstream(kubernetes),
        os: { arch: 'amd64', name: os, type: 'linux', version },
      },
      status: { conditions: [holds('Compatible', at)] },
    };
  });
}

export function tanzuReleasesOf(view: ReadView): readonly StoredObject[] {
  const resource = { group: tanzuGroup, plural: 'tanzukubernetesreleases' };
  const byVersion = new Map<string, KubernetesImage[]>();
  for (const image of kubernetesImagesIn(view))
    byVersion.set(image.kubernetes, [...(byVersion.get(image.kubernetes) ?? []), image]);
  return [...byVersion].map(([version, images]) => {
    const at = images.map(({ item }) => since(item)).sort()[0] as string;
    const name = version.replace('+', '---');
    return {
      apiVersion: tanzuVersion,
      kind: 'TanzuKubernetesRelease',
      metadata: computedMetadata(view, resource, name, undefined, at),
      spec: {
        kubernetes: {
          imageRepository: 'projects.registry.vmware.com/tkg',
          version: upstream(version),
        },
        osImages: images.map((image) => ({ name: image.name })),
        version,
      },
      status: { conditions: [holds('Compatible', at), holds('Ready', at), holds('Valid', at)] },
    };
  });
}
