// Holds a Pod against a standard: the baseline's checks, and where it is restricted, those in their places.
// Source: k8s.io/pod-security-admission policy/registry.go.
import type { PodSpec } from '#types';
import { baseline } from './baseline.ts';
import type { Annotated, Check, Violation } from './check.ts';
import { minorOf, type Standard } from './policy.ts';
import { restricted } from './restricted.ts';

function madeAt(checks: readonly Check[], minor: number): readonly Check[] {
  return checks.filter(({ since, until = Infinity }) => since <= minor && minor < until);
}

function checksOf(standard: Standard): readonly Check[] {
  const minor = minorOf(standard);
  const weak = madeAt(baseline, minor);
  if (standard.level === 'baseline') return weak;
  const strict = madeAt(restricted, minor);
  return [...weak.filter(({ id }) => !strict.some(({ instead }) => instead === id)), ...strict];
}

export function violations(standard: Standard, spec: PodSpec, metadata: Annotated): readonly Violation[] {
  if (standard.level === 'privileged') return [];
  return checksOf(standard).flatMap(({ violation }) => violation(spec, metadata) ?? []);
}

/** `host namespaces (hostNetwork=true), privileged (...)`. */
export function detailsText(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}
