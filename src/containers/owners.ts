// Whose the files of a container are: those of volumes that are written to belong to who writes, in the Pod's group where it has
// one; the rest is root's. Source: kubernetes pkg/volume/volume_linux.go, SetVolumeOwnership.
import type { Container } from '#types';
import type { FileOwner } from '../shell/program.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { ReadView } from '../store/view.ts';
import { groupName, identityOf, userName } from './identity.ts';
import { mountsOf } from './mounts.ts';
import { ownerInVolume } from './volume-files.ts';

const roots: FileOwner = { user: 'root', group: 'root', mode: 'drwxr-xr-x' };

export function ownersIn(view: ReadView, pod: Pod, container: Container): (path: string) => FileOwner {
  const { user, group } = identityOf(pod, container);
  const { fsGroup } = pod.spec.securityContext ?? {};
  const shared = groupName(fsGroup ?? 0);
  // The innermost first.
  const mounts = mountsOf(view, pod, container).toSorted((a, b) => b.path.length - a.path.length);
  return (path) => {
    const mount = mounts.find((each) => path === each.path || path.startsWith(`${each.path}/`));
    if (mount === undefined) return roots;
    if (mount.files !== undefined) return ownerInVolume(pod, mount, path, shared);
    if (path === mount.path)
      return { user: 'root', group: shared, mode: fsGroup === undefined ? 'drwxrwxrwx' : 'drwxrwsrwx' };
    return fsGroup === undefined
      ? { user: userName(user), group: groupName(group), mode: 'drwxr-xr-x' }
      : { user: userName(user), group: shared, mode: 'drwxr-sr-x' };
  };
}
