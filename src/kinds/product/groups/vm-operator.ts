// What vm-operator serves: machines, their classes, images and services. Source: vm-operator release-vc-8.0.1.0, config/crd.
import type { ProductGroup } from '../definition.ts';
import {
  contentSourceBindingsOf,
  contentSourcesOf,
  imagesOf,
  libraryProvidersOf,
} from '../objects/images.ts';
import { vmClassBindingsOf, vmClassesOf } from '../objects/vm-classes.ts';

const types = String.raw`
OvfEnv = { default: string; description: string; key!: string; label: string; type!: string }
ProviderRef = { apiVersion: string; kind!: string; name!: string; namespace: string }
Condition = { lastTransitionTime: time; message: string; reason: string; severity: string; status!: string; type!: string }
ContentLibraryRef = { apiGroup: string; kind!: string; name!: string }&{"x-kubernetes-map-type":"atomic"}
Limits = { cpu: quantity; memory: quantity }
Location = {
  apiVersion: string&{"default":"imageregistry.vmware.com/v1alpha1"}; kind: string&{"default":"ContentLibrary"}
  name: string
}`;

export const vmOperator: ProductGroup = {
  group: 'vmoperator.vmware.com',
  types,
  kinds: [
    {
      kind: 'ClusterVirtualMachineImage',
      short: ['cvmi', 'cvmimage', 'clustervmimage'],
      namespaced: false,
      about: 'ClusterVirtualMachineImage is an image that every namespace of the cluster may use.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'Provider-Name string .spec.providerRef.name',
        'Content-Library-Name string .status.contentLibraryRef.name',
        'Image-Name string .status.imageName',
        'Version string .spec.productInfo.version',
        'Os-Type string .spec.osInfo.type',
        'Format string .spec.type',
        'Image-Supported boolean .status.imageSupported wide',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    hwVersion: int32; imageID!: string; imageSourceType: string; osInfo: { type: string; version: string }
    ovfEnv: { *: OvfEnv }; productInfo: { fullVersion: string; product: string; vendor: string; version: string }
    providerRef!: ProviderRef; type!: string
  }
  status: {
    conditions: Condition[]; contentLibraryRef: ContentLibraryRef; contentVersion: string; firmware: string
    imageName: string; imageSupported: bool; internalId: string; powerState: string; uuid: string
  }
}`,
    },
    {
      kind: 'ContentLibraryProvider',
      computed: libraryProvidersOf,
      namespaced: false,
      about: 'ContentLibraryProvider stands for a content library of vCenter.',
      versions: ['v1alpha1'],
      columns: ['Content-Library-UUID string .spec.uuid'],
      schema: String.raw`{ spec: { uuid: string }; status: object }`,
    },
    {
      kind: 'ContentSourceBinding',
      computed: contentSourceBindingsOf,
      namespaced: true,
      about: 'ContentSourceBinding lets a namespace use the images of a ContentSource.',
      versions: ['v1alpha1'],
      schema: String.raw`{ contentSourceRef: { apiVersion: string; kind: string; name!: string } }`,
    },
    {
      kind: 'ContentSource',
      computed: contentSourcesOf,
      namespaced: false,
      about: 'ContentSource is where images of machines come from.',
      versions: ['v1alpha1'],
      schema: String.raw`{ spec: { providerRef: ProviderRef }; status: object }`,
    },
    {
      kind: 'VirtualMachineClassBinding',
      computed: vmClassBindingsOf,
      short: ['vmclassbinding'],
      namespaced: true,
      about: 'VirtualMachineClassBinding lets a namespace use a VirtualMachineClass.',
      versions: ['v1alpha1'],
      columns: ['Age date .metadata.creationTimestamp'],
      schema: String.raw`{ classRef: { apiVersion: string; kind: string; name!: string } "The class that the namespace may use." }`,
    },
    {
      kind: 'VirtualMachineClass',
      computed: vmClassesOf,
      plural: 'virtualmachineclasses',
      short: ['vmclass'],
      namespaced: false,
      about: 'VirtualMachineClass is a size of machines that an administrator offers.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'CPU string .spec.hardware.cpus',
        'Memory string .spec.hardware.memory',
        'Age date .metadata.creationTimestamp',
        'VGPU-Devices-Profile-Names string .spec.hardware.devices.vgpuDevices[*].profileName wide',
        'Passthrough-DeviceIDs string .spec.hardware.devices.dynamicDirectPathIODevices[*].deviceID wide',
      ],
      schema: String.raw`{
  spec: {
    configSpec: free
    description: string "What the class is meant for."
    hardware: {
      cpus: int64 "Number of virtual CPUs."
      devices: {
        dynamicDirectPathIODevices: { customLabel: string; deviceID!: int; vendorID!: int }[]
        vgpuDevices: { profileName!: string }[]
      } "Graphics and pass-through devices."
      instanceStorage: { storageClass: string; volumes: { size!: quantity }[] }
      memory: quantity "Amount of memory."
    } "What machines of the class have."
    policies: {
      resources: { limits: Limits; requests: Limits }
    } "What is kept for the machine, and what it may take at most."
  }
  status: object
}`,
    },
    {
      kind: 'VirtualMachineImage',
      computed: imagesOf,
      short: ['vmi', 'vmimage'],
      namespaced: false,
      about: 'VirtualMachineImage is an image of a content library that machines are made of.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'Provider-Name string .spec.providerRef.name',
        'Content-Library-Name string .status.contentLibraryRef.name',
        'Image-Name string .status.imageName',
        'Version string .spec.productInfo.version',
        'Os-Type string .spec.osInfo.type',
        'Format string .spec.type',
        'Image-Supported boolean .status.imageSupported wide',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    hwVersion: int32 "Version of the virtual hardware."
    imageID!: string "Identifier of the library item."
    imageSourceType: string
    osInfo: { type: string; version: string } "The guest operating system."
    ovfEnv: { *: OvfEnv }
    productInfo: {
      fullVersion: string; product: string; vendor: string; version: string
    } "What product the image holds."
    providerRef!: ProviderRef
    type!: string "Format of the image."
  }
  status: {
    conditions: Condition[]; contentLibraryRef: ContentLibraryRef; contentVersion: string; firmware: string
    imageName: string "Name of the library item."
    imageSupported: bool; internalId: string; powerState: string; uuid: string
  }
}`,
    },
    {
      kind: 'VirtualMachinePublishRequest',
      short: ['vmpub'],
      namespaced: true,
      about: 'VirtualMachinePublishRequest asks that a machine is written to a content library as an image.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    source: {
      apiVersion: string&{"default":"vmoperator.vmware.com/v1alpha1"}; kind: string&{"default":"VirtualMachine"}
      name: string
    } "The machine."
    target: {
      item: { description: string; name: string }; location: Location
    } "The item and the library that it becomes."
    ttlSecondsAfterFinished: int64&{"minimum":0} "Seconds after which a finished request is removed."
  }
  status: {
    attempts: int64; completionTime: time; conditions: Condition[]; imageName: string; lastAttemptTime: time
    ready: bool
    sourceRef: {
      apiVersion: string&{"default":"vmoperator.vmware.com/v1alpha1"}; kind: string&{"default":"VirtualMachine"}
      name: string
    }
    startTime: time; targetRef: { item: { description: string; name: string }; location: Location }
  }
}`,
    },
    {
      kind: 'VirtualMachine',
      short: ['vm'],
      namespaced: true,
      about:
        'VirtualMachine is a machine that the VM Service runs in a namespace: of an image, of a class, on a storage class.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'Power-State string .status.powerState',
        'Class string .spec.className wide',
        'Image string .spec.imageName wide',
        'Primary-IP string .status.vmIp wide',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    advancedOptions: {
      changeBlockTracking: bool; defaultVolumeProvisioningOptions: { eagerZeroed: bool; thinProvisioned: bool }
    } "How its disks are made, and whether changed blocks are tracked."
    className!: string "Name of the VirtualMachineClass that says how large it is; a VirtualMachineClassBinding in the namespace must allow it."
    imageName!: string "Name of the VirtualMachineImage that it is made of."
    networkInterfaces: {
      ethernetCardType: string; networkName: string; networkType: string
      providerRef: { apiGroup!: string; apiVersion: string; kind!: string; name!: string }
    }[] "Network cards; where none is named, one on the network of the namespace is made."
    ports: {
      ip!: string; name!: string; port!: int; protocol!: string&{"default":"TCP"}
    }[] "Ports that the machine serves."
    powerState!: 'poweredOff' | 'poweredOn' "Whether the machine should run."
    readinessProbe: {
      guestHeartbeat: { thresholdStatus: 'yellow' | 'green'&{"default":"green"} }
      periodSeconds: int32&{"minimum":1}; tcpSocket: { host: string; port!: intstr }
      timeoutSeconds: int32&{"maximum":60,"minimum":1}
    } "How is found out that the machine is ready to serve."
    resourcePolicyName: string "Name of the VirtualMachineSetResourcePolicy whose folder and resource pool it belongs to."
    storageClass: string "Name of the StorageClass on which its disks lie."
    vmMetadata: {
      configMapName: string "Name of a ConfigMap in the namespace; not together with secretName."
      secretName: string "Name of a Secret in the namespace; not together with configMapName."
      transport: 'ExtraConfig' | 'OvfEnv' | 'vAppConfig' | 'CloudInit' "By which way the guest reads it."
    } "Where the guest finds what it is to know at its first boot."
    volumes: {
      name!: string
      persistentVolumeClaim: {
        claimName!: string; instanceVolumeClaim: { size!: quantity; storageClass!: string }; readOnly: bool
      } "A claim in the namespace whose volume is attached."
      vSphereVolume: {
        capacity: { *: quantity }; deviceKey: int
      } "A disk of the machine itself, by its capacity and device key."
    }[] "Disks beside those of the image."
  } "What the machine should be."
  status: {
    biosUUID: string "Its BIOS UUID."
    changeBlockTracking: bool
    conditions: Condition[] "What holds of it now."
    host: string "Name of the ESXi host on which it runs."
    instanceUUID: string "Its instance UUID."
    networkInterfaces: { connected!: bool; ipAddresses: string[]; macAddress: string }[]
    phase: string "Where it is on its way."
    powerState: 'poweredOff' | 'poweredOn' "Whether it runs."
    uniqueID: string "How vCenter names it: its managed object ID."
    vmIp: string "Its first address."
    volumes: {
      attached!: bool; diskUUID!: string; error!: string; name!: string
    }[] "What became of its volumes."
    zone: string "The availability zone in which it was placed."
  } "What was seen of the machine."
}`,
    },
    {
      kind: 'VirtualMachineService',
      short: ['vmservice'],
      namespaced: true,
      about: 'VirtualMachineService makes machines reachable under one address, as a Service does with Pods.',
      versions: ['v1alpha1'],
      status: true,
      columns: ['Type string .spec.type', 'Age date .metadata.creationTimestamp'],
      schema: String.raw`{
  spec: {
    clusterIp: string "The address inside the cluster."
    externalName: string "The name that an ExternalName stands for."
    loadBalancerIP: string "The address that a load balancer should have."
    loadBalancerSourceRanges: string[]
    ports: { name!: string; port!: int32; protocol!: string; targetPort!: int32 }[] "Ports that it serves."
    selector: { *: string } "Labels of the machines that stand behind it."
    type!: string "How the machines are reached."
  }
  status: { loadBalancer: { ingress: { hostname: string; ip: string }[] } }
}`,
    },
    {
      kind: 'VirtualMachineSetResourcePolicy',
      plural: 'virtualmachinesetresourcepolicies',
      namespaced: true,
      about:
        'VirtualMachineSetResourcePolicy says in which resource pool, folder and cluster modules machines are kept.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    clustermodules: { groupname!: string }[] "Groups of machines that are kept on different hosts."
    folder: { name: string } "The folder of the machines."
    resourcepool: {
      limits: Limits; name: string; reservations: Limits
    } "The resource pool and what it may take."
  }
  status: { clustermodules: { clusterMoID!: string; groupname!: string; moduleUUID!: string }[] }
}`,
    },
    {
      kind: 'WebConsoleRequest',
      namespaced: true,
      about: 'WebConsoleRequest asks for a ticket to the web console of a machine.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec: {
    publicKey!: string "RSA key in PEM, with which the answer is encrypted."
    virtualMachineName!: string "Name of the machine."
  }
  status: {
    expiryTime: time "When the request is removed."
    response: string "The encrypted address of the console."
  }
}`,
    },
  ],
};
