// What random lines are about.
export const objects = String.raw`
type
  pods
  po
  deploy
  deployments.apps
  deployments.v1.apps
  rs
  svc
  cm
  secrets
  jobs
  jobs.batch
  cj
  hpa
  hpa.v1.autoscaling
  hpa.v2.autoscaling
  pdb
  ing
  netpol
  roles
  rolebindings
  sa
  quota
  limits
  ep
  endpointslices
  pvc
  pv
  sc
  nodes
  ns
  clusterrolebindings
  pc
  csr
  crd
  leases
  rc
  sts
  ds
  all
  podtemplates
  controllerrevisions
  cs
  apiservices
  mutatingwebhookconfigurations
  validatingadmissionpolicies
  validatingadmissionpolicybindings
  runtimeclasses
  csinodes
  csidrivers
  csistoragecapacities
  volumeattachments
  ipaddresses
  servicecidrs
  tkc
  vm
  vmclass
  flowschemas
  prioritylevelconfigurations
  ingressclasses
  boats
  bt.v1.sea.lab
  nothing
  nothing.apps
  pods.v2
  po,svc
  deploy,cm,sa
  cm,nothing
  PODS
  Pod


one
  pods lone
  pod/bad
  po/absent
  po/lone
  deploy web *3
  deploy/api *2
  deployment/gone
  svc/web
  svc kubernetes
  cm settings
  cm/applied *2
  cm/kube-root-ca.crt
  secret/keys
  secret pull
  job once
  cj/nightly
  hpa web
  pdb/web
  ing web
  role/reader
  rolebinding readers
  sa robot
  quota/q
  clusterrole/crd-viewer
  clusterrole view
  clusterrolebinding crd-viewers
  pc/low
  pc system-node-critical
  ns/demo
  ns nope
  node/esxi-01.sandbox.lab
  sts/db *2
  ds agent
  csr/anna
  crd boats.sea.lab
  boat/none
  ep/web
  nothing/x
  hpa.v1.autoscaling/web


two
  deploy/web deploy/api
  deploy web api
  cm/settings secret/keys
  deploy,sts web db
  po lone absent
  po/lone po
  deploy/web cm
  deploy,cm -l app=web
  cm settings applied settings
  sa/default sa/robot


target
  <one> *6
  <two> *2
  <kindly> --all
  <kindly> <selector>
  -f applied.yaml
  -f web.yaml


kindly
  pods
  deploy
  cm
  sa
  rs
  nodes
  boats


workload
  deploy/web *4
  deploy web
  deploy/api *3
  deploy/gone
  sts/db *2
  ds/agent *2
  rs --all
  deploy --all
  cj/nightly
  job/once
  pod/lone
  cm/settings
  deploy -l app=web
  deploy/web sts/db
  -f web.yaml
  -f sts.yaml


file
  applied.yaml *2
  applied2.yaml *2
  boat.yaml
  bad.yaml
  web.yaml
  sts.yaml
  pod.json
  csr.yaml
  broken.yaml
  none.yaml
  applied.yaml -f boat.yaml
  - < applied2.yaml
  patch.yaml


selector
  -l app=web
  -l app=api
  -l tier
  -l '!tier'
  -l 'tier in (back,front)'
  -l 'app notin (web)'
  -l app!=web
  -l 'a b'
  -l =
  --selector=app=web,pod-template-hash
  -l 'x in ()'
  -l 'a>1'
  -l 'a<x'


described
  po/lone
  deploy web
  deploy/api
  sts/db
  ds agent
  svc/web
  job once
  cj/nightly
  hpa web
  pdb/web
  ing web
  role/reader
  rolebinding readers
  sa robot
  quota/q
  secret/keys
  pc/low
  csr/anna
  crd boats.sea.lab
  node/esxi-01.sandbox.lab
  ns/demo
  po/absent
  nothing/x


scaled
  <workload> *3
  rs --all
  sts/db
  boat/none
  rc/x
  --all deploy


number
  2
  3
  0
  -1
  x
  1


exposed
  deploy/web
  deploy api
  pod lone
  pod/lone
  svc/web
  rs/none
  deploy/gone
  cm/settings
  sts/db
  ds agent
  -f web.yaml


node
  esxi-01.sandbox.lab *4
  esxi-02.sandbox.lab
  nope
  -l kubernetes.io/os=ESXi
  --all
  esxi-01.sandbox.lab esxi-02.sandbox.lab


boat
  get boats
  get bt -o wide
  get boat gull -o yaml
  get boat/gull -o json --show-managed-fields
  scale boat gull --replicas=3
  scale boat/gull --replicas=-1
  patch boat gull --type=merge -p '{"spec":{"sails":5}}'
  patch boat gull -p '{"spec":{"sails":5}}'
  patch boat gull --type=merge -p '{"spec":{"sails":"x"}}'
  patch boat gull --type=merge --subresource=status -p '{"status":{"sails":2}}'
  describe boat gull
  explain boat.spec
  delete boat gull
  delete crd boats.sea.lab --wait=false
  apply -f boat.yaml --server-side
  label boat gull a=b -o yaml
  annotate boats --all a=b
  get all
  get boat gull -o jsonpath='{.spec.flag}'
  autoscale boat gull --max=3
  set image boat/gull a=b
  rollout restart boat/gull --dry-run=client
  create -f boat.yaml
  replace -f boat.yaml
  replace --force -f boat.yaml
  diff -f boat.yaml
  get boats -l app=boat --show-labels
  wait boat/gull --for=jsonpath='{.spec.sails}'=2
  expose boat gull --port=80

`;
