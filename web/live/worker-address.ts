/** Trusted addresses for workers: the page's policy wants one, and only ours, from the page's own origin, gets it. */
interface TrustedPolicy {
  createScriptURL(text: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (text: string) => string }): TrustedPolicy;
}

let policy: TrustedPolicy | undefined;

/**
 * A worker's address, trusted where the browser knows Trusted Types (a string to the type checker either way).
 * @param url as the bundler gives it, made absolute against the module that names it.
 */
export function workerAddress(url: URL): string {
  if (url.origin !== location.origin) throw new Error(`the worker is not of this origin: ${url.href}`);
  const types = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) return url.href;
  policy ??= types.createPolicy('worker', { createScriptURL: (text) => text });
  return policy.createScriptURL(url.href);
}
