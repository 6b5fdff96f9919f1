// Where random lines begin: the objects that stand there, and the files.

export const setup = `
kubectl create deployment web --image=nginx --replicas=3 --port=80
kubectl create deployment api --image=httpd:2.4 --replicas=2
kubectl expose deployment web --port=80 --target-port=8080 --name=web
kubectl create configmap settings --from-literal=a=1 --from-literal=b=two
kubectl create secret generic keys --from-literal=user=anna --from-literal=password=s3cret
kubectl create secret docker-registry pull --docker-username=u --docker-password=p
kubectl create job once --image=busybox -- sh -c 'echo hi'
kubectl create cronjob nightly --image=busybox --schedule='0 3 * * *' -- date
kubectl autoscale deployment web --min=2 --max=5 --cpu-percent=60
kubectl create pdb web --selector=app=web --min-available=1
kubectl create ingress web --rule=web.lab/=web:80
kubectl create role reader --verb=get,list --resource=pods,configmaps
kubectl create rolebinding readers --role=reader --user=anna --group=devs
kubectl create clusterrole crd-viewer --verb=get --resource=customresourcedefinitions
kubectl create clusterrolebinding crd-viewers --clusterrole=crd-viewer --serviceaccount=demo:default
kubectl create serviceaccount robot
kubectl create priorityclass low --value=10 --description=less
kubectl run lone --image=busybox --restart=Never --labels=tier=back -- sleep 3600
kubectl run bad --image=nope/absent:1
kubectl annotate deployment api note=first
kubectl apply -f sts.yaml -f ds.yaml -f csr.yaml -f applied.yaml -f crd.yaml -f ship-crd.yaml
kubectl set image deployment/web nginx=nginx:1.27
kubectl create quota q --hard=pods=20,configmaps=30
`;

/** Written into the home of either side before a case. */
export const files: Readonly<Record<string, string>> = {
  'sts.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, labels: {app: db}}
spec:
  serviceName: db
  replicas: 1
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: pg, image: postgres:16, env: [{name: A, value: "1"}], ports: [{containerPort: 5432, name: sql}]}]
`,
  'ds.yaml': `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: busybox, command: [sleep, "9999"]}]}
`,
  'csr.yaml': `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: anna}
spec:
  request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHT01FSUNBUUF3RHpFTk1Bc0dBMVVFQXd3RVlXNXVZVEFxTUFVR0F5dGxjQU1oQU5PK0pEdkhtemdCci9OUwpXWllHNGMrUGhnY3ZUZ3JIeHF0UjRwVmdoSi8zb0FBd0JRWURLMlZ3QTBFQURHV2tabGxVSjVOeU1BcGoxUytlCkdLTHFYVEdJMUJ4ODAraWdTdWdFbEJpU08vS3VIdFcvUnV1d25MQUViT1Y5eHU4UjBJcHMyTW5tbW1aeVN1UXQKREE9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
`,
  'applied.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: applied, labels: {set: one}}
data: {x: "1", "y": two}
`,
  'applied2.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: applied, annotations: {n: "1"}}
data: {x: "2"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: second, labels: {set: one}}
data: {z: "1"}
`,
  'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.sea.lab}
spec:
  group: sea.lab
  scope: Namespaced
  names: {plural: boats, singular: boat, kind: Boat, shortNames: [bt], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}, scale: {specReplicasPath: .spec.sails, statusReplicasPath: .status.sails}}
    additionalPrinterColumns: [{name: Sails, type: integer, jsonPath: .spec.sails}]
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, required: [sails], properties: {sails: {type: integer, minimum: 0}, flag: {type: string, default: white}}}
          status: {type: object, properties: {sails: {type: integer}}}
`,
  'boat.yaml': `apiVersion: sea.lab/v1
kind: Boat
metadata: {name: gull, labels: {app: boat}}
spec: {sails: 2}
`,
  'ship-crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ships.sea.lab}
