import { describe, expect, it } from 'vitest';
import { goUntyped, goValue, shownAsIs } from '../../../src/store/go-types.ts';

describe('a value of a Go type', () => {
  it.each([
    ['map[string]string', { b: '2', a: 'x"y' }, 'map[string]string{"a":"x\\"y", "b":"2"}'],
    ['map[string]string', undefined, 'map[string]string(nil)'],
    ['[]string', [], '[]string{}'],
    ['[]int32', [1, 2], '[]int32{1, 2}'],
    ['intstr.IntOrString', '50%', 'intstr.IntOrString{Type:1, IntVal:0, StrVal:"50%"}'],
    [
      'v1.LabelSelector',
      { matchExpressions: [{ key: 'a', operator: 'In', values: ['x'] }] },
      'v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement{v1.LabelSelectorRequirement{Key:"a", Operator:"In", Values:[]string{"x"}}}}',
    ],
    [
      'core.ResourceList',
      { cpu: '100m', memory: '64Mi' },
      'core.ResourceList{"cpu":resource.Quantity{i:resource.int64Amount{value:100, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"100m", Format:"DecimalSI"}, "memory":resource.Quantity{i:resource.int64Amount{value:67108864, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"64Mi", Format:"BinarySI"}}',
    ],
    [
      'rbac.RoleRef',
      { apiGroup: 'g', kind: 'Role', name: 'n' },
      'rbac.RoleRef{APIGroup:"g", Kind:"Role", Name:"n"}',
    ],
  ])('%s of %j', (type, value, expected) => {
    expect(goValue(type, value).text).toBe(expected);
  });

  it('is a Pod template, with its volumes’ sources in place and times that are nil', () => {
    const template = {
      metadata: { labels: { a: 'b' } },
      spec: { dnsPolicy: 'ClusterFirst', volumes: [{ name: 'v', emptyDir: {} }] },
    };
    const { text } = goValue('core.PodTemplateSpec', template);
    expect(text).toMatch(
      /^core\.PodTemplateSpec\{ObjectMeta:v1\.ObjectMeta\{Name:"", GenerateName:"", Namespace:"", SelfLink:"", UID:"", ResourceVersion:"", Generation:0, CreationTimestamp:time\.Date\(1, time\.January, 1, 0, 0, 0, 0, time\.UTC\), DeletionTimestamp:<nil>, /,
    );
    expect(text).toContain('Labels:map[string]string{"a":"b"}, Annotations:map[string]string(nil)');
    expect(text).toContain('HostPath:(*core.HostPathVolumeSource)(nil)');
    expect(text).toContain('EmptyDir:(*core.EmptyDirVolumeSource)(0xc000000000)');
    expect(text).toContain('DNSPolicy:"ClusterFirst"');
  });
});

describe('a value of no type', () => {
  it.each([
    [{ a: [1, 'x', null] }, 'map[string]interface {}{"a":[]interface {}{1, "x", interface {}(nil)}}'],
    [null, 'interface {}(nil)'],
  ])('%j', (value, expected) => {
    expect(goUntyped(value).text).toBe(expected);
  });

  it('is shown as it is where it is simple', () => {
    expect([shownAsIs('a'), shownAsIs(1), shownAsIs(true)]).toEqual(['a', 1, true]);
  });
});
