// What a subscription finds at its address: the product's public library of Tanzu Kubernetes releases, or what a library of this vCenter
// publishes. Source of the names: the public library `wp-content.vmware.com/v2/latest`.
import type { ReadView } from '../../store/view.ts';
import { libraryItemsKind, type LibraryItem } from './library-item.ts';
import { librariesKind, type Library } from './library.ts';
import { vcenterIn } from './vcenter.ts';

export interface SourceItem {
  readonly name: string;
  readonly type: string;
  readonly sizeMiB: number;
}

/** Hosts that have the public library. */
const publicAddress =
  /^https?:\/\/(wp-content\.vmware\.com|wp-content\.broadcom\.com)\/(supervisor\/)?v\d+\/latest\/lib\.json$/;

const imageMiB = 1_536;

const releases = [
  'ob-15957779-photon-3-k8s-v1.16.8---vmware.1-tkg.3.60d2ffd',
  'ob-16466772-photon-3-k8s-v1.17.7---vmware.1-tkg.1.154236c',
  'ob-16545581-photon-3-k8s-v1.16.12---vmware.1-tkg.1.da7afe7',
  'ob-16551547-photon-3-k8s-v1.17.8---vmware.1-tkg.1.5417466',
  'ob-16897056-photon-3-k8s-v1.16.14---vmware.1-tkg.1.ada4837',
  'ob-16924026-photon-3-k8s-v1.18.5---vmware.1-tkg.1.c40d30d',
  'ob-16924027-photon-3-k8s-v1.17.11---vmware.1-tkg.1.15f1e18',
  'ob-17010758-photon-3-k8s-v1.17.11---vmware.1-tkg.2.ad3d374',
  'ob-17332787-photon-3-k8s-v1.17.13---vmware.1-tkg.2.2c133ed',
  'ob-17419070-photon-3-k8s-v1.18.10---vmware.1-tkg.1.3a6cd48',
  'ob-17654937-photon-3-k8s-v1.18.15---vmware.1-tkg.1.600e412',
  'ob-17658793-photon-3-k8s-v1.17.17---vmware.1-tkg.1.d44d45a',
  'ob-17660956-photon-3-k8s-v1.19.7---vmware.1-tkg.1.fc82c41',
  'ob-17861429-photon-3-k8s-v1.20.2---vmware.1-tkg.1.1d4f79a',
  'ob-18035533-photon-3-k8s-v1.18.15---vmware.1-tkg.2.ebf6117',
  'ob-18186591-photon-3-k8s-v1.20.7---vmware.1-tkg.1.7fb9067',
  'ob-20953521-photon-3-amd64-vmi-k8s-v1.23.8---vmware.2-tkg.2-zshippable',
  'ob-21554409-photon-3-amd64-vmi-k8s-v1.24.9---vmware.1-tkg.4',
  'ob-21554411-ubuntu-2004-amd64-vmi-k8s-v1.24.9---vmware.1-tkg.4',
] as const;

/** Where a library of this vCenter is published. */
export function publishUrl(view: ReadView, library: string): string {
  const fqdn = vcenterIn(view)?.spec.fqdn ?? '';
  return `https://${fqdn}:443/cls/vcsp/lib/${library}/lib.json`;
}

/** What an address has; undefined where nobody publishes anything there. */
export function sourceAt(view: ReadView, url: string): readonly SourceItem[] | undefined {
  if (publicAddress.test(url)) return releases.map((name) => ({ name, type: 'ovf', sizeMiB: imageMiB }));
  const published = view
    .list<Library>(librariesKind)
    .find(({ metadata, spec }) => spec.published === true && publishUrl(view, metadata.name) === url);
  if (published === undefined) return undefined;
  return view
    .list<LibraryItem>(libraryItemsKind, { index: ['library', published.metadata.name] })
    .map(({ spec: { displayName: name, type, sizeMiB = 0 } }) => ({ name, type, sizeMiB }));
}
