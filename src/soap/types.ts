// What stands in a document as text, but is a number, a truth value or one of a list: members of vim25's and PBM's types, and parameters of
// their methods, as far as anything here reads them. Whatever is not said is a text or a structure. Source: the WSDL documents of vSphere 8.

/** Members by name; a list ends with `[]`. A method's parameters stand under its name. */
const written: Readonly<Record<string, string>> = {
  // The property collector and views.
  RetrieveProperties: 'specSet:PropertyFilterSpec[]',
  RetrievePropertiesEx: 'specSet:PropertyFilterSpec[] options:RetrieveOptions',
  RetrieveOptions: 'maxObjects:int',
  CreateFilter: 'spec:PropertyFilterSpec partialUpdates:boolean',
  WaitForUpdatesEx: 'options:WaitOptions',
  WaitOptions: 'maxWaitSeconds:int maxObjectUpdates:int',
  PropertyFilterSpec: 'propSet:PropertySpec[] objectSet:ObjectSpec[] reportMissingObjectsInResults:boolean',
  PropertySpec: 'all:boolean pathSet:string[]',
  ObjectSpec: 'skip:boolean selectSet:SelectionSpec[]',
  TraversalSpec: 'skip:boolean selectSet:SelectionSpec[]',
  CreateContainerView: 'type:string[] recursive:boolean',
  CreateListView: 'obj:ref[]',
  ModifyListView: 'add:ref[] remove:ref[]',
  ResetListView: 'obj:ref[]',
  FindAllByDnsName: 'vmSearch:boolean',
  FindAllByIp: 'vmSearch:boolean',
  FindAllByUuid: 'vmSearch:boolean instanceUuid:boolean',
  FindByDnsName: 'vmSearch:boolean',
  FindByIp: 'vmSearch:boolean',
  FindByUuid: 'vmSearch:boolean instanceUuid:boolean',

  // Sessions, roles and permissions.
  AddAuthorizationRole: 'privIds:string[]',
  UpdateAuthorizationRole: 'roleId:int privIds:string[]',
  RemoveAuthorizationRole: 'roleId:int failIfUsed:boolean',
  RetrieveRolePermissions: 'roleId:int',
  RetrieveEntityPermissions: 'inherited:boolean',
  SetEntityPermissions: 'permission:Permission[]',
  ResetEntityPermissions: 'permission:Permission[]',
  Permission: 'group:boolean roleId:int propagate:boolean',
  RemoveEntityPermission: 'isGroup:boolean',
  HasPrivilegeOnEntities: 'entity:ref[] privId:string[]',
  HasPrivilegeOnEntity: 'privId:string[]',
  HasUserPrivilegeOnEntities: 'entities:ref[] privId:string[]',
  FetchUserPrivilegeOnEntities: 'entities:ref[]',
  TerminateSession: 'sessionId:string[]',
  RetrieveUserGroups: 'exactMatch:boolean findUsers:boolean findGroups:boolean',

  // The sign-on.
  CreateLocalPersonUser: 'userDetails:AdminPersonDetails',
  UpdateLocalPersonUserDetails: 'userDetails:AdminPersonDetails',
  AdminPersonDetails: 'description:string emailAddress:string firstName:string lastName:string',
  CreateLocalGroup: 'groupDetails:AdminGroupDetails',
  UpdateLocalGroupDetails: 'groupDetails:AdminGroupDetails',
  AdminGroupDetails: 'description:string',
  FindPersonUsers: 'limit:int',
  FindUsers: 'limit:int',
  FindGroups: 'limit:int',
  FindSolutionUsers: 'limit:int',
  FindUsersInGroup: 'limit:int',
  FindPersonUsersInGroup: 'limit:int',
  FindGroupsInGroup: 'limit:int',
  AddUsersToLocalGroup: 'userIds:PrincipalId[]',
  AddGroupsToLocalGroup: 'groupIds:PrincipalId[]',
  RemovePrincipalsFromLocalGroup: 'principalsIds:PrincipalId[]',

  // Container volumes.
  CnsQueryVolume: 'filter:CnsQueryFilter',
  CnsQueryAllVolume: 'filter:CnsQueryFilter',
  CnsQueryFilter:
    'volumeIds:CnsVolumeId[] names:string[] containerClusterIds:string[] datastores:ref[] labels:KeyValue[] cursor:CnsCursor',
  CnsCursor: 'offset:long limit:long totalRecords:long',

  // vSAN of a cluster.
  VsanClusterReconfig: 'vsanReconfigSpec:VimVsanReconfigSpec',
  VimVsanReconfigSpec:
    'vsanClusterConfig:VsanClusterConfigInfo dataEfficiencyConfig:VsanDataEfficiencyConfig dataEncryptionConfig:VsanDataEncryptionConfig dataInTransitEncryptionConfig:VsanDataInTransitEncryptionConfig perfsvcConfig:VsanPerfsvcConfig unmapConfig:VsanUnmapConfig modify:boolean',
  VsanDataEfficiencyConfig: 'dedupEnabled:boolean compressionEnabled:boolean',
  VsanDataEncryptionConfig: 'encryptionEnabled:boolean',
  VsanDataInTransitEncryptionConfig: 'enabled:boolean rekeyInterval:int',
  VsanPerfsvcConfig: 'enabled:boolean',
  VsanUnmapConfig: 'enable:boolean',

  // Counters, and what VMs may be made of.
  QueryPerf: 'querySpec:PerfQuerySpec[]',
  PerfQuerySpec: 'metricId:PerfMetricId[] maxSample:int intervalId:int',
  PerfMetricId: 'counterId:int',
  QueryAvailablePerfMetric: 'intervalId:int',
  QueryPerfCounter: 'counterId:int[]',
  QueryPerfCounterByLevel: 'level:int',
  QueryConfigOptionEx: 'spec:EnvironmentBrowserConfigOptionQuerySpec',
  EnvironmentBrowserConfigOptionQuerySpec: 'guestId:string[]',

  RegisterVM_Task: 'asTemplate:boolean',
  AddVirtualSwitch: 'spec:HostVirtualSwitchSpec',
  UpdateVirtualSwitch: 'spec:HostVirtualSwitchSpec',
  HostVirtualSwitchSpec: 'numPorts:int mtu:int',
  HostVirtualSwitchBondBridge: 'nicDevice:string[]',
  HostVirtualSwitchSimpleBridge: 'nicDevice:string[]',
  AddPortGroup: 'portgrp:HostPortGroupSpec',
  UpdatePortGroup: 'portgrp:HostPortGroupSpec',
  HostPortGroupSpec: 'vlanId:int policy:HostNetworkPolicy',
  CreateNasDatastore: 'spec:HostNasVolumeSpec',
  HostNasVolumeSpec: 'remoteHostNames:string[]',

  // OVF templates.
  ParseDescriptor: 'pdp:OvfParseDescriptorParams',
  CreateImportSpec: 'cisp:OvfCreateImportSpecParams',
  OvfCreateImportSpecParams:
    'networkMapping:OvfNetworkMapping[] propertyMapping:KeyValue[] importOption:string[]',
  ImportVApp: 'spec:VirtualMachineImportSpec',
  VirtualMachineImportSpec: 'configSpec:VirtualMachineConfigSpec',
  CreateDescriptor: 'cdp:OvfCreateDescriptorParams',
  OvfCreateDescriptorParams: 'ovfFiles:OvfFile[] includeImageFiles:boolean exportOption:string[]',
  OvfFile: 'size:long capacity:long populatedSize:long chunkSize:long',
  HttpNfcLeaseProgress: 'percent:int',
  HttpNfcLeaseAbort: 'fault:LocalizedMethodFault',

  // First Class Disks.
  CreateDisk_Task: 'spec:VslmCreateSpec',
  VslmCreateSpec: 'capacityInMB:long keepAfterDeleteVm:boolean profile:VirtualMachineProfileSpec[]',
  ExtendDisk_Task: 'newCapacityInMB:long',
  VslmListVStorageObjectForSpec: 'query:VslmVsoVStorageObjectQuerySpec[] maxResult:int',

  // Files of datastores.
  MakeDirectory: 'createParentDirectories:boolean',
  CopyDatastoreFile_Task: 'force:boolean',
  MoveDatastoreFile_Task: 'force:boolean',
  CopyVirtualDisk_Task: 'destSpec:VirtualDiskSpec force:boolean',
  MoveVirtualDisk_Task: 'force:boolean',
  CreateVirtualDisk_Task: 'spec:FileBackedVirtualDiskSpec',
  FileBackedVirtualDiskSpec: 'capacityKb:long',
  SeSparseVirtualDiskSpec: 'capacityKb:long grainSizeKb:int',
  ExtendVirtualDisk_Task: 'newCapacityKb:long eagerZero:boolean',

  // Events, tasks and alarms.
  QueryEvents: 'filter:EventFilterSpec',
  CreateCollectorForEvents: 'filter:EventFilterSpec',
  CreateCollectorForTasks: 'filter:TaskFilterSpec',
  EventFilterSpec:
    'eventTypeId:string[] type:string[] category:string[] alarm:ref[] maxCount:int disableFullMessage:boolean',
  TaskFilterSpec: 'state:string[] eventChainId:int[] tag:string[]',
  ReadNextEvents: 'maxCount:int',
  ReadPreviousEvents: 'maxCount:int',
  ReadNextTasks: 'maxCount:int',
  ReadPreviousTasks: 'maxCount:int',
  SetCollectorPageSize: 'maxCount:int',
  AlarmFilterSpec: 'status:string[]',

  // Hosts and clusters.
  EnterMaintenanceMode_Task: 'timeout:int evacuatePoweredOffVms:boolean',
  ExitMaintenanceMode_Task: 'timeout:int',
  ShutdownHost_Task: 'force:boolean',
  RebootHost_Task: 'force:boolean',
  PowerUpHostFromStandBy_Task: 'timeoutSec:int',
  AddHost_Task: 'spec:HostConnectSpec asConnected:boolean',
  AddStandaloneHost_Task: 'spec:HostConnectSpec addConnected:boolean',
  HostConnectSpec: 'port:int force:boolean',
  UpdateOptions: 'changedValue:OptionValue[]',
  UpdateDateTimeConfig: 'config:HostDateTimeConfig',
  HostDateTimeConfig: 'ntpConfig:HostNtpConfig enabled:boolean',
  HostNtpConfig: 'server:string[]',
  ConfigurePowerPolicy: 'key:int',
  SearchDatastore_Task: 'searchSpec:HostDatastoreBrowserSearchSpec',
  SearchDatastoreSubFolders_Task: 'searchSpec:HostDatastoreBrowserSearchSpec',
  HostDatastoreBrowserSearchSpec:
    'details:FileQueryFlags searchCaseInsensitive:boolean matchPattern:string[] sortFoldersFirst:boolean query:FileQuery[]',
  FileQueryFlags: 'fileType:boolean fileSize:boolean modification:boolean fileOwner:boolean',
  SetField: 'key:int',
  RemoveCustomFieldDef: 'key:int',
  RenameCustomFieldDef: 'key:int',
  UpdateRuleset: 'spec:HostFirewallRulesetRulesetSpec',
  HostFirewallRulesetRulesetSpec: 'allowedHosts:HostFirewallRulesetIpList',
  HostFirewallRulesetIpList: 'allIp:boolean ipAddress:string[] ipNetwork:HostFirewallRulesetIpNetwork[]',
  MoveInto_Task: 'host:ref[]',
  MoveIntoFolder_Task: 'list:ref[]',
  MoveIntoResourcePool: 'list:ref[]',
  EnableNetworkResourceManagement: 'enable:boolean',
  CreateCluster: 'spec:ClusterConfigSpec',
  CreateClusterEx: 'spec:ClusterConfigSpecEx',
  ReconfigureCluster_Task: 'spec:ClusterConfigSpec modify:boolean',
  ReconfigureComputeResource_Task: 'spec:ClusterConfigSpecEx modify:boolean',
  ClusterConfigSpec:
    'dasConfig:ClusterDasConfigInfo drsConfig:ClusterDrsConfigInfo dasVmConfigSpec:ClusterDasVmConfigSpec[] drsVmConfigSpec:ClusterDrsVmConfigSpec[] rulesSpec:ClusterRuleSpec[]',
  ClusterConfigSpecEx:
    'dasConfig:ClusterDasConfigInfo drsConfig:ClusterDrsConfigInfo vsanConfig:VsanClusterConfigInfo dasVmConfigSpec:ClusterDasVmConfigSpec[] drsVmConfigSpec:ClusterDrsVmConfigSpec[] rulesSpec:ClusterRuleSpec[] groupSpec:ClusterGroupSpec[] dpmConfig:ClusterDpmConfigInfo proactiveDrsConfig:ClusterProactiveDrsConfigInfo infraUpdateHaConfig:ClusterInfraUpdateHaConfigInfo',
  ClusterDpmConfigInfo: 'enabled:boolean hostPowerActionRate:int',
  ClusterProactiveDrsConfigInfo: 'enabled:boolean',
  ClusterInfraUpdateHaConfigInfo: 'enabled:boolean',
  ClusterDasConfigInfo:
    'enabled:boolean failoverLevel:int admissionControlEnabled:boolean admissionControlPolicy:ClusterDasAdmissionControlPolicy defaultVmSettings:ClusterDasVmSettings heartbeatDatastore:ref[]',
  ClusterFailoverLevelAdmissionControlPolicy: 'failoverLevel:int resourceReductionToToleratePercent:int',
  ClusterFailoverHostAdmissionControlPolicy: 'failoverHosts:ref[] failoverLevel:int',
  ClusterFailoverResourcesAdmissionControlPolicy:
    'cpuFailoverResourcesPercent:int memoryFailoverResourcesPercent:int failoverLevel:int autoComputePercentages:boolean',
  ClusterDasVmConfigSpec: 'info:ClusterDasVmConfigInfo',
  ClusterDasVmConfigInfo: 'dasSettings:ClusterDasVmSettings powerOffOnIsolation:boolean',
  ClusterDasVmSettings:
    'restartPriorityTimeout:int vmToolsMonitoringSettings:ClusterVmToolsMonitoringSettings vmComponentProtectionSettings:ClusterVmComponentProtectionSettings',
  ClusterVmToolsMonitoringSettings:
    'enabled:boolean clusterSettings:boolean failureInterval:int minUpTime:int maxFailures:int maxFailureWindow:int',
  ClusterVmComponentProtectionSettings: 'enableAPDTimeoutForHosts:boolean vmTerminateDelayForAPDSec:int',
  ClusterDrsConfigInfo: 'enabled:boolean enableVmBehaviorOverrides:boolean vmotionRate:int',
  ClusterDrsVmConfigSpec: 'info:ClusterDrsVmConfigInfo',
  ClusterDrsVmConfigInfo: 'enabled:boolean',
  ClusterRuleSpec: 'info:ClusterRuleInfo removeKey:int',
  ClusterRuleInfo: 'key:int enabled:boolean mandatory:boolean userCreated:boolean inCompliance:boolean',
  ClusterAffinityRuleSpec:
    'key:int enabled:boolean mandatory:boolean userCreated:boolean inCompliance:boolean vm:ref[]',
  ClusterAntiAffinityRuleSpec:
    'key:int enabled:boolean mandatory:boolean userCreated:boolean inCompliance:boolean vm:ref[]',
  ClusterVmHostRuleInfo: 'key:int enabled:boolean mandatory:boolean userCreated:boolean inCompliance:boolean',
  ClusterDependencyRuleInfo:
    'key:int enabled:boolean mandatory:boolean userCreated:boolean inCompliance:boolean',
  ClusterGroupSpec: 'info:ClusterGroupInfo',
  ClusterVmGroup: 'userCreated:boolean vm:ref[]',
  ClusterHostGroup: 'userCreated:boolean host:ref[]',
  VsanClusterConfigInfo: 'enabled:boolean vsanEsaEnabled:boolean',

  // VMs and resource pools.
  CreateVM_Task: 'config:VirtualMachineConfigSpec',
  CloneVM_Task: 'spec:VirtualMachineCloneSpec',
  VirtualMachineCloneSpec:
    'location:VirtualMachineRelocateSpec template:boolean powerOn:boolean config:VirtualMachineConfigSpec customization:CustomizationSpec',
  RelocateVM_Task: 'spec:VirtualMachineRelocateSpec',
  VirtualMachineRelocateSpec:
    'disk:VirtualMachineRelocateSpecDiskLocator[] deviceChange:VirtualDeviceConfigSpec[]',
  VirtualMachineRelocateSpecDiskLocator: 'diskId:int',
  ReconfigVM_Task: 'spec:VirtualMachineConfigSpec',
  PowerOnMultiVM_Task: 'vm:ref[] option:OptionValue[]',
  VirtualMachineConfigSpec:
    'numCPUs:int numCoresPerSocket:int memoryMB:long cpuAllocation:ResourceAllocationInfo memoryAllocation:ResourceAllocationInfo deviceChange:VirtualDeviceConfigSpec[] extraConfig:OptionValue[] cpuHotAddEnabled:boolean cpuHotRemoveEnabled:boolean memoryHotAddEnabled:boolean nestedHVEnabled:boolean changeTrackingEnabled:boolean bootOptions:VirtualMachineBootOptions tools:ToolsConfigInfo',
  ToolsConfigInfo: 'syncTimeWithHost:boolean',
  VirtualMachineBootOptions:
    'bootDelay:long enterBIOSSetup:boolean efiSecureBootEnabled:boolean bootRetryEnabled:boolean bootRetryDelay:long bootOrder:VirtualMachineBootOptionsBootableDevice[]',
  VirtualMachineBootOptionsBootableDiskDevice: 'deviceKey:int',
  VirtualMachineBootOptionsBootableEthernetDevice: 'deviceKey:int',
  CreateSnapshot_Task: 'memory:boolean quiesce:boolean',
  RevertToSnapshot_Task: 'suppressPowerOn:boolean',
  RevertToCurrentSnapshot_Task: 'suppressPowerOn:boolean',
  RemoveSnapshot_Task: 'removeChildren:boolean consolidate:boolean',
  RemoveAllSnapshots_Task: 'consolidate:boolean',
  VirtualDeviceConfigSpec: 'device:VirtualDevice',
  VirtualDisk: 'key:int controllerKey:int unitNumber:int capacityInKB:long capacityInBytes:long',
  VirtualCdrom: 'key:int controllerKey:int unitNumber:int connectable:VirtualDeviceConnectInfo',
  VirtualDeviceConnectInfo: 'startConnected:boolean allowGuestControl:boolean connected:boolean',
  VirtualVmxnet3: 'key:int controllerKey:int unitNumber:int connectable:VirtualDeviceConnectInfo',
  VirtualE1000: 'key:int controllerKey:int unitNumber:int connectable:VirtualDeviceConnectInfo',
  VirtualE1000e: 'key:int controllerKey:int unitNumber:int connectable:VirtualDeviceConnectInfo',
  CustomizationSpec:
    'nicSettingMap:CustomizationAdapterMapping[] globalIPSettings:CustomizationGlobalIPSettings',
  CustomizationGlobalIPSettings: 'dnsSuffixList:string[] dnsServerList:string[]',
  CustomizationAdapterMapping: 'adapter:CustomizationIPSettings',
  CustomizationIPSettings: 'gateway:string[] dnsServerList:string[]',
  CustomizationLinuxPrep: 'hwClockUTC:boolean',
  CustomizeVM_Task: 'spec:CustomizationSpec',
  CreateCustomizationSpec: 'item:CustomizationSpecItem',
  OverwriteCustomizationSpec: 'item:CustomizationSpecItem',
  CustomizationSpecItem: 'spec:CustomizationSpec',
  ResourceAllocationInfo: 'reservation:long limit:long expandableReservation:boolean shares:SharesInfo',
  SharesInfo: 'shares:int',
  CreateResourcePool: 'spec:ResourceConfigSpec',
  UpdateConfig: 'config:ResourceConfigSpec',
  ResourceConfigSpec: 'cpuAllocation:ResourceAllocationInfo memoryAllocation:ResourceAllocationInfo',

  // Networks.
  AddDVPortgroup_Task: 'spec:DVPortgroupConfigSpec[]',
  CreateDVPortgroup_Task: 'spec:DVPortgroupConfigSpec',
  CreateDVS_Task: 'spec:DVSCreateSpec',
  DVSCreateSpec: 'configSpec:VMwareDVSConfigSpec',
  VMwareDVSConfigSpec:
    'host:DistributedVirtualSwitchHostMemberConfigSpec[] maxMtu:int numStandalonePorts:int uplinkPortPolicy:DVSNameArrayUplinkPortPolicy linkDiscoveryProtocolConfig:LinkDiscoveryProtocolConfig',
  DistributedVirtualSwitchHostMemberConfigSpec: 'backing:DistributedVirtualSwitchHostMemberPnicBacking',
  DistributedVirtualSwitchHostMemberPnicBacking: 'pnicSpec:DistributedVirtualSwitchHostMemberPnicSpec[]',
  DVSNameArrayUplinkPortPolicy: 'uplinkPortName:string[]',
  ReconfigureDvs_Task: 'spec:VMwareDVSConfigSpec',
  ReconfigureDVPortgroup_Task: 'spec:DVPortgroupConfigSpec',
  FetchDVPorts: 'criteria:DistributedVirtualSwitchPortCriteria',
  DistributedVirtualSwitchPortCriteria:
    'inside:boolean connected:boolean active:boolean uplinkPort:boolean portgroupKey:string[] host:ref[]',
  QueryAvailableDvsSpec: 'recommended:boolean',
  DVPortgroupConfigSpec: 'numPorts:int defaultPortConfig:VMwareDVSPortSetting autoExpand:boolean',
  VMwareDVSPortSetting:
    'vlan:VmwareDistributedVirtualSwitchVlanSpec securityPolicy:DVSSecurityPolicy macManagementPolicy:DVSMacManagementPolicy',
  DVSSecurityPolicy: 'allowPromiscuous:BoolPolicy macChanges:BoolPolicy forgedTransmits:BoolPolicy',
  BoolPolicy: 'value:boolean inherited:boolean',
  DVSMacManagementPolicy: 'allowPromiscuous:boolean macChanges:boolean forgedTransmits:boolean',
  VmwareDistributedVirtualSwitchVlanIdSpec: 'vlanId:int inherited:boolean',
  VmwareDistributedVirtualSwitchTrunkVlanSpec: 'vlanId:NumericRange[] inherited:boolean',
  NumericRange: 'start:int end:int',

  // Storage policies.
  PbmCheckRequirements:
    'hubsToSearch:PbmPlacementHub[] placementSubjectRequirement:PbmPlacementRequirement[]',
  PbmRetrieveContent: 'profileIds:PbmProfileId[]',
  PbmDelete: 'profileId:PbmProfileId[]',
  PbmCreate: 'createSpec:PbmCapabilityProfileCreateSpec',
  PbmCapabilityProfileCreateSpec: 'constraints:PbmCapabilitySubProfileConstraints',
  PbmCapabilitySubProfileConstraints: 'subProfiles:PbmCapabilitySubProfile[]',
  PbmCapabilitySubProfile: 'capability:PbmCapabilityInstance[] forceProvision:boolean',
  PbmCapabilityInstance: 'id:PbmCapabilityMetadataUniqueId constraint:PbmCapabilityConstraintInstance[]',
  PbmCapabilityDiscreteSet: 'values:any[]',
  PbmCapabilityConstraintInstance: 'propertyInstance:PbmCapabilityPropertyInstance[]',
};

export interface MemberType {
  readonly type: string;
  readonly isList: boolean;
}

const read = (text: string): ReadonlyMap<string, MemberType> =>
  new Map(
    text
      .split(' ')
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', type = ''] = part.split(':');
        return [name, { type: type.replace('[]', ''), isList: type.endsWith('[]') }];
      }),
  );

const types: ReadonlyMap<string, ReadonlyMap<string, MemberType>> = new Map(
  Object.entries(written).map(([name, members]) => [name, read(members)]),
);

/** What a member of a type, or a parameter of a method, is; undefined where nothing is said of it. */
export function memberType(type: string, name: string): MemberType | undefined {
  return types.get(type)?.get(name);
}

/** Whether a type is one of structures that have more to say than their text. */
export function isStructure(type: string): boolean {
  return types.has(type);
}
