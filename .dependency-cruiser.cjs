/** Who may import whom: the table of src/README.md, proved. A room is a folder; what is not listed is forbidden. */
const rooms = {
  std: ['std'],
  releases: ['releases'],
  sim: ['std', 'sim'],
  store: ['std', 'store'],
  shell: ['std', 'shell'],
  kernels: ['std', 'kernels'],
  control: ['std', 'store', 'control'],
  kinds: ['std', 'releases', 'store', 'control', 'kernels', 'kinds'],
  agents: ['std', 'releases', 'store', 'control', 'kernels', 'kinds', 'containers', 'agents'],
  containers: ['std', 'shell', 'store', 'control', 'kinds', 'containers'],
  apis: ['std', 'releases', 'store', 'kinds', 'containers', 'apis'],
  cli: ['std', 'shell', 'cli', 'apis/[^/]+/wire'],
  soap: ['std', 'soap', 'apis/[^/]+/wire'],
  vapi: ['std', 'vapi', 'soap/sign-on', 'apis/vcenter/failure', 'apis/[^/]+/wire'],
  scenarios: [
    'std',
    'releases',
    'store/schema',
    'store/seed',
    'kinds/vsphere/control-plane-hardware',
    'scenarios',
  ],
  lessons: ['std', 'store/schema', 'lessons'],
  share: ['std', 'store/schema', 'share'],
  runtime: [
    'std',
    'runtime',
    'share',
    'lessons',
    'cli',
    'soap',
    'vapi',
    'world\\.ts',
    'scopes\\.ts',
    'apis/[^/]+/wire',
    'scenarios/index',
    'kernels',
    'sim/journal',
  ],
};

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-only-its-own`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${allowed.join('|')})` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...roomRules,
    {
      name: 'world-knows-no-runtime-and-no-cli',
      severity: 'error',
      from: { path: '^src/world\\.ts$' },
      to: { path: '^src/(runtime|cli)/' },
    },
    {
      // What one agent needs of another is handed in by the composition; naming its type is no knowledge of it.
      name: 'agents-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/agents/([^/]+)/' },
      to: { path: '^src/agents/', pathNot: '^src/agents/($1/|index)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-runtime-and-web-know-an-outside',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/runtime/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'web-imports-only-cli-shell-share-lessons-and-the-door',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(cli/|shell/|share/|std/|lessons/[^/]*types|apis/[^/]+/wire|runtime/browser/(door|worker|lab-door|lab)\\.ts)',
      },
    },
    {
      name: 'assembly-stands-alone',
      severity: 'error',
      from: { path: '^assembly/' },
      to: { path: '^(src|web|test)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(src|web|assembly)/' },
      to: { path: '^test/' },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(#|assemblyscript|vite/client$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^build/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte'],
    },
  },
};
