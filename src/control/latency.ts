// How long things take in the simulated world, in milliseconds, each with its source: one table, nothing else holds a delay.
// A pair is [least, most]: the value is drawn by a keyed die.

export type Span = readonly [leastMs: number, mostMs: number];

export const latency = {
  /** From a commit to the loops that watch it: etcd promises watch events typically within 10 ms. */
  watchHopMs: 10,
  /** A loop whose write was refused and that has no answer to it tries again; workqueues back off to about this. */
  refusedRetryMs: 5_000,
  /** A controller between two failing syncs of one object: its queue's back-off, as for a quota that is exhausted. */
  failedSyncRetryMs: 15_000,
  /** The same where a condition says since when it fails (client-go DefaultControllerRateLimiter): tries within a second are left out. */
  failedSyncBackoffMs: [5, 1_000_000],
  /** kube-controller-manager syncs a Service's slices at most this often (endpointslice minSyncDelay). */
  endpointSyncMs: 1_000,
  /** From what frees some of a quota to the recount: one for everything that goes meanwhile. */
  quotaRecountMs: 50,
  /** kube-scheduler's back-off for a Pod that did not fit: 1 s doubling to 10 s; it is also woken by what could help. */
  schedulerBackoffMs: [1_000, 10_000],
  /** The disruption controller's DeletionTimeout: an eviction that was granted and not carried out counts so long. */
  evictionConfirmedMs: 120_000,
  /** kube-controller-manager --horizontal-pod-autoscaler-sync-period: also before the first look at a new one. */
  autoscalerSyncMs: 15_000,
  /** kube-controller-manager --horizontal-pod-autoscaler-downscale-stabilization. */
  downscaleStabilizationMs: 300_000,
  /** kube-controller-manager --horizontal-pod-autoscaler-cpu-initialization-period, -initial-readiness-delay. */
  cpuInitializationMs: 300_000,
  initialReadinessMs: 30_000,
  /** client-go's filter of Events: beyond a burst, one about an object in so long (EventSourceObjectSpamFilter). */
  eventRefillMs: 300_000,
  /** kube-apiserver --event-ttl. */
  eventLifetimeMs: 3_600_000,

  /** vSphere Pod, from real events of a Supervisor (facts: supervisor kinds 1.7): the network is there at about +7 s. */
  networkRealizedMs: [5_500, 8_500],
  /** The image is resolved and its disk bound at about +19 s: the rest of the way from the network. */
  imageReadyMs: [9_000, 14_000],
  /** An image disk that the datastore holds already. */
  imageCachedMs: [900, 1_600],
  /** CRX: direct boot of its kernel, "nearly as fast as containers" (S4); the rest of +30 s is volumes and start. */
  crxPowerOnMs: [350, 600],
  crxBootMs: [80, 130],
  volumeMountedMs: [1_500, 3_000],
  containerStartedMs: [150, 400],
  /** From SIGTERM to the last container's exit, for a well-behaved image; bounded by the grace period. */
  containerStopMs: [300, 1_500],
  /** A guest's shutdown by VMware Tools, until its VM is off. Ours. */
  guestShutdownMs: [6_000, 15_000],
  /** From what happens to a container to kubelet's next look at it: the relist of 1 s and what follows it. */
  relistMs: 1_500,
  /** From the kubelet's word that a container gets other resources to the runtime's that it has them. Ours. */
  resizedMs: 1_000,
  /** The service-cidr-controller's deletionGracePeriod: from a range's deletion to its end, where nobody uses it. */
  serviceCidrGraceMs: 10_000,
  /** So long a postStart hook may take before it counts as one that never comes back. Ours: kubelet's has no limit. */
  hookPatienceMs: 600_000,
  /** From the CRX's power off to its removal from the host. */
  crxRemovedMs: [200, 500],
  /** kubelet's back-off for a crashing container: 10 s doubling to 5 min, reset after 10 min of running. */
  crashBackoffMs: [10_000, 300_000],
  crashBackoffResetMs: 600_000,
  /** kubelet's back-off for an image that cannot be pulled: 10 s doubling to 5 min. */
  pullBackoffMs: [10_000, 300_000],
  /** kube-scheduler's look every 30 s for Pods that have waited five minutes for something to help them. */
  unschedulableFlushMs: [300_000, 330_000],
  /** The longest between two tries of a Pod that waits for ever. Ours: it costs little then. */
  unschedulableFlushMostMs: 1_800_000,
  /** kube-controller-manager's back-off for the Pods of a Job: 10 s doubling to 10 min. */
  jobBackoffMs: [10_000, 600_000],
  /** From start to exit of an image whose name says that it crashes. */
  crashAfterMs: [1_000, 2_500],
  /** How long a program works of which nothing is known but that it is to end: what Jobs do in a sandbox is short. Ours. */
  unknownProgramMs: 2_000,
  /** From start to exit of an init container that says nothing else: what they do is short. Ours. */
  initContainerMs: [800, 2_500],

  /** kubelet renews its lease every 10 s (40 s lease duration, a quarter of it). */
  leaseRenewMs: 10_000,
  /** kube-controller-manager --node-monitor-grace-period at Kubernetes 1.24. */
  nodeGraceMs: 40_000,
  /** podgc quarantineTime: so long a node must be gone before its Pods are. */
  podGcQuarantineMs: 40_000,
  /** A tainted node's Pods are evicted after their tolerationSeconds; 300 s is the admission default. */
  nodeTolerationSeconds: 300,
  /** ESXi host: from power on to hostd answering vCenter, then to a Ready Spherelet. */
  hostBootMs: [180_000, 240_000],
  sphereletReadyMs: [8_000, 15_000],
  /** A running VM's way to another host. Ours, for VMs of this size on a network of 10 Gbit/s. */
  vmotionMs: [8_000, 20_000],
  /** Between two tries to evict a Pod whose budget does not allow it, as kubectl drain has it. */
  evictionRetryMs: 5_000,
  /** vSphere HA: 15 s of silent heartbeats and no ping make a host dead (vSphere SDK, HA). */
  hostDeclaredDeadMs: 15_000,
  /** A host that hears nobody declares itself isolated after 30 s (KB 322784). */
  hostIsolatedMs: 30_000,
  /** And so long after that it does what it is to do with its VMs (fdm.isolationPolicyDelaySec). */
  isolationResponseMs: 30_000,
  /** Between two looks at a host that is being patched, and an image's installation before the host restarts. Ours. */
  hostPatchMs: [120_000, 240_000],
  /** HA's restart of a VM, and the boot of a control plane VM until its kubelet is Ready. */
  haRestartMs: [8_000, 15_000],
  controlPlaneBootMs: [45_000, 70_000],
  /** WCP, from the wish to the resource pool and folder of vSphere Namespaces. */
  wcpInitializeMs: [20_000, 40_000],
  /** A control plane VM out of its template: some minutes on a real vCenter, for all three at once. */
  controlPlaneDeployMs: [150_000, 240_000],
  /** kubeadm on the first control plane VM, then on each other one. */
  controlPlaneInitMs: [240_000, 360_000],
  controlPlaneJoinMs: [60_000, 120_000],
  /** Another control plane VM has the floating address. */
  leaderElectionMs: [5_000, 15_000],
  /** The load balancer before the API servers answers. */
  apiLoadBalancerMs: [60_000, 90_000],
  /** The Spherelet's VIB on a host. */
  sphereletInstallMs: [60_000, 120_000],
  /** A control plane VM that does not come back by then is replaced by WCP. */
  controlPlaneLostMs: 300_000,
  /** What is left of a Supervisor once its namespaces are gone. */
  wcpRemoveMs: [60_000, 120_000],

  /** NCP: a segment with its Tier-1, a virtual server, a SNAT rule in NSX. */
  nsxRealizeMs: [1_200, 3_000],
  /** BGP: advertisement interval of eBGP neighbours (RFC 4271 MinRouteAdvertisementInterval, 30 s there; NSX sends at once
   *  after its own one-second batch). */
  bgpAdvertiseMs: 1_000,
  /** BFD: 3 x 500 ms. */
  bfdDetectMs: 1_500,

  /** A First Class Disk, from CNS's CreateVolume to READY; growing one; removing one. Ours, by vCenter's task times. */
  volumeProvisionedMs: [1_800, 4_000],
  volumeResizedMs: [1_500, 3_500],
  volumeDeletedMs: [800, 2_000],
  /** The provisioner's back-off for what failed: 1 s doubling to 5 min (external-provisioner --retry-interval-*). */
  provisioningBackoffMs: [1_000, 300_000],
  /** A disk attached to a VM or taken from it: a reconfigure task of the VM, and the attacher's polling. */
  volumeAttachedMs: [1_200, 3_000],
  volumeDetachedMs: [1_000, 2_500],
  /** The binder's resync of claims that wait: every 15 s (pvclaimbinder-sync-period); what is said of one later on, each five minutes. */
  volumeResyncMs: [15_000, 300_000],
  /** The recycler's Pod: started, `rm -rf`, gone. Ours. */
  volumeRecycledMs: [8_000, 15_000],
  /** kubelet's resync of a Pod of which a container could not be made: its backOffPeriod of 10 s with half of it as jitter; longer for
   *  what has waited long, so that a forgotten Pod costs little. */
  configRetryMs: [12_000, 300_000],
  /** kubelet's back-off for a volume that cannot be mounted: 500 ms doubling to 2 min 2 s (nestedpendingoperations). */
  mountBackoffMs: [500, 122_000],

  /** vCenter tasks: from request to done where nothing has to be waited for. */
  taskMs: [400, 1_200],
  /** A subscribed content library becomes what its source is; an item's content of a gigabyte and a half comes over the Internet. */
  librarySyncMs: [8_000, 20_000],
  libraryItemSyncMs: [60_000, 180_000],
  /** Library Auto Sync Refresh Interval of vCenter's content library service: 240 minutes. */
  libraryRefreshMs: 14_400_000,
} as const;
