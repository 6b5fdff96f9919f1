// Every bound of the sandbox, by name, in one table: past it there is a clear error or a named condition, never a hang.
// Numbers follow the real products where they have one; the others say why in the line.

export const limits = {
  /** kube-apiserver’s own request bound. */
  requestBytesMax: 3 * 1024 * 1024,
  /** What the page's editor and terminal accept; larger files belong to real kubectl. */
  yamlBytesMax: 1024 * 1024,
  yamlDocumentsMax: 500,
  /** Standard switches of a host, and their port groups. */
  hostSwitchesMax: 32,
  hostPortGroupsMax: 512,
  /** Files that people put on datastores. */
  datastoreFilesMax: 5_000,
  /** How long a text on a datastore or in a library may be to be kept: of longer ones, and of all else, the bytes are counted. */
  fileTextBytesMax: 64 * 1024,
  /** Of vCenter's appliance: servers of a list, local accounts, servers that logs go to; how long its shell may be open. */
  applianceServersMax: 32,
  applianceAccountsMax: 64,
  applianceForwardingsMax: 3,
  applianceShellSecondsMax: 86_400,
  /** Bracket and indent depth; parsers abort or overflow not far above (V8 regexp compiler, call stacks). */
  nestingMax: 64,
  /** Words of an awk script, and characters of a text that it makes. */
  awkTokensMax: 2_000,
  awkTextCharactersMax: 1_048_576,
  /** Words of a jq program and how deep they nest; what it may do of each input, some seconds; how deep calls and values may go. */
  jqTokensMax: 20_000,
  jqNestingMax: 200,
  jqStepsMax: 3_000_000,
  jqDepthMax: 1_000,
  /** Items of an array, characters of a text that a jq program reads or makes. */
  jqItemsMax: 2_000_000,
  jqTextCharactersMax: 64 * 1024 * 1024,
  /** A route table that the page reads, and one that it answers with: a million lines; the command streams more. */
  labRoutesBytesMax: 32 * 1024 * 1024,
  labRoutesAnswerBytesMax: 64 * 1024 * 1024,
  /** Routes that the page asks for at most, lines of leaks that it shows, lines that are told as no routes. */
  labBudgetRoutesMax: 1_024,
  labLeaksShownMax: 10_000,
  labMistakesToldMax: 200,
  /** A table of nodes or Pods that the page reads; Pods that it places to try every loss of nodes, a second or two. */
  labTableBytesMax: 32 * 1024 * 1024,
  labPlacementsMax: 500_000,
  /** What of a table is kept in memory: rows, and bytes of CSV or of JSON, which takes many times as much once it is read. */
  tableRowsMax: 1_048_576,
  csvBytesMax: 256 * 1024 * 1024,
  jsonTableBytesMax: 64 * 1024 * 1024,
  tableLineCharactersMax: 1_048_576,
  /** Mistakes of tables that are told; of more there is their count. */
  tableMistakesToldMax: 20,
  yamlAliasesMax: 100,
  /** Scalars, items and braces of a text; a mebibyte of manifests has half of it. And what aliases may add to it. */
  yamlNodesMax: 250_000,
  yamlAliasNodesMax: 50_000,
  /** cel-go's own bounds: characters of an expression, and how deep it nests. */
  celCharactersMax: 100_000,
  celNestingMax: 250,
  /** apiserver's bound on what one evaluation of an expression costs. */
  celCallCostMax: 1_000_000,
  /** And all rules of one custom object together; and the message that a rule makes. */
  celObjectCostMax: 10_000_000,
  celMessageBytesMax: 5 * 1024,
  /** What one rule, and all rules of a schema, may be estimated to cost in the largest request. */
  celRuleCostMax: 10_000_000,
  celSchemaCostMax: 100_000_000,
  /** Scenarios whose beginning is kept, so that another world of them costs a copy. */
  beginningsKeptMax: 4,
  /** Sources of events, a component and its host, that are kept as one object each. */
  eventSourcesKeptMax: 8_192,
  /** A longer text is worked out anew each time: what is kept holds on to its keys. */
  keptKeyCharactersMax: 4_096,
  /** Characters of objects' texts, and of their rows, that are kept before those are forgotten that nobody asked for again. */
  wordingCharactersMax: 64 * 1024 * 1024,
  /** Ways of asking that `/metrics` tells apart. */
  metricSeriesMax: 4_000,
  /** Accept headers that are kept read. */
  acceptHeadersKeptMax: 100,
  /** Keys that sign tokens, and tokens whose signature fits, that are kept. */
  tokenKeysKeptMax: 16,
  tokensKeptMax: 1_000,
  /** Counters of containers' processor time that a server keeps. */
  cpuTotalsKeptMax: 50_000,
  /** Steps of one template: nodes, and rounds of its ranges. */
  templateStepsMax: 1_000_000,
  /** Compiled patterns that are kept. */
  patternsKeptMax: 1_000,
  /** Sets of owned fields that objects share while they are kept. */
  fieldSetsKeptMax: 1_000,
  /** Beginnings of maps and lists whose fields objects share, in all, and of those that differ in their last part only. */
  fieldFormsKeptMax: 20_000,
  fieldFormsAlikeMax: 16,
  /** Amounts kept read, whole texts; they are read anew after that many. */
  quantitiesKeptMax: 10_000,
  /** kube-apiserver’s own bound on JSON patches. */
  jsonPatchOperationsMax: 10_000,
  /** apimachinery's bound on all annotations of an object together. */
  annotationsBytesMax: 256 * 1024,

  /** Objects of one scope in a live world, and of one that came from a link. */
  scopeObjectsMax: 1_500_000,
  linkObjectsMax: 20_000,
  hostsMax: 2_000,
  /** Clusters, datacenters and VMs of people's own that a scenario begins with; ids leave room for as many. */
  scenarioClustersMax: 64,
  scenarioDatacentersMax: 12,
  scenarioMachinesMax: 40_000,
  /** What a VM of vSphere 8 may have: vCPUs, memory, a disk. */
  machineCpusMax: 768,
  /** Snapshots of a VM, each on another. */
  machineSnapshotsDeepMax: 32,
  machineMemoryMiBMax: 24 * 1024 * 1024,
  diskMiBMax: 62 * 1024 * 1024,
  linkHostsMax: 128,
  /** Pods that one ReplicaSet makes; more are wished for in peace and said in a condition and an event. */
  podsPerReplicaSetMax: 2_000,
  /** Pods that one Job runs at the same time, whatever its parallelism is. */
  podsPerJobMax: 2_000,
  /** Pods that a Job counts between two writes of its status, as kube-controller-manager does. */
  podsCountedAtOnceMax: 500,
  /** A container's script: its length, and that of a word in it; a longer one is not looked into. */
  scriptCharactersMax: 16 * 1024,
  scriptWordCharactersMax: 8 * 1024,
  /** Commands that it runs before it counts as one without end, and all that it prints. */
  scriptStepsMax: 5_000,
  logLinesMax: 20_000,
  logCharactersMax: 1024 * 1024,
  /** Objects that one event of the world creates or removes before it pages itself. */
  writesPerEventMax: 25,

  /** Pods that a namespace's new security standard is tried on; the API server's own bound. */
  podSecurityPodsMax: 3_000,

  /** Changes a scope's log keeps for watches and for looking back; etcd keeps about five minutes. */
  changesKeptMax: 40_000,
  /** Watches of one scope. */
  watchesMax: 2_000,
  /** Items of a page of a list when the client asks for more. */
  listPageMax: 10_000,

  /** Characters of a container's command that are looked through for whom it asks. */
  askingCharactersMax: 4_096,

  /** Wake-ups in a row, each caused by the one before and none after a pause: more is a livelock. */
  wakesInARowMax: 5_000,
  /** Stalls that the simulation's own object tells, the newest. */
  stallsKeptMax: 100,
  /** Events in one call of run: the caller slices by time, this is the belt to those braces. */
  eventsPerSliceMax: 10_000,

  /** Nodes that are looked at for what would let a Pod fit, and changes that are told: of hosts, of other Pods, of all. */
  editNodesMax: 200,
  editHostsMax: 6,
  editPodsMax: 3,
  editsMax: 16,
  /** How long a change is tried in a fork, simulated seconds. */
  trialSeconds: 300,

  /** Records of a journal, of a link, and the bytes of one record. */
  journalRecordsMax: 100_000,
  linkRecordsMax: 5_000,
  journalRecordBytesMax: 4 * 1024 * 1024,
  /** A link's fragment as text, its payload once inflated, and the most that deflate may have gained. */
  linkCharactersMax: 32 * 1024,
  linkInflatedBytesMax: 1024 * 1024,
  linkRatioMax: 100,
  linkTitleCharactersMax: 120,
  linkTextCharactersMax: 2_000,
  /** Simulated time that a link may ask to run through: ten years. */
  linkSpanMsMax: 10 * 366 * 24 * 3600 * 1000,

  customizationSpecsMax: 500,
  customFieldsMax: 200,

  /** Tasks and events that vCenter keeps, the newest; the real one keeps those of thirty days. */
  tasksKeptMax: 1_000,
  vcenterEventsKeptMax: 2_000,

  /** Elements of a SOAP message; what a session may keep: property filters, views and collectors, lists that it reads page by page. */
  xmlElementsMax: 100_000,
  propertyFiltersMax: 1_000,
  sessionObjectsMax: 200,
  retrievalsKeptMax: 16,
  collectingSessionsMax: 200,

  terminalLineCharactersMax: 16 * 1024,
  terminalOutputBytesMax: 4 * 1024 * 1024,
  /** Of a machine's log, its end. */
  machineLogCharactersMax: 256 * 1024,
  terminalScrollbackLines: 10_000,
} as const;
