// What kapp-controller serves: Apps and packages; packages themselves by an aggregated API. Source: kapp-controller 0.45,
// config/config/crds.yml, pkg/apiserver/apis/datapackaging.
import type { ProductGroup } from '../definition.ts';

const types = String.raw`
Deploy = {
  kapp: {
    delete: { rawOptions: string[] }; inspect: { rawOptions: string[] }; intoNs: string; mapNs: string[]
    rawOptions: string[]
  }
}
Fetch = {
  git: Git; helmChart: { name: string; repository: { secretRef: { name: string }; url: string }; version: string }
  http: Http; image: Image; imgpkgBundle: ImgpkgBundle; inline: Inline; path: string
}
Git = {
  lfsSkipSmudge: bool; ref: string; refSelection: RefSelection; secretRef: { name: string }; subPath: string
  url: string
}
RefSelection = { semver: { constraints: string; prereleases: { identifiers: string[] } } }
Http = { secretRef: { name: string }; sha256: string; subPath: string; url: string }
Image = { secretRef: { name: string }; subPath: string; tagSelection: RefSelection; url: string }
ImgpkgBundle = { image: string; secretRef: { name: string }; tagSelection: RefSelection }
Inline = {
  paths: { *: string }
  pathsFrom: {
    configMapRef: { directoryPath: string; name: string }; secretRef: { directoryPath: string; name: string }
  }[]
}
Template = {
  cue: { inputExpression: string; outputExpression: string; paths: string[]; valuesFrom: ValuesFrom[] }
  helmTemplate: {
    kubernetesAPIs: { groupVersions: string[] }; kubernetesVersion: { version: string }; name: string
    namespace: string; path: string; valuesFrom: ValuesFrom[]
  }
  jsonnet: object; kbld: { paths: string[] }; kustomize: object
  sops: {
    age: { privateKeysSecretRef: { name: string } }; paths: string[]
    pgp: { privateKeysSecretRef: { name: string } }
  }
  ytt: {
    fileMarks: string[]; ignoreUnknownComments: bool; inline: Inline; paths: string[]; strict: bool
    valuesFrom: ValuesFrom[]
  }
}
ValuesFrom = {
  configMapRef: { name: string }
  downwardAPI: {
    items: {
      fieldPath: string; kappControllerVersion: { version: string }; kubernetesAPIs: { groupVersions: string[] }
      kubernetesVersion: { version: string }; name: string
    }[]
  }
  path: string; secretRef: { name: string }
}
Condition = { message: string; reason: string; status!: string; type!: string }
DeployStatus = {
  error: string; exitCode: int; finished: bool
  kapp: {
    associatedResources: {
      groupKinds: { group!: string; kind!: string }[]; label: string; namespaces: string[]
    }
  }
  startedAt: time; stderr: string; stdout: string; updatedAt: time
}
FetchStatus = { error: string; exitCode: int; startedAt: time; stderr: string; stdout: string; updatedAt: time }
TemplateStatus = { error: string; exitCode: int; stderr: string; updatedAt: time }
Cluster = { kubeconfigSecretRef: { key: string; name: string }; namespace: string }`;

export const kappController: ProductGroup = {
  group: 'kappctrl.k14s.io',
  types,
  kinds: [
    {
      kind: 'App',
      categories: ['carvel'],
      namespaced: true,
      about: 'App is a set of resources that is fetched, templated and deployed, again and again.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'Description string .status.friendlyDescription',
        'Since-Deploy date .status.deploy.startedAt',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec!: {
    canceled: bool "What is being done is ended, and nothing more is done."
    cluster: Cluster "Another cluster to which it is deployed."
    deploy: Deploy[] "How the manifests are deployed."
    fetch: Fetch[] "Where its files come from, in order."
    noopDelete: bool "When the App is deleted, what it deployed stays."
    paused: bool "Nothing is done while it is true; what is deployed stays."
    serviceAccountName: string "ServiceAccount of the namespace as which it is deployed."
    syncPeriod: string "How often it is deployed again at least; 30 seconds where it is not said."
    template: Template[] "How the files become manifests, in order."
  } "Where its parts come from and how they are deployed."
  status: {
    conditions: Condition[]; consecutiveReconcileFailures: int; consecutiveReconcileSuccesses: int
    deploy: DeployStatus; fetch: FetchStatus
    friendlyDescription: string "State in a few words."
    inspect: { error: string; exitCode: int; stderr: string; stdout: string; updatedAt: time }
    managedAppName: string; observedGeneration: int64; template: TemplateStatus
    usefulErrorMessage: string "What went wrong last."
  } "What the last fetch, template and deploy said."
}`,
    },
  ],
};

export const packaging: ProductGroup = {
  group: 'packaging.carvel.dev',
  types,
  kinds: [
    {
      kind: 'PackageInstall',
      short: ['pkgi'],
      categories: ['carvel'],
      namespaced: true,
      about: 'PackageInstall installs a version of a package, and keeps it installed.',
      versions: ['v1alpha1'],
      status: true,
      columns: [
        'Package_name string .spec.packageRef.refName',
        'Package_version string .status.version',
        'Description string .status.friendlyDescription',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec!: {
    canceled: bool "What is being done is ended, and nothing more is done."
    cluster: Cluster
    noopDelete: bool "When it is deleted, what it installed stays."
    packageRef: {
      refName: string "Name of the package."
      versionSelection: {
        constraints: string; prereleases: { identifiers: string[] }
      } "Which version: the highest that fits."
    } "The package and which of its versions."
    paused: bool "Nothing is done while it is true."
    serviceAccountName: string "ServiceAccount as which it is installed."
    syncPeriod: string "How often it is reconciled again; 10 minutes where it is not said."
    values: { secretRef: { key: string; name: string } }[] "Secrets that hold data values, in order."
  }
  status: {
    conditions: Condition[]; friendlyDescription: string
    lastAttemptedVersion: string "The version that was tried last."
    observedGeneration: int64; usefulErrorMessage: string
    version: string "The version that was chosen."
  }
}`,
    },
    {
      kind: 'PackageRepository',
      plural: 'packagerepositories',
      short: ['pkgr'],
      categories: ['carvel'],
      namespaced: true,
      about: 'PackageRepository brings the packages of a bundle into its namespace.',
      versions: ['v1alpha1'],
      status: true,
      columns: ['Age date .metadata.creationTimestamp', 'Description string .status.friendlyDescription'],
      schema: String.raw`{
  spec!: {
    fetch!: {
      git: Git; http: Http; image: Image; imgpkgBundle: ImgpkgBundle; inline: Inline
    } "Where the bundle is."
    paused: bool "Nothing is done while it is true."
    syncPeriod: string "How often it is fetched again."
  }
  status: {
    conditions: Condition[]; consecutiveReconcileFailures: int; consecutiveReconcileSuccesses: int
    deploy: DeployStatus; fetch: FetchStatus; friendlyDescription: string; observedGeneration: int64; template: TemplateStatus
    usefulErrorMessage: string
  }
}`,
    },
  ],
};

