// Versions of an API in the order in which clients should prefer them: stable before beta before alpha, newer first, other
// names last by the alphabet. Source: apimachinery pkg/version/helpers.go.

function rankOf(name: string): readonly number[] {
  const found = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(name);
  if (found === null) return [0, 0, 0];
  const stage = found[2] === undefined ? 3 : found[2] === 'beta' ? 2 : 1;
  return [stage, Number(found[1]), Number(found[3] ?? 0)];
}

/** Below zero where the first is to be preferred. */
export function byVersionPriority(a: string, b: string): number {
  const right = rankOf(b);
  for (const [place, value] of rankOf(a).entries()) {
    if (value !== right[place]) return (right[place] ?? 0) - value;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
