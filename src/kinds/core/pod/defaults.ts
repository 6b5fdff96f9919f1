// What Kubernetes fills in where a Pod, or a Pod template, is silent. Source: kubernetes pkg/apis/core/v1/defaults.go.
import type { Container, PodSpec, PodTemplateSpec, Probe, Volume } from '#types';
import type { Draft } from '../../../std/draft.ts';

/** `latest`, or no tag and no digest, is pulled always; anything else, also no image at all, when absent. */
function pullPolicyOf(image: string): string {
  if (image === '' || image.includes('@')) return 'IfNotPresent';
  const name = image.slice(image.lastIndexOf('/') + 1);
  const tag = name.includes(':') ? name.slice(name.indexOf(':') + 1) : 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function fillProbe(probe: Draft<Probe> | undefined): void {
  if (probe === undefined) return;
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.httpGet !== undefined) {
    probe.httpGet.path ||= '/';
    probe.httpGet.scheme ||= 'HTTP';
  }
  if (probe.grpc !== undefined) probe.grpc.service ??= '';
}

function fillContainer(container: Draft<Container>): void {
  container.imagePullPolicy ||= pullPolicyOf(container.image ?? '');
  container.resources ??= {};
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const variable of container.env ?? []) {
    const field = variable.valueFrom?.fieldRef;
    if (field !== undefined) field.apiVersion ||= 'v1';
  }
  fillProbe(container.livenessProbe);
  fillProbe(container.readinessProbe);
  fillProbe(container.startupProbe);
  const hooks = [container.lifecycle?.postStart?.httpGet, container.lifecycle?.preStop?.httpGet];
  for (const hook of hooks) {
    if (hook === undefined) continue;
    hook.path ||= '/';
    hook.scheme ||= 'HTTP';
  }
}

/** 0644. */
const fileMode = 420;

function fillVolume(volume: Draft<Volume>): void {
  const sources = Object.keys(volume).filter((member) => member !== 'name');
  if (sources.length === 0) volume.emptyDir = {};
  if (volume.secret !== undefined) volume.secret.defaultMode ??= fileMode;
  if (volume.configMap !== undefined) volume.configMap.defaultMode ??= fileMode;
  if (volume.downwardAPI !== undefined) volume.downwardAPI.defaultMode ??= fileMode;
  if (volume.projected !== undefined) {
    volume.projected.defaultMode ??= fileMode;
    for (const source of volume.projected.sources ?? []) {
      if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= 3600;
      for (const item of source.downwardAPI?.items ?? []) {
        if (item.fieldRef !== undefined) item.fieldRef.apiVersion ||= 'v1';
      }
    }
  }
  for (const item of volume.downwardAPI?.items ?? [])
    if (item.fieldRef !== undefined) item.fieldRef.apiVersion ||= 'v1';
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
  if (claim !== undefined) claim.volumeMode ??= 'Filesystem';
  if (volume.hostPath !== undefined) volume.hostPath.type ??= '';
  if (volume.iscsi !== undefined) volume.iscsi.iscsiInterface ||= 'default';
}

export function fillPodSpec(spec: Draft<PodSpec>): void {
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  if (spec.serviceAccountName && !spec.serviceAccount) spec.serviceAccount = spec.serviceAccountName;
  if (spec.serviceAccount && !spec.serviceAccountName) spec.serviceAccountName = spec.serviceAccount;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])])
    fillContainer(container);
  for (const container of spec.ephemeralContainers ?? []) fillContainer(container);
  for (const volume of spec.volumes ?? []) fillVolume(volume);
}

/** What only a Pod gets, not the template that it is made from. */
export function fillPod(spec: Draft<PodSpec>): void {
  fillPodSpec(spec);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) {
    const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
    for (const port of containers.flatMap(({ ports }) => ports ?? [])) port.hostPort ||= port.containerPort;
  }
  for (const { resources } of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    if (resources?.limits !== undefined) resources.requests = { ...resources.limits, ...resources.requests };
  }
}

/** The template of a workload; one that is not given is filled in all the same. */
export function fillTemplate(owner: { template?: Draft<PodTemplateSpec> }): void {
  const template = (owner.template ??= {});
  // A Go server's JSON says the time that no template has.
  template.metadata = { ...template.metadata, creationTimestamp: null as unknown as string };
  template.spec ??= {} as Draft<PodSpec>;
  fillPodSpec(template.spec);
}
