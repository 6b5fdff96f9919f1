// What changed in a Pod's spec, as the API server shows it: lists by their items, what is equal left out, what is long cut.
import { describe, expect, it } from 'vitest';
import { goDiff } from '../../../src/std/go-diff/diff.ts';
import { goTree } from '../../../src/store/go-tree.ts';

const container = (more: object) => ({ containers: [{ name: 'c', image: 'nginx', ...more }] });

const diff = (prev: object, next: object): readonly string[] =>
  goDiff(goTree('core.PodSpec', prev), goTree('core.PodSpec', next)).split('\n');

/** The lines of the container, without what is equal at its beginning and its end. */
const inContainer = (prev: object, next: object): readonly string[] =>
  diff(container(prev), container(next))
    .filter((line) => /^[-+ ] \t\t\t/.test(line) && !line.includes('identical'))
    .map((line) => line.replace(/^(.) \t\t\t/, '$1 '));

const variable = (name: string, value: string) => ({ name, value });

describe('a difference of containers', () => {
  it.each<readonly [string, object, object, readonly string[]]>([
    [
      'in a variable',
      { env: [variable('A', '1')] },
      { env: [variable('A', '2')] },
      [
        '  Ports:   nil,',
        '  EnvFrom: nil,',
        '  Env: []core.EnvVar{',
        '  \t{',
        '  \t\tName:      "A",',
        '- \t\tValue:     "1",',
        '+ \t\tValue:     "2",',
        '  \t\tValueFrom: nil,',
        '  \t},',
        '  },',
        '  Resources:    {},',
        '  ResizePolicy: nil,',
      ],
    ],
    [
      'by a variable more and one less',
      { env: [variable('A', '1'), variable('B', '1')] },
      { env: [variable('B', '1'), variable('C', 'x')] },
      [
        '  Ports:   nil,',
        '  EnvFrom: nil,',
        '  Env: []core.EnvVar{',
        '- \t{Name: "A", Value: "1"},',
        '  \t{Name: "B", Value: "1"},',
        '+ \t{Name: "C", Value: "x"},',
        '  },',
        '  Resources:    {},',
        '  ResizePolicy: nil,',
      ],
    ],
    [
      'in amounts',
      { resources: { limits: { cpu: '1' } } },
      { resources: { limits: { cpu: '500m', memory: '1Gi' } } },
      [
        '  EnvFrom: nil,',
        '  Env:     nil,',
        '  Resources: core.ResourceRequirements{',
        '  \tLimits: core.ResourceList{',
        '- \t\ts"cpu":    {i: resource.int64Amount{value: 1}, s: "1", Format: "DecimalSI"},',
        '+ \t\ts"cpu":    {i: resource.int64Amount{value: 500, scale: -3}, s: "500m", Format: "DecimalSI"},',
        '+ \t\ts"memory": {i: resource.int64Amount{value: 1073741824}, s: "1Gi", Format: "BinarySI"},',
        '  \t},',
        '  \tRequests: nil,',
        '  \tClaims:   nil,',
        '  },',
        '  ResizePolicy:  nil,',
        '  RestartPolicy: nil,',
      ],
    ],
    [
      'by a probe, of which not everything is told',
      {},
      { livenessProbe: { httpGet: { path: '/', port: 80, scheme: 'HTTP' }, periodSeconds: 10 } },
      [
        '  VolumeMounts:  nil,',
        '  VolumeDevices: nil,',
        '- LivenessProbe: nil,',
        '+ LivenessProbe: &core.Probe{',
        '+ \tProbeHandler: core.ProbeHandler{',
        '+ \t\tHTTPGet: &core.HTTPGetAction{Path: "/", Port: intstr.IntOrString{...}, Scheme: "HTTP"},',
        '+ \t},',
        '+ \tPeriodSeconds: 10,',
        '+ },',
        '  ReadinessProbe: nil,',
        '  StartupProbe:   nil,',
      ],
    ],
    [
      'beside a long image',
      { image: 'x'.repeat(70), args: ['a'] },
      { image: 'x'.repeat(70) },
      [
        '  Name:       "c",',
        `  Image:      "${'x'.repeat(64)}"...,`,
        '  Command:    nil,',
        '- Args:       []string{"a"},',
        '+ Args:       nil,',
        '  WorkingDir: "",',
        '  Ports:      nil,',
      ],
    ],
  ])('%s', (_, prev, next, lines) => {
    expect(inContainer(prev, next)).toEqual(lines);
  });
});

it('a difference of the Pod itself', () => {
  const prev = { ...container({}), nodeSelector: { a: 'b' }, restartPolicy: 'Always' };
  const next = { ...prev, nodeSelector: { a: 'c' }, terminationGracePeriodSeconds: 30 };
  expect(diff(prev, next)).toEqual([
    '  core.PodSpec{',
    '  \t... // 3 identical fields',
    '  \tEphemeralContainers:           nil,',
    '  \tRestartPolicy:                 "Always",',
    '- \tTerminationGracePeriodSeconds: nil,',
    '+ \tTerminationGracePeriodSeconds: &30,',
    '  \tActiveDeadlineSeconds:         nil,',
    '  \tDNSPolicy:                     "",',
    '- \tNodeSelector:                  map[string]string{"a": "b"},',
    '+ \tNodeSelector:                  map[string]string{"a": "c"},',
    '  \tServiceAccountName:            "",',
    '  \tAutomountServiceAccountToken:  nil,',
    '  \t... // 23 identical fields',
    '  }',
    '',
  ]);
});
