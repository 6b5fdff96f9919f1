// Words of random lines that only speak to kubectl, and of who speaks.
export const speaking = String.raw`
plain
  api-versions
  version
  version --client
  version -o json
  version -o yaml --client
  version -o foo
  cluster-info
  completion nope
  kustomize /nope
  get --raw /api
  get --raw /healthz
  get --raw /readyz?verbose
  get --raw /nope
  get --raw /apis/apps/v1/namespaces/demo/deployments/web/scale
  get --raw nope
  get --raw /version -o json
  proxy --port=x
  attach gone
  attach lone -c x
  get pods --watch --nope
  get pods -o
  -n demo get po -o name
  get deploy/web pod/lone
  get deploy web pod lone
  get deploy,po web
  get deploy/web/x
  get po lone absent -o name
  get po/
  get /lone
  get -f applied.yaml -o yaml
  get -f applied2.yaml
  get -k .
  describe -f web.yaml
  replace
  edit
  diff
  taint
  drain
  cordon
  cp
  exec
  wait
  apply view-last-applied
  get --help=maybe
  get pods --no-such
  -h=false get ns
  get pods -l
  delete
  delete pod
  delete pod/lone lone
  delete lone
  patch
  patch deploy
  label
  annotate deploy web
  scale deploy web
  autoscale deploy web
  expose
  run
  set image
  set env
  set image deploy/web
  rollout undo
  rollout status
  rollout history deploy

global
  -n default
  -n ''
  --namespace=nope
  --kubeconfig=/nope
  --context=nope
  --context=demo
  --as=anna
  --as=anna --as-group=devs
  --as-group=devs
  --as=system:serviceaccount:demo:default
  --as=system:serviceaccount:demo:default --as-uid=1
  --as=anna --as-user-extra=a=b
  --token=x
  --user=nope
  --cluster=nope
  --request-timeout=x
  --request-timeout=10
  --server=https://nope
  -v=-1
  --warnings-as-errors
  --cache-dir=/tmp/x
  --disable-compression
  --profile=none
  --log-flush-frequency=x
  --username=a
  --password=b

as
  --as=anna
  --as=anna --as-group=devs
  --as=system:serviceaccount:demo:robot
  --as=system:anonymous --as-group=system:unauthenticated
  --as=nobody --as-group=system:masters

asked
  get pods
  get cm settings -o name
  create deployment d --image=x
  delete cm settings
  scale deploy web --replicas=1
  apply -f applied.yaml
  apply --server-side -f applied2.yaml
  patch cm settings -p '{"data":{"a":"9"}}'
  exec lone -- ls
  logs lone
  label cm settings a=b
  auth can-i get pods
  get nodes
  get --raw /healthz
  get crd
  create role r --verb=get --resource=secrets
  create rolebinding b --clusterrole=admin --user=x
  create token robot
  rollout pause deploy/web
  get all
  top pod
  get boats
  delete pods --all --dry-run=client
  drain esxi-01.sandbox.lab
  port-forward gone 80

config
  view
  view --minify
  view -o json
  view -o jsonpath='{.contexts[*].name}'
  get-contexts
  get-contexts demo
  get-contexts nope
  get-contexts -o name
  current-context
  get-clusters
  get-users
  use-context admin
  use-context nope
  set-context demo --namespace=x
  set-context --current --namespace=y
  set-context
  set-cluster c --server=https://c
  set-credentials u --token=t
  set contexts.demo.namespace z
  set x y
  unset contexts.demo
  unset nope
  delete-context demo
  delete-context nope
  delete-user nope
  delete-cluster nope
  rename-context demo other
  rename-context nope other

api-flag
  --api-group=apps
  --namespaced=false
  --verbs=list,watch -o name
  --sort-by=kind
  --sort-by=x
  -o wide --api-group=batch
  --categories=all
  --no-headers --api-group=policy
  --cached
  --api-group=sea.lab
  -o json
  x
`;
