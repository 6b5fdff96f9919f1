// Words of random lines that change objects and remove them.
export const changing = String.raw`
pairs
  a=b
  a-
  app-
  tier=x
  app=web
  'bad key=1'
  a=b a-
  x/y/z=1
  a=
  k8s.io/x=1
  a=b c=d app-
  a='b c'
  note=second
  note-
  note- note=x
  a=b=c
  =b
  a


overwrite
  --overwrite


label-flag
  --resource-version=1
  --field-manager=me
  --local -f applied.yaml
  --all
  --field-selector=metadata.name=lone
  -R


images
  nginx=nginx:1.25
  httpd=httpd:2.5
  '*=busybox'
  nope=x
  nginx
  pg=postgres:17 agent=busybox:2
  nginx=nginx:1.25 --local -f web.yaml -o yaml
  nginx=


env
  A=1
  A-
  --list
  --list --resolve
  --from=configmap/settings
  --from=secret/keys --prefix=X_
  A=1 B=2 -c nginx
  A=1 B- -c 'n*'
  --env=A=1
  --from=cm/none
  --keys=a --from=configmap/settings
  A=1 --overwrite=false
  A
  1A=x


amounts
  --limits=cpu=200m,memory=512Mi
  --requests=cpu=1
  --limits=cpu=0
  --limits=x
  --limits=cpu=0 --requests=cpu=0
  -c nope --limits=cpu=1
  --requests=memory=1Gi --limits=memory=512Mi
  --limits=cpu=200m -c '*'


set-rest
  serviceaccount deploy/web robot
  sa <workload> robot
  sa deploy/web
  selector svc/web app=x
  selector svc web a=b,c=d
  selector svc/web a=b --resource-version=1
  subject rolebinding/readers --user=u2
  subject rolebinding readers --serviceaccount=demo:robot
  subject clusterrolebinding/crd-viewers --group=g --user=a
  subject rolebinding readers
  subject rolebinding readers --serviceaccount=robot
  selector deploy/web a=b


scale-flag
  --current-replicas=1
  --current-replicas=3
  --resource-version=1
  --timeout=1s


subresource
  status
  scale
  resize
  nope


patch
  -p '{"metadata":{"labels":{"z":"1"}}}'
  -p '{"metadata":{"labels":{"app":null}}}'
  --type=merge -p '{"metadata":{"annotations":{"z":"1"}}}'
  --type=json -p '[{"op":"add","path":"/metadata/labels/z","value":"1"}]'
  --type=json -p '[{"op":"remove","path":"/nope"}]'
  --type=json -p '[{"op":"replace","path":"/spec/replicas","value":4}]'
  --type=json -p '[{"op":"move","from":"/data/x","path":"/data/w"}]'
  --type=json -p '[{"op":"copy","from":"/metadata/name","path":"/metadata/generateName"}]'
  --type=json -p '[{"op":"fly","path":"/data"}]'
  --type=json -p '{"op":"add"}'
  -p x
  -p 'metadata: {labels: {z: "1"}}'
  --type=foo -p {}
  -p '{"spec":{"replicas":"x"}}'
  -p '{"spec":{"replicas":2}}'
  --type=merge -p '{"spec":{"replicas":1,"template":null}}'
  --type=json -p '[{"op":"test","path":"/kind","value":"Nope"}]'
  -p '{"spec":{"nope":1}}'
  -p '{"metadata":{"name":"other"}}'
  --type=merge -p '[]'
  --patch-file=patch.yaml
  --patch-file=none.yaml
  --patch-file=patch.yaml -p '{}'
  -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"x"}]}}}}'
  -p '{"spec":{"template":{"spec":{"containers":[{"$patch":"delete","name":"nginx"}]}}}}'
  -p '{"data":{"a":"2","b":null}}'
  --type=merge -p '{"data":{"$patch":"replace"}}'
  -p '{"status":{"replicas":9}}'
  -p '{}'
  -p ''


rollout
  status
  status
  history
  undo
  pause
  resume


rollout-flag
  --revision=1
  --revision=2
  --revision=x
  --to-revision=1
  --to-revision=9
  --timeout=1s
  --watch=false
  --dry-run=client
  --dry-run=server -o name
  -o json
  -o yaml


delete-flag
  --dry-run=client
  --dry-run=server
  --dry-run=client -o name
  --dry-run=server -o yaml
  --ignore-not-found
  --cascade=orphan
  --cascade=x
  --cascade=foreground --wait=false
  --grace-period=0 --wait=false
  --force --grace-period=0
  --now --wait=false
  --wait=false
  --timeout=1s --wait=false
  --grace-period=-5 --wait=false
  -n default
  --all


many
  --all --dry-run=client
  --all --dry-run=server
  --all --wait=false
  -l app=web --wait=false
  -l nope=1
  --field-selector=metadata.name=lone --wait=false
  --all -A --dry-run=client
  -l x=y --all


apply
  -f <file> *4
  -f <file><apply-flag>
  -k .
  -k nope
  -f .
  -f applied.yaml -f applied2.yaml
  -k . -f applied.yaml
  -f applied.yaml <selector>
  -R -f .


apply-flag
  --server-side
  --server-side --force-conflicts
  --server-side --field-manager=me
  --server-side --dry-run=server
  --server-side --dry-run=client
  --force-conflicts
  --prune -l set=one
  --prune --all --prune-allowlist=core/v1/ConfigMap
  --prune
  --validate=false
  --validate=warn
  --validate=ignore
  --force
  --server-side -o yaml --show-managed-fields
  --field-manager=me
  --openapi-patch=false


replace-flag
  --force
  --force --wait=false
  --cascade=orphan
  --grace-period=0
  --force --grace-period=0
  --save-config
  --validate=false
  --subresource=status
  --subresource=nope
  --raw=/api/v1/namespaces/demo/configmaps/applied


diff-flag
  --server-side
  --server-side --force-conflicts
  --show-managed-fields
  --field-manager=me
  -l set=one
  --prune -l set=one


sed
  s/nothing-here/x/
  s/replicas: 3/replicas: 4/
  s/^  labels:/  annotations:\n    by: hand\n  labels:/
  s/app: web$/app: wob/
  s/^kind:.*/kind: Other/
  s/name: .*/name: other/
  /^/d
  s/: /=/
  s/two/three/
  s/^data:/data:\n  new: "1"/
  s/image: .*/image: busybox:9/
  s/uid: .*/uid: x/
  s/^spec:/spec:\n  odd: 1/


edit-flag
  -o json
  --output-patch
  --subresource=status
  --subresource=scale
  --save-config
  --validate=false
  --windows-line-endings
  -o name
  --field-manager=me
  --show-managed-fields


node-flag
  --dry-run=client
  --dry-run=server
  -l a=b


taint
  a=b:NoSchedule
  a:NoExecute
  a=b:Foo
  a=b:NoSchedule a=b:NoSchedule
  a=b:NoSchedule-
  a-
  a:NoSchedule-
  a=b:PreferNoSchedule c:NoSchedule
  a=b
  'a b:NoSchedule'


taint-flag
  --dry-run=client
  --dry-run=server -o yaml
  --overwrite
  --all
  -o json
  --field-manager=me
  --validate=false


drain-flag
  --ignore-daemonsets --dry-run=client
  --dry-run=server --ignore-daemonsets --force
  --ignore-daemonsets --delete-emptydir-data --force --dry-run=client
  --ignore-daemonsets --dry-run=server
  --pod-selector=app=web --dry-run=client
  --pod-selector='a b'
  --grace-period=1 --timeout=1s --dry-run=server
  --disable-eviction --dry-run=client --force
  --chunk-size=0 --dry-run=client


certificate
  approve anna
  deny anna
  approve nope
  approve -f csr.yaml
  approve anna --force -o yaml
  deny anna -o name
  approve
  deny csr/anna


set-last-flag
  --create-annotation
  --create-annotation=false

`;