export const internalPackaging: ProductGroup = {
  group: 'internal.packaging.carvel.dev',
  types,
  kinds: [
    {
      kind: 'InternalPackageMetadata',
      namespaced: true,
      about:
        'InternalPackageMetadata keeps a PackageMetadata that a client reads as data.packaging.carvel.dev.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec!: {
    categories: string[]; displayName: string; iconSVGBase64: string; longDescription: string
    maintainers: { name: string }[]; providerName: string; shortDescription: string; supportDescription: string
  }
}`,
    },
    {
      kind: 'InternalPackage',
      namespaced: true,
      about: 'InternalPackage keeps a Package that a client reads as data.packaging.carvel.dev.',
      versions: ['v1alpha1'],
      status: true,
      schema: String.raw`{
  spec!: {
    capacityRequirementsDescription: string
    includedSoftware: { description: string; displayName: string; version: string }[]
    kappControllerVersionSelection: { constraints: string }; kubernetesVersionSelection: { constraints: string }
    licenses: string[]; refName: string; releaseNotes: string; releasedAt: time&{"nullable":true}
    template: {
      spec!: {
        canceled: bool; cluster: Cluster; deploy: Deploy[]; fetch: Fetch[]; noopDelete: bool; paused: bool
        serviceAccountName: string; syncPeriod: string; template: Template[]
      }
    }
    valuesSchema: { openAPIv3: object&{"nullable":true,"x-kubernetes-preserve-unknown-fields":true} }
    version: string
  }
}`,
    },
  ],
};

/** Where the platform runs kapp-controller. */
const answeredBy = { name: 'packaging-api', namespace: 'vmware-system-appplatform-operator-system' };

export const dataPackaging: ProductGroup = {
  group: 'data.packaging.carvel.dev',
  types,
  kinds: [
    {
      kind: 'Package',
      categories: ['carvel'],
      namespaced: true,
      answeredBy,
      about: 'Package is a version of a package: how it is fetched, templated and deployed.',
      versions: ['v1alpha1'],
      columns: [
        'PackageMetadata_Name string .spec.refName',
        'Version string .spec.version',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    refName: string "Name of the package: that of its PackageMetadata."
    version: string "Version of the package, in the manner of semver."
    licenses: string[]; releasedAt: time; capacityRequirementsDescription: string; releaseNotes: string
    template: {
      spec!: {
        canceled: bool; cluster: Cluster; deploy: Deploy[]; fetch: Fetch[]; noopDelete: bool; paused: bool
        serviceAccountName: string; syncPeriod: string; template: Template[]
      }
    } "The App that it becomes."
    valuesSchema: { openAPIv3: free } "Schema of its data values."
    includedSoftware: { description: string; displayName: string; version: string }[]
    kappControllerVersionSelection: { constraints: string }; kubernetesVersionSelection: { constraints: string }
  }
}`,
    },
    {
      kind: 'PackageMetadata',
      plural: 'packagemetadatas',
      short: ['pkgm'],
      categories: ['carvel'],
      namespaced: true,
      answeredBy,
      about: 'PackageMetadata is what holds of all versions of a package.',
      versions: ['v1alpha1'],
      columns: [
        'Display_Name string .spec.displayName',
        'Categories string .spec.categories',
        'Short_Description string .spec.shortDescription',
        'Age date .metadata.creationTimestamp',
      ],
      schema: String.raw`{
  spec: {
    displayName: string; longDescription: string; shortDescription: string; iconSVGBase64: string
    providerName: string; maintainers: { name: string }[]; categories: string[]; supportDescription: string
  }
}`,
    },
  ],
};
