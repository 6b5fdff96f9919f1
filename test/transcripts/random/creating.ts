// Words of random lines that make objects.
export const creating = String.raw`
write-flag
  --dry-run=client *2
  --dry-run=server *2
  --dry-run=client -o yaml *3
  --dry-run=server -o yaml *2
  --dry-run=server -o name
  --dry-run=client -o json *3
  --dry-run=client -o jsonpath={.kind}/{.metadata.name}
  -o yaml
  -o json
  -o name
  --field-manager=me
  --dry-run
  --dry-run=maybe
  -o wide


created
  deployment d1 --image=a
  deployment d1 --image=a --image=b --replicas=2
  deployment d1 --image=a --port=80 -- cmd arg
  deployment d1 --image=a/b:c@sha256:x
  deployment
  deployment d1 --image=A/B:c
  deployment Web --image=a
  deploy d1 --image=nginx -r 2
  configmap c1
  configmap c1 --from-literal=a=1 --append-hash
  configmap c1 --from-literal=a
  configmap c1 --from-literal=a=1 --from-literal=a=2
  configmap c1 --from-file=applied.yaml
  configmap c1 --from-file=k=applied.yaml --from-literal=b=x
  configmap c1 --from-env-file=patch.yaml
  configmap settings --from-literal=a=1
  secret generic s1 --type=x/y --from-literal=a=b
  secret generic s1 --from-file=patch.yaml --append-hash
  secret generic
  secret tls t --cert=x --key=y
  secret docker-registry r --docker-server=s --docker-username=u --docker-password=p --docker-email=e@x
  service clusterip s --tcp=80:8080
  service clusterip s --tcp=80:http,443
  service nodeport s --tcp=80 --node-port=30001
  service nodeport s --tcp=80 --node-port=1
  service loadbalancer s --tcp=80
  service externalname s --external-name=a.b
  service externalname s --external-name=a_b --tcp=80
  service clusterip s --clusterip=None
  service clusterip s
  svc clusterip s --tcp=x
  job j --image=a
  job j --image=a -- date -u
  job j --from=cronjob/nightly
  job j --from=cronjob/none
  job j --from=deploy/web
  job j
  cronjob c --image=a --schedule="* * * * *"
  cj c --image=a --schedule="@daily" --restart=Never -- x
  cronjob c --image=a
  cronjob c --image=a --schedule="x"
  ingress i --rule="h/p*=s:80"
  ingress i --rule="h/p=s:http,tls=t" --class=nsx --annotation=a=b
  ingress i --default-backend=s:80
  ingress i --rule=x
  ingress i
  namespace n1
  ns
  role r --verb=get --resource=pods --resource-name=a
  role r --verb=get,list --resource=pods,deployments.apps,rs.apps/scale
  role r --verb=get --resource=nope
  role r --verb=fly --resource=pods
  role r --verb=get
  role r --verb='*' --resource='*'
  clusterrole c --verb=get --resource=pods,svc/status
  clusterrole c --verb=get --non-resource-url=/x
  clusterrole c --aggregation-rule=a=b
  clusterrole c --verb=use --resource=pods
  rolebinding b --role=r --user=u
  rolebinding b --clusterrole=c --group=g --serviceaccount=demo:x
  rolebinding b --role=r
  rolebinding b --role=r --clusterrole=c --user=u
  clusterrolebinding b --clusterrole=c --serviceaccount=x
  clusterrolebinding b --clusterrole=c --user=a --user=b --group=g
  quota qq --hard=pods=1,cpu=2
  quota qq --scopes=BestEffort --hard=pods=1
  quota qq --hard=x
  quota qq --hard=pods=-1
  pdb p --selector=a=b --min-available=50%
  pdb p --selector=a=b --max-unavailable=1
  pdb p --selector=a=b
  pdb p --min-available=1
  pdb p --selector=a=b --min-available=1 --max-unavailable=1
  priorityclass p --value=1 --global-default
  priorityclass p --value=1 --preemption-policy=Never
  priorityclass p --value=9999999999
  pc system-x --value=1
  serviceaccount s1
  token nope
  token robot --duration=1s
  nothing x


create-flag
  --validate=false
  --validate=strict
  --validate=warn
  --validate=ignore
  --validate=true
  --validate=maybe
  --save-config
  --raw=/api/v1/namespaces/demo/configmaps


ran
  p1 --image=nginx
  p1 --image=nginx --port=80 --expose
  p1 --image=nginx --env=A=1 --labels=a=b,c=d
  p1 --image=busybox --restart=OnFailure --command -- sh -c x
  p1
  p1 --image=nginx --overrides='{"spec":{"nodeName":"x"}}'
  p1 --image=nginx --overrides='{"apiVersion":"v1","spec":{"containers":[{"name":"p1","tty":true}]}}' --override-type=strategic
  p1 --image=nginx --overrides='[{"op":"add","path":"/metadata/labels/x","value":"y"}]' --override-type=json
  p1 --image=nginx --overrides='{'
  p1 --image=x --restart=Sometimes
  p1 --image=nginx --expose
  p1 --image=nginx --rm
  p1 --image=nginx --privileged
  p1 --image=nginx --image-pull-policy=Never --annotations=a=b
  P1 --image=nginx
  p1 --image=nginx --quiet
  p1 --image=nginx --port=x
  p1 --image='bad image'
  lone --image=nginx
  p1 --image=nginx --env=A
  p1 --image=nginx -l a --hostport=80


port
  --port=80
  --port=80 --type=LoadBalancer --load-balancer-ip=1.2.3.4
  --port=80 --name=x --target-port=http
  --port=80 --name=x --protocol=UDP --type=NodePort
  --name=x
  --port=80 --name=x --cluster-ip=None
  --port=80 --name=x --selector=a=b
  --port=80 --name=x --external-ip=1.2.3.4
  --port=a
  --port=80 --name=x --session-affinity=ClientIP
  --port=80 --name=x --labels=a=b
  --port=80 --name=x --overrides='{"spec":{"ports":[{"port":81}]}}'
  --port=80 --name=x --type=Foo


limits
  --max=5
  --min=1 --max=3 --cpu-percent=50
  --min=3 --max=1
  --cpu-percent=50
  --max=5 --name=x
  --max=0
  --max=5 --cpu=500m --memory=50%


kustomize-flag
  --enable-helm=x
  -o out.yaml
  --load-restrictor=LoadRestrictionsNone
  --enable-alpha-plugins=false
  --as-current-user


debugged
  gone --image=busybox
  lone
  lone --image=busybox --target=nope -q -- true
  lone --image=busybox --profile=nope
  node/nope --image=busybox
  lone --copy-to=two --image=busybox -c dbg -- sleep 1
  lone --copy-to=lone --image=busybox -- sleep 1
  lone --image=busybox --copy-to=two --replace --same-node -c dbg -- true
  lone --set-image='*=x'
  deploy/web --image=busybox -- true

`;
