// The house rules that no other tool holds: each is a name, what it looks at, and what to do instead.

export interface Rule {
  readonly name: string;
  readonly applies: (path: string) => boolean;
  /** Complaints about the file, each with what to do instead. */
  readonly check: (text: string, path: string) => readonly string[];
}

const isSource = (path: string): boolean => /\.(ts|mjs|svelte)$/.test(path);
const isOurs = (path: string): boolean => path !== 'package-lock.json' && !path.startsWith('test/golden/');
const isTidyItself = (path: string): boolean => path.startsWith('test/tidy');

/** Lines, counted from 1, on which a pattern matches. */
function linesWith(text: string, pattern: RegExp): readonly number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}

interface Ban {
  readonly name: string;
  readonly pattern: RegExp;
  readonly instead: string;
  readonly applies?: (path: string) => boolean;
}

const bans: readonly Ban[] = [
  {
    name: 'no-work-left-for-later',
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/,
    instead: 'do it, or say in the room’s README what is left out',
    applies: (path) => isSource(path) || path.endsWith('.md') || path.endsWith('.css'),
  },
  {
    name: 'no-power-operator',
    // As the formatter writes it; not in a comment nor in a pattern of paths.
    pattern: /^(?!\s*(\/\/|\/?\*)).*[\w)\]] \*\*=? [\w(]/,
    instead: 'multiply: the bits of a power differ between engines',
    applies: (path) => path.startsWith('src/') && !path.startsWith('src/runtime/') && isSource(path),
  },
  {
    name: 'no-check-switched-off',
    pattern:
      /@ts-(ignore|expect-error|nocheck)|eslint-disable|oxfmt-ignore|prettier-ignore|v8 ignore|svelte-ignore (?!.*\()/,
    instead:
      'write it so that the check passes; svelte-ignore says why in brackets where two checks contradict',
    applies: isSource,
  },
  {
    name: 'no-test-that-runs-alone-or-not-at-all',
    pattern: /\b(describe|it|test)\.(only|todo|skip)\(/,
    instead: 'run it, or skipIf(condition) with the reason in its title',
    applies: (path) => path.startsWith('test/') && isSource(path),
  },
  {
    name: 'no-place-of-one-machine',
    pattern: /(^|[\s'"`(=])\/(work|root|Users)\/[\w.-]/,
    instead: 'make the path relative to the file or take it from the environment',
  },
  {
    name: 'no-registry-address',
    pattern: /https?:\/\/[\w.-]*(registry\.npmjs|npmmirror|artifactory|nexus)[\w.-]*/i,
    instead: 'leave the registry to npm’s own configuration',
  },
  {
    name: 'no-error-made-while-a-module-loads',
    // Its stack names places of the module's top level, for which V8 reads a whole bundle again: 100 ms of a worker's start.
    pattern: /^(export )?const \w+(: [\w<>]+)? = new \w*(Error|Refusal|Failure|Fault|Trouble)\(/,
    instead: 'make it where it is given or thrown: const name = () => new ...',
    applies: (path) => /^(src|web)\//.test(path) && isSource(path),
  },
  {
    name: 'no-secret',
    pattern: /BEGIN [A-Z ]*PRIVATE KEY|\bghp_\w{20}|\bAKIA[0-9A-Z]{16}\b/,
    instead: 'make the key when it is needed',
  },
];

const banned = ({ name, pattern, instead, applies = () => true }: Ban): Rule => ({
  name,
  applies: (path) => isOurs(path) && !isTidyItself(path) && applies(path),
  check: (text) => linesWith(text, pattern).map((line) => `line ${line}: ${instead}`),
});

const linesMax = 480;
const readmeLinesMax = 40;
const bytesMax = 400 * 1024;

const others: readonly Rule[] = [
  {
    name: 'no-god-file',
    applies: isSource,
    check: (text) => {
      const lines = text.split('\n').length;
      return lines > linesMax ? [`${lines} lines: split it by idea, at most ${linesMax}`] : [];
    },
  },
  {
    name: 'a-file-says-what-it-is',
    applies: (path) => /^(src|assembly|web)\/.*\.(ts|mjs)$/.test(path) && !path.endsWith('.d.ts'),
    check: (text) =>
      /^(#!.*\n)?(\/\/|\/\*\*)/.test(text) ? [] : ['line 1: open with a comment that says what the file is'],
  },
  {
    name: 'names-are-kebab-case-and-components-are-not',
    applies: (path) => /^(src|web|test|assembly)\//.test(path),
    check: (_, path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (name === 'README.md') return [];
      const good = name.endsWith('.svelte') ? /^[A-Z][A-Za-z0-9]*\.svelte$/ : /^[a-z0-9]+([.-][a-z0-9]+)*$/;
      return good.test(name) ? [] : [`${name}: kebab-case, or PascalCase for a component`];
    },
  },
  {
    name: 'no-drawer',
    applies: (path) => /^(src|web|test|assembly)\//.test(path),
    check: (_, path) =>
      /(^|\/)(utils?|helpers?|common-?stuff|misc|shared|lib)(\.[a-z]+)?(\/|$)/.test(path)
        ? ['name the file by the idea that it holds']
        : [],
  },
  {
    name: 'a-rooms-readme-is-short',
    applies: (path) => /^(src\/[^/]+|web|test|assembly)\/(.*\/)?README\.md$/.test(path),
    check: (text) => {
      const lines = text.trimEnd().split('\n').length;
      return lines > readmeLinesMax
        ? [`${lines} lines: at most ${readmeLinesMax}; purpose, door, invariants, how to add one`]
        : [];
    },
  },
  {
    name: 'nothing-heavy',
    applies: () => true,
    check: (text) => (text.length > bytesMax ? [`${text.length} bytes: generate it, or keep it out`] : []),
  },
  {
    name: 'versions-are-exact',
    applies: (path) => path === 'package.json',
    check: (text) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<
        string,
        Record<string, string>
      >;
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${name} ${version}: one exact version`);
    },
  },
  {
    name: 'ends-with-a-newline',
    applies: (path) => isOurs(path) && /\.(ts|mjs|svelte|css|md|json|html|yaml|yml)$/.test(path),
    check: (text) => (text === '' || text.endsWith('\n') ? [] : ['end the last line']),
  },
];

export const rules: readonly Rule[] = [...bans.map(banned), ...others];

/** What may stand at the top of the tree. */
export const topLevel: ReadonlySet<string> = new Set([
  ...['assembly', 'web', 'src', 'test', 'vite.config.ts', 'asconfig.json', 'package.json', 'README.md'],
  ...['package-lock.json', 'tsconfig.base.json', 'eslint.config.js', 'LICENSE'],
  ...['.ci', '.github', '.gitignore', '.npmrc', '.oxfmtrc.json', '.oxlintrc.json', '.dependency-cruiser.cjs'],
]);

/** Everything that is wrong with a file, by the rules that apply to its path. */
export function complaints(path: string, text: string): readonly string[] {
  return rules
    .filter(({ applies }) => applies(path))
    .flatMap(({ name, check }) => check(text, path).map((complaint) => `${path}: ${name}: ${complaint}`));
}
