// Words of random lines about what stands between a request and its object: definitions with rules, policies, quotas, levels; and about
// waiting, watching and pruning.
export const gates = String.raw`
gated
  apply -f ship.yaml ;; kubectl <ship> *6
  apply -f ship.yaml ;; kubectl <ship> ;; kubectl <ship> *3
  apply -f ship.yaml --server-side ;; kubectl patch ship ark --type=merge -p '<ship-patch>' ;; kubectl apply -f ship.yaml --server-side<conflict?50>
  create ns tight ;; kubectl label ns tight pod-security.kubernetes.io/<level> ;; kubectl -n tight <tight> *3
  create quota small --hard=<hard> ;; kubectl <ate> ;; kubectl describe quota small *3
  apply -f range.yaml ;; kubectl <ate> ;; kubectl get pods -o jsonpath='{.items[*].spec.containers[*].resources}' *2
  apply -f policy.yaml ;; @ 1s ;; kubectl <judged> *3
  wait <target-of-wait> --for=jsonpath=<wanted> --timeout=<timeout> *3
  apply <prunable> --prune <pruning> *3
  apply <prunable> ;; kubectl apply -f applied.yaml --prune <pruning> *3
  get <type>,<type> -A<output?30> *2
  get <type>/<name-of-any> <type>/<name-of-any><output?30> *2
  get <type>,<type> <name-of-any> <name-of-any><get-flag?20>
  describe <type> -A
  describe <type> <prefix>
  describe -f <file>
  explain <ship-path><explain-flag?40>

conflict
  --force-conflicts
  --field-manager=other

ship
  patch ship ark --type=merge -p '<ship-patch>'<write-flag?30> *4
  patch ship ark --type=json -p '[{"op":"replace","path":"/spec/<ship-field>","value":<ship-value>}]' *2
  patch ship ark -p '<ship-patch>'
  patch ship ark --subresource=status --type=merge -p '<ship-status>'
  scale ship ark --replicas=<number>
  get ships<output?60>
  get ships.v1beta1.sea.lab ark -o yaml
  get ship ark --show-managed-fields -o yaml
  get ships --field-selector=spec.flag=<flag-value>
  describe ship ark
  label ship ark <pairs>
  diff -f ship2.yaml | sed -e '/^---\|^+++\|^diff/d'
  apply -f ship2.yaml<write-flag?40>
  apply -f ship2.yaml --server-side<conflict?50>
  create -f ship2.yaml<write-flag?30>
  replace -f ship2.yaml<write-flag?30>
  apply -f ship3.yaml --validate=<validation>
  create -f ship3.yaml --validate=<validation>
  set image ship/ark a=b
  rollout status ship/ark
  autoscale ship ark --max=3
  wait ship/ark --for=jsonpath={.spec.sails}=<number> --timeout=1s
  wait ship/ark --for=condition=Ready --timeout=1s
  delete ship ark<delete-flag?30>

ship-patch
  {"spec":{"sails":<ship-value>}} *2
  {"spec":{"masts":<ship-value>}} *2
  {"spec":{"home":"<flag-value>"}}
  {"spec":{"flag":"<flag-value>"}}
  {"spec":{"flag":null,"sails":3}}
  {"spec":{"decks":[{"name":"a","guns":2},{"name":"a"}]}}
  {"spec":{"decks":[{"name":"low","guns":40}]}}
  {"spec":{"decks":[{"guns":1}]}}
  {"spec":{"ports":["x","y","x"]}}
  {"spec":{"ports":["y"],"masts":2,"sails":9}}
  {"spec":{"size":"<amount>"}}
  {"spec":{"cargo":{"any":{"thing":1}},"unknown":1}}
  {"spec":{"when":"<moment>"}}
  {"spec":null}
  {"metadata":{"labels":{"a":"b"}},"spec":{"masts":-1,"sails":"x"}}

ship-field
  sails
  masts
  flag
  home
  decks/0/guns
  decks/3
  nope

ship-value
  0
  2
  4
  7
  40
  -1
  2.5
  "3"
  null
  true
  []

ship-status
  {"status":{"sails":3}}
  {"status":{"sails":"x"}}
  {"status":{"conditions":[{"type":"Ready","status":"True"}]}}
  {"spec":{"masts":3}}

flag-value
  white
  black
  plaid
  Home

amount
  1Gi
  5
  -1
  big

moment
  2024-01-02T03:04:05Z
  yesterday

validation
  strict
  warn
  ignore
  false

ship-path
  ship
  ships.spec
  ship.spec.decks
  ship.spec.decks.guns
  ship.spec.nope
  ship.status
  ships.sea.lab --api-version=sea.lab/v1beta1

level
  enforce=restricted
  enforce=baseline
  enforce=baseline pod-security.kubernetes.io/warn=restricted
  warn=restricted
  enforce=tall
  enforce=restricted pod-security.kubernetes.io/enforce-version=v1.24
  enforce-version=soon

tight
  run a --image=nginx
  run a --image=nginx --privileged
  run a --image=nginx --dry-run=server -o name
  run a --image=nginx --overrides='{"spec":{"hostNetwork":true,"volumes":[{"name":"v","hostPath":{"path":"/"}}]}}'
  create deployment a --image=nginx
  apply -f sts.yaml
  apply -f ds.yaml
  create job a --image=busybox
  label ns tight pod-security.kubernetes.io/enforce=restricted --overwrite
  apply -f pod.json
  create -f pod.json

hard
  pods=2
  pods=30,requests.cpu=1
  configmaps=1
  limits.memory=1Gi
  count/deployments.apps=1
  count/ships.sea.lab=1
  requests.storage=1Gi,persistentvolumeclaims=1
  services.loadbalancers=0
  pods=40 --scopes=BestEffort
  secrets=x

ate
  run q --image=nginx
  create deployment q --image=nginx --replicas=3
  create configmap q --from-literal=a=1
  apply -f ship.yaml
  run q --image=nginx --overrides='{"spec":{"containers":[{"name":"q","image":"nginx","resources":{"limits":{"cpu":"<cpu>","memory":"<memory>"}}}]}}' *3
  set resources deployment/web --limits=cpu=<cpu>,memory=<memory>
  expose deployment api --port=80 --type=LoadBalancer
  create -f pod.json

cpu
  100m
  2
  3000m

memory
  64Mi
  2Gi

judged
  create configmap judged --from-literal=a=1<write-flag?30>
  create configmap fine --from-literal=a=1
  label configmap settings <pairs>
  annotate configmap settings <pairs>
  delete configmap settings
  apply -f applied.yaml
  apply -f applied2.yaml --server-side
  patch configmap settings --type=merge -p '{"data":{"a":"2","long":"xxxxxxxxxxxxxxxxxxxx"}}'
  create deployment judged --image=nginx --replicas=<number>
  scale deployment web --replicas=<number>

target-of-wait
  pod/lone
  deploy/web
  pods -l app=web
  sts/db
  cm/settings
  svc/web
  pod/nope
  pods --all

wanted
  {.status.phase}=Running
  {.status.phase}=Succeeded
  '{.status.readyReplicas}=3'
  '{.status.conditions[?(@.type=="Available")].status}=True'
  '{.status.containerStatuses[0].ready}=true'
  {.spec.replicas}
  {.metadata.name}=web
  {.data.a}=1
  {.spec.nope}
  {.nope
  .status.phase=Running

timeout
  0s
  1s
  x

prunable
  -f applied.yaml
  -f applied2.yaml
  -f applied.yaml -f applied2.yaml
  -f web.yaml

pruning
  -l set=one *4
  -l set=one --dry-run=server
  -l set=one --prune-allowlist=core/v1/ConfigMap *2
  -l set=one --prune-allowlist=core/v1/Nothing
  --all --prune-allowlist=core/v1/Secret
  --all
  --all -l set=one
  --cascade=orphan -l set=two

name-of-any
  web
  api
  settings
  db
  lone
  nope

prefix
  we
  a
  l
  zz

watched
  get pods -w
  get deploy,rs -w
  get deploy web --watch-only
  get pods -w -o name
  get pods -w --output-watch-events -l app=web
  get sts -w -o wide
  get pod lone -w -o jsonpath='{.status.phase}{"\n"}'
`;
