// The steps of configuring a Supervisor, as its conditions name and describe them, in their order. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.Supervisors.Conditions; types beyond the documented examples are a best guess in their form.

export const supervisorConditions = {
  InfrastructureInitialized: 'Initialized vSphere resources',
  ControlPlaneVMsDeployed: 'Deployed Control Plane VMs',
  ControlPlaneVMsConfigured: 'Configured Control Plane VMs',
  KubernetesAPIServerLoadBalancerConfigured: 'Configured Load Balancer fronting the Kubernetes API Server',
  NodeAgentsInstalled: 'Installed and started Kubernetes Node Agent on ESXi hosts',
  CoreSupervisorServicesConfigured: 'Configured Core Supervisor Services',
} as const;

export type ConditionType = keyof typeof supervisorConditions;

export const conditionTypes = Object.keys(supervisorConditions) as readonly ConditionType[];
