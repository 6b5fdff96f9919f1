// What every client of vCenter has to know.

export { viJson, viJsonRelease } from '../../releases/vi-json.ts';
export { guestTitleOf } from './inventory/machines/guest-os.ts';

/** Below it files of content libraries are sent. A server counts their bytes, and keeps none. */
export const filesRoot = '/cls/data/';

/** Below it files of datastores are read and written. A server keeps short text, and counts the bytes of all else. */
export const folderRoot = '/folder/';

/** Below it disks of VMs are sent and fetched while they are imported and exported. A server counts their bytes. */
export const nfcRoot = '/nfc/';

/** What is right in a folder of a datastore: `GET /folder/<path>?dsName=` with `accept: application/json`, a list of these. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly bytes: number;
  /** RFC 3339. */
  readonly modified: string;
  /** Whether somebody put it there; what VMs and libraries have is theirs. */
  readonly isOwn: boolean;
}
