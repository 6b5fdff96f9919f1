// Random lines: a grammar of cases. A case is one line or several, apart by ` ;; `; what begins with `@` is a directive of transcripts.
// Left out is what no two runs of a real kubectl print alike (orders of Go's maps and of goroutines, ages by its own clock), its words of
// help.
import { changing } from './changing.ts';
import { creating } from './creating.ts';
import { gates } from './gates.ts';
import { objects } from './objects.ts';
import { reading } from './reading.ts';
import { speaking } from './speaking.ts';

const cases = String.raw`
case
  kubectl get <type><output?40><selector?15><list-flag?25> *2
  kubectl get <one><output?60><get-flag?25> *2
  kubectl get <two><output?30>
  kubectl describe <described><describe-flag?20>
  kubectl describe <type><selector?30>
  kubectl explain <path><explain-flag?40>
  kubectl label <target> <pairs><overwrite?40><write-flag?60><label-flag?20> *2
  kubectl annotate <target> <pairs><overwrite?40><write-flag?60><label-flag?15>
  kubectl label <target> <pairs> --list | sort
  kubectl annotate <one> --list | sort
  kubectl set image <workload> <images><write-flag?60>
  kubectl set env <workload> <env><write-flag?50>
  kubectl set resources <workload> <amounts><write-flag?60>
  kubectl set <set-rest><write-flag?60>
  kubectl scale <scaled> --replicas=<number><scale-flag?30><write-flag?30>
  kubectl create <created><write-flag?70> *5
  kubectl run <ran><write-flag?60> *2
  kubectl expose <exposed> <port><write-flag?60>
  kubectl autoscale <workload> <limits><write-flag?60>
  kubectl patch <one> <patch><write-flag?50> *3
  kubectl patch <one> --subresource=<subresource> <patch><write-flag?20>
  @ during 2m ;; kubectl rollout <rollout> <workload><rollout-flag?40>
  @ during 2m ;; kubectl rollout <rollout> <workload> ;; kubectl rollout history <workload>
  kubectl rollout restart <workload> --dry-run=server -o name
  kubectl auth <auth>
  @ during 2m ;; kubectl delete <one><delete-flag?60> *2
  @ during 2m ;; kubectl delete <type> <many><delete-flag?40>
  @ during 2m ;; kubectl delete -f <file><delete-flag?50>
  kubectl logs <logs>
  kubectl logs <many-logs> | sort
  kubectl wait <wait>
  kubectl events<events-flag?60> | sed -E -e 's/^(LAST SEEN) +/\1 /' -e 's/(^|[a-z] +)[0-9][0-9a-z]*( \(x[0-9]+ over [0-9a-z]+\))? +/\1/' | sort
  kubectl apply <apply><write-flag?50> *4
  kubectl apply <apply> ;; @ during 1m ;; kubectl apply -f applied2.yaml<apply-flag?50> *2
  kubectl apply -f applied.yaml --server-side --field-manager=other ;; kubectl apply --server-side -f applied2.yaml<apply-flag?50>
  kubectl create -f <file><write-flag?60><create-flag?30> *2
  @ during 2m ;; kubectl replace -f <file><write-flag?40><replace-flag?50>
  kubectl diff -f <file><diff-flag?20> | sed -e '/^---\|^+++\|^diff/d'
  @ editor <sed> ;; kubectl edit <one><edit-flag?50> *3
  @ editor <sed> ;; kubectl edit <two>
  @ editor <sed> ;; kubectl create --edit -f <file>
  kubectl cordon <node><node-flag?40> ;; kubectl get nodes
  kubectl uncordon <node><node-flag?40>
  kubectl taint node <node> <taint><taint-flag?40> *2
  @ during 2m ;; kubectl drain <node><drain-flag?90><node-flag?30> | sort
  kubectl top <top>
  kubectl certificate <certificate> ;; kubectl get csr
  kubectl cp <cp>
  kubectl exec <exec>
  kubectl <plain> *3
  kubectl <global> get <type><output?30> *2
  @ during 1m ;; kubectl <as> <asked>
  kubectl apply -f boat.yaml ;; @ during 1m ;; kubectl <boat> *2
  kubectl <gated> *12
  @ ^C after 5s ;; kubectl <watched>
  kubectl kustomize .<kustomize-flag?50>
  kubectl apply set-last-applied -f <file><write-flag?40><set-last-flag?40>
  kubectl apply view-last-applied <one><view-last-flag?40>
  @ editor <sed> ;; kubectl apply edit-last-applied cm/applied<write-flag?30>
  kubectl port-forward <forwarded>
  @ during 1m ;; kubectl debug <debugged>
  kubectl config <config>
  kubectl api-resources<api-flag?80>

`;

export const grammar = [cases, objects, reading, speaking, creating, changing, gates].join('\n');
