// Which levels a namespace's labels ask for. Source: k8s.io/pod-security-admission api/helpers.go.
import type { Causes } from '../../../../store/causes.ts';

const levels = ['privileged', 'baseline', 'restricted'] as const;

export type Level = (typeof levels)[number];

export interface Standard {
  readonly level: Level;
  /** `latest` or `v1.N`. */
  readonly version: string;
}

export interface Policy {
  readonly enforce: Standard;
  readonly audit: Standard;
  readonly warn: Standard;
}

type Labels = Readonly<Record<string, string>>;

/** The standards are here as Kubernetes 1.33 knows them; `latest` is this one. */
const latestMinor = 33;

const prefix = 'pod-security.kubernetes.io/';
const versionForm = /^v1\.(0|[1-9][0-9]*)$/;

export const everything: Standard = { level: 'privileged', version: 'latest' };

export function strictness(level: Level): number {
  return levels.indexOf(level);
}

/** `restricted:latest`. */
export function standardText({ level, version }: Standard): string {
  return `${level}:${version}`;
}

export function isSame(a: Standard, b: Standard): boolean {
  return a.level === b.level && a.version === b.version;
}

/** The minor version whose checks are made; none is newer than the API server. */
export function minorOf({ version }: Standard): number {
  return version === 'latest' ? latestMinor : Math.min(latestMinor, Number(version.slice('v1.'.length)));
}

/** What a label asks for; one that cannot be read is told in `causes`, and meant at its worst. */
function standardOf(labels: Labels, mode: keyof Policy, causes: Causes): Standard {
  const [level, version] = [labels[prefix + mode], labels[`${prefix}${mode}-version`]];
  const isLevel = level === undefined || levels.includes(level as Level);
  if (!isLevel) {
    causes.invalid(`metadata.labels[${prefix}${mode}]`, level, `must be one of ${levels.join(', ')}`);
  }
  const isVersion = version === undefined || version === 'latest' || versionForm.test(version);
  if (!isVersion) {
    causes.invalid(`metadata.labels[${prefix}${mode}-version]`, version, 'must be "latest" or "v1.x"');
  }
  const worst = mode === 'enforce' ? 'restricted' : 'privileged';
  return {
    level: isLevel ? ((level ?? 'privileged') as Level) : worst,
    version: isVersion ? (version ?? 'latest') : 'latest',
  };
}

export function policyOf(labels: Labels | undefined, causes: Causes): Policy {
  const all = labels ?? {};
  const before = causes.list.length;
  const enforce = standardOf(all, 'enforce', causes);
  const isEnforced = all[`${prefix}enforce`] !== undefined && causes.list.length === before;
  const audit = standardOf(all, 'audit', causes);
  const warn = standardOf(all, 'warn', causes);
  // Who enforces and says nothing of warnings is warned of the same.
  if (
    !isEnforced ||
    all[`${prefix}warn`] !== undefined ||
    strictness(enforce.level) <= strictness(warn.level)
  ) {
    return { enforce, audit, warn };
  }
  const version = all[`${prefix}warn-version`] === undefined ? enforce.version : warn.version;
  return { enforce, audit, warn: { level: enforce.level, version } };
}
