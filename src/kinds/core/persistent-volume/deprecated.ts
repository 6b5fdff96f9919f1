// Plug-ins for volumes that are gone or going. Source: kubernetes pkg/api/{pod,persistentvolume}.
const ends: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};

/** What is to be said of a volume by its source; `field` is where the volume stands. */
export function deprecatedVolume(volume: object, field: string): readonly string[] {
  return Object.entries(ends).flatMap(([source, end]) =>
    // Kubernetes itself spells this one otherwise than its field.
    source in volume ? [`${field}.${source === 'storageos' ? 'storageOS' : source}: ${end}`] : [],
  );
}
