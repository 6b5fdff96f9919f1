// What `/version` answers: the fields of `k8s.io/apimachinery/pkg/version.Info`.

/** `version` is a git version such as `v1.24.9+vmware.wcp.1`, with or without its `v`. */
export function versionInfo(version: string, buildDate: string): Readonly<Record<string, string>> {
  const [, major = '1', minor = '33'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return {
    major,
    minor,
    gitVersion: version.startsWith('v') ? version : `v${version}`,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate,
    goVersion: 'go1.19.5',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
