// Words of random lines that read.
export const reading = String.raw`
output
  -o json *2
  -o yaml *2
  -o wide *2
  -o name
  -o jsonpath={.metadata.name}
  -o jsonpath='{.items[*].metadata.name}'
  -o jsonpath='{range .items[*]}{.metadata.name}{"\t"}{.status.phase}{"\n"}{end}'
  -o jsonpath="{.items[?(@.metadata.name=='lone')].spec.containers[0].image}"
  -o jsonpath='{.items[?(@.spec.replicas>1)].metadata.name}'
  -o jsonpath='{..image}'
  -o jsonpath='{.metadata.annotations.deployment\.kubernetes\.io/revision}'
  -o jsonpath='{.spec.template.spec.containers[*].["name","image"]}'
  -o jsonpath='{.items[0:2].metadata.uid}'
  -o jsonpath='{.items[-1:].metadata.name}'
  -o jsonpath='{.items[::2].metadata.name}'
  -o jsonpath='{.metadata'
  -o jsonpath='{$.kind}{"-"}{@.apiVersion}'
  -o jsonpath-as-json='{.metadata.labels}'
  -o jsonpath-as-json='{.items[*].metadata}'
  -o custom-columns=N:.metadata.name,K:.kind
  -o custom-columns='NAME:metadata.name,IMG:.spec.containers[*].image,LABEL:.metadata.labels.app'
  -o custom-columns=A:.spec,B:.status.replicas
  -o custom-columns=A
  -o go-template={{.kind}}
  -o go-template='{{range .items}}{{.metadata.name}} {{end}}'
  -o go-template='{{range $i, $e := .items}}{{if $i}},{{end}}{{$e.metadata.name}}{{end}}'
  -o go-template='{{printf "%s %v\n" .kind .metadata.labels}}'
  -o go-template='{{with .spec}}{{.replicas}}{{else}}none{{end}}'
  -o go-template='{{index .metadata.labels "app" | printf "%q"}}'
  -o go-template='{{.data.user | base64decode}}'
  -o go-template='{{if and .spec (gt (len .kind) 3)}}{{len .spec}}{{end}}'
  -o go-template='{{.nope.nope}}'
  -o go-template='{{range .items}'
  -o template
  -o jsonpath
  -o foo
  -o kyaml

list-flag
  -A
  --no-headers
  --show-labels
  --show-kind
  --sort-by=.metadata.name
  --sort-by=metadata.creationTimestamp
  --sort-by='{.spec.replicas}'
  --sort-by=.nope
  --sort-by=.metadata.labels.app
  --sort-by='.items[0]'
  --field-selector=status.phase=Running
  --field-selector=metadata.name=lone
  --field-selector=nope=1
  --field-selector=status.phase!=Running,spec.restartPolicy=Never
  --field-selector=type=Opaque
  -L app
  -L tier,app
  --ignore-not-found
  -n default
  -n nope
  --chunk-size=1
  --chunk-size=-1
  --allow-missing-template-keys=false
  --label-columns=app --no-headers
  --template='{{len .items}}'
  --output-watch-events

get-flag
  --show-managed-fields
  --ignore-not-found
  --no-headers
  -A
  --show-labels
  --subresource=status
  --subresource=scale
  --subresource=nope
  --show-kind
  --allow-missing-template-keys=false
  -n default

describe-flag
  --show-events=false
  -A
  --chunk-size=1
  -o yaml

path
  pod.spec.containers
  deploy.spec.strategy
  svc.spec.ports
  ingress.spec.rules.http.paths
  nope
  pod.nope
  hpa.spec.metrics
  job.spec.podFailurePolicy.rules
  pv.spec.csi
  netpol.spec.ingress.from
  sts.spec.volumeClaimTemplates
  crd.spec.versions.schema
  boat
  boat.spec
  boat.spec.sails
  node.status
  csr.spec
  vap.spec.matchConstraints
  validatingadmissionpolicy.spec.validations
  role.rules
  cronjob.spec
  pdb.spec
  event
  endpointslice.endpoints
  pods.spec.
  lease.spec
  storageclass
  deploy.kind

explain-flag
  --recursive
  --output=plaintext
  --output=plaintext-openapiv2
  --output=nope
  --api-version=v1
  --api-version=apps/v1
  --api-version=autoscaling/v1
  --api-version=nope/v1

auth
  can-i get pods
  can-i create deploy -n default
  can-i --list
  can-i "*" "*"
  can-i get pods/lone
  can-i get pods --subresource=log
  can-i get /healthz
  can-i fly pods
  can-i get nope
  whoami
  can-i list secrets --as=anna
  can-i get cm --as=anna --as-group=devs
  can-i --list --as=anna
  can-i get pods -A
  can-i
  whoami -o json
  can-i create pods --quiet
  can-i approve csr
  can-i bind clusterroles
  can-i get boats.sea.lab
  can-i get deploy.apps/web
  can-i --list --no-headers -n nope
  reconcile -f <file>
  reconcile -f <file> --dry-run=client
  whoami --as=anna --as-group=a --as-group=b
  whoami --as=anna --as-uid=7 --as-user-extra=x=y -o yaml

logs
  lone
  deploy/web
  bad
  gone
  job/once
  -l app=web
  lone -c x
  lone --previous
  deploy/api --all-containers
  -l tier
  lone --tail=1 --timestamps
  sts/db
  ds/agent --prefix
  --tail=-2 lone
  lone --since=1h --since-time=2020-01-01T00:00:00Z
  svc/web
  cm/settings
  lone --limit-bytes=3
  cj/nightly
  lone busybox
  lone lone
  lone --since=x
  -l app=web -f --max-log-requests=1
  --all-containers -l app=web lone

many-logs
  deploy/web --all-pods --prefix --tail=2
  -l app=web --prefix --max-log-requests=1
  -l app --tail=1 --timestamps
  ds/agent --all-pods --all-containers

wait
  pod/lone --for=condition=Ready --timeout=1s
  deploy/web --for=condition=Available --timeout=2s
  pod/gone --for=delete --timeout=1s
  pod/gone --for=condition=Ready
  pod/lone --for=jsonpath='{.status.phase}'=Running --timeout=1s
  pod/lone --for=jsonpath='{.status.podIP}' --timeout=1s
  pod/lone --for=jsonpath=.status.nope --timeout=1s
  pod/bad --for=condition=Ready --timeout=0
  pod --all --for=condition=PodScheduled --timeout=9s
  pod/lone
  pod/lone --for=x
  deploy -l app=web --for=condition=available=true --timeout=1s
  pod/lone --for=create
  pod/lone --for=delete --timeout=0
  pod -l nope=1 --for=condition=Ready
  deploy/web --for=condition=Progressing=false --timeout=1s
  -f applied.yaml --for=jsonpath='{.data.x}'=1
  job/once --for=condition=complete --timeout=1s -o name
  crd/boats.sea.lab --for=condition=established -o yaml
  deploy --all --for=jsonpath='{.spec.replicas}'=2 --timeout=1s

events-flag
  --for=pod/lone
  --for=deploy/web
  --types=Warning
  -A
  --no-headers
  --types=Normal,Warning
  --types=x
  --for=x
  --for=pod/gone
  -n default

top
  pod
  pods -A
  pod lone
  pod nope
  pod -l app=web --containers
  pod --sort-by=cpu
  pod --sort-by=memory --sum
  pod --sort-by=x
  pod --no-headers
  pod -A --field-selector=metadata.name=lone
  pod lone -l app=web
  node
  node nope
  node --sort-by=cpu --no-headers
  node -l a=b
  node --show-capacity
  nothing
  po --containers --use-protocol-buffers=false

cp
  a b
  applied.yaml lone:/tmp/a
  lone:/etc/hostname out
  gone:/etc/hostname out
  applied.yaml lone:/tmp/a -c nope
  none.yaml lone:/tmp/a
  demo/lone:/etc/hostname out
  lone:/etc/hostname lone:/tmp/x
  applied.yaml lone:

exec
  gone -- ls
  lone -- ls /
  lone -- cat /etc/hostname
  lone -c nope -- ls
  lone -- sh -c 'exit 3'
  lone -- nope
  lone ls
  deploy/api -- env
  svc/web -- hostname
  lone
  lone -q -- sh -c 'echo out; echo err >&2'
  cm/settings -- ls
  bad -- ls

view-last-flag
  -o json
  -o yaml
  -o name
  --all
  -l app=web

forwarded
  gone 80
  lone x
  lone 99999
  svc/none 80
  svc/web 81
  lone
  deploy/gone 80:80
  cm/settings 80
`;
