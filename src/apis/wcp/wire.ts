// What the page of the CLI tools is made of, for whoever draws it: `GET /sandbox/cli-tools`. The page itself is HTML at `/`.

export interface CliTools {
  /** By which people sign in. */
  readonly server: string;
  readonly title: string;
  readonly about: string;
  /** What there is here instead of packages. */
  readonly instead: string;
  readonly systems: readonly {
    readonly id: string;
    readonly name: string;
    /** Path of the package on the server. */
    readonly package: string;
    readonly steps: readonly { readonly text: string; readonly command: string }[];
  }[];
}