spec:
  group: sea.lab
  scope: Namespaced
  names: {plural: ships, singular: ship, kind: Ship, shortNames: [sh]}
  versions:
  - {name: v1beta1, served: true, storage: false, deprecated: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
  - name: v1
    served: true
    storage: true
    subresources: {status: {}, scale: {specReplicasPath: .spec.sails, statusReplicasPath: .status.sails}}
    selectableFields: [{jsonPath: .spec.flag}]
    additionalPrinterColumns:
    - {name: Sails, type: integer, jsonPath: .spec.sails}
    - {name: Flag, type: string, jsonPath: .spec.flag, priority: 1}
    schema:
      openAPIV3Schema:
        type: object
        description: A ship at sea.
        required: [spec]
        properties:
          spec:
            type: object
            description: What it should be.
            required: [masts]
            x-kubernetes-validations:
            - {rule: "self.sails <= self.masts * 3", message: too many sails}
            - {rule: "!has(oldSelf.home) || has(self.home)", messageExpression: "'its home is ' + oldSelf.home"}
            properties:
              masts: {type: integer, minimum: 1, maximum: 5}
              sails: {type: integer, minimum: 0, default: 2}
              flag: {type: string, enum: [white, black, red], default: white}
              home: {type: string, pattern: "^[a-z]+$", maxLength: 10, x-kubernetes-validations: [{rule: "self == oldSelf", message: its home stays, reason: FieldValueForbidden}]}
              size: {x-kubernetes-int-or-string: true, x-kubernetes-validations: [{rule: "quantity(string(self)).isGreaterThan(quantity('0'))", message: has to have a size}]}
              when: {type: string, format: date-time}
              cargo: {type: object, x-kubernetes-preserve-unknown-fields: true}
              ports: {type: array, maxItems: 3, items: {type: string}, x-kubernetes-list-type: set}
              decks:
                type: array
                description: From the lowest on.
                maxItems: 4
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items: {type: object, required: [name], properties: {name: {type: string}, guns: {type: integer, default: 1, maximum: 20}}}
          status: {type: object, properties: {sails: {type: integer}, conditions: {type: array, items: {type: object, properties: {type: {type: string}, status: {type: string}}}}}}
`,
  'ship.yaml': `apiVersion: sea.lab/v1
kind: Ship
metadata: {name: ark, labels: {app: ship}}
spec: {masts: 2, home: haven, decks: [{name: low, guns: 4}, {name: top}], ports: [x]}
`,
  'ship2.yaml': `apiVersion: sea.lab/v1
kind: Ship
metadata: {name: ark, labels: {app: ship, z: "1"}}
spec: {masts: 3, sails: 5, home: haven, flag: black, decks: [{name: top, guns: 2}, {name: mid}], size: 2}
---
apiVersion: sea.lab/v1
kind: Ship
metadata: {name: boat}
spec: {masts: 1, sails: 4}
`,
  'ship3.yaml': `apiVersion: sea.lab/v1
kind: Ship
metadata: {name: odd, color: red}
spec: {masts: 1, sails: 1, anchors: 2, decks: [{name: a, cannons: 1}], cargo: {b: 1}}
`,
  'range.yaml': `apiVersion: v1
kind: LimitRange
metadata: {name: sizes}
spec: {limits: [{type: Container, default: {cpu: 200m, memory: 128Mi}, defaultRequest: {cpu: 50m}, max: {cpu: "2", memory: 1Gi}}]}
`,
  'policy.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: judge}
spec:
  matchConstraints: {resourceRules: [{apiGroups: ["", apps], apiVersions: ["*"], operations: ["*"], resources: [configmaps, deployments, deployments/scale]}]}
  matchConditions: [{name: here, expression: "request.namespace == 'demo'"}]
  variables: [{name: data, expression: "has(object.data) ? object.data : {}"}]
  validations:
  - {expression: "request.operation == 'DELETE' || object.kind != 'ConfigMap' || variables.data.all(k, size(variables.data[k]) < 10)", message: too long}
  - {expression: "request.operation == 'DELETE' || object.metadata.name != 'judged'", messageExpression: "'no ' + object.metadata.name + ' here'", reason: Forbidden}
  - {expression: "request.operation != 'DELETE' || oldObject.metadata.name != 'settings'", message: settings stay}
  - {expression: "request.operation == 'DELETE' || !has(object.spec) || object.spec.replicas < 4"}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: judge}
spec: {policyName: judge, validationActions: [Deny]}
`,
  'bad.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: odd}
data: {x: 1}
datum: {}
`,
  'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.26", ports: [{containerPort: 80}], extra: 1}]}
`,
  'pod.json': `{"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"gen-"},"spec":{"containers":[{"name":"c","image":"busybox"}]}}
`,
  'kustomization.yaml': `namePrefix: k-
commonAnnotations: {by: kustomize}
resources: [applied.yaml, sts.yaml]
images: [{name: postgres, newTag: "17"}]
configMapGenerator: [{name: made, literals: [a=1], files: [pod.json]}]
patches: [{target: {kind: StatefulSet}, patch: '[{"op": "replace", "path": "/spec/replicas", "value": 2}]'}]
`,
  'patch.yaml': 'metadata:\n  labels:\n    z: "1"\n',
  'broken.yaml': 'kind: [\n',
};
