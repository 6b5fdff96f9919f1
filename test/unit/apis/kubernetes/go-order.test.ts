// What a refusal shows of an object that a patch made: the levels that the patch went through by name, the others as Go's structs have them.
import { expect, it } from 'vitest';
import { worldOf } from '../../../worlds/setup.ts';
import { ask, jsonPatch, mergePatch, refused } from './support.ts';

const path = '/api/v1/namespaces/demo/services';

/** The object in the text of the refusal. */
function shownBy(type: string, patch: unknown): string {
  const world = worldOf();
  const spec = { selector: { z: '1', a: '2' }, ports: [{ targetPort: 81, port: 80, name: 'web' }] };
  ask(world, 'POST', path, { body: { metadata: { labels: { b: '1' }, name: 's' }, spec } });
  const { message = '' } = refused(world, 'PATCH', `${path}/s`, { body: patch, type });
  const [, text = '""'] = /patch: Invalid value: ("(?:[^"\\]|\\.)*"): /.exec(message) ?? [];
  return JSON.parse(text) as string;
}

const metadata =
  /"metadata":\{"name":"s","namespace":"demo","uid":"[^"]+","resourceVersion":"\d+","creationTimestamp":"[^"]+","labels":\{"b":"1"\},"managedFields":\[\{"manager":"unknown","operation":"Update","apiVersion":"v1","time":"[^"]+","fieldsType":"FieldsV1","fieldsV1":\{.*\}\}\]\}/;

it('a merge patch', () => {
  const shown = shownBy(mergePatch, { spec: { type: 7, externalName: { y: 1, x: [{ d: 1, c: 2 }] } } });
  expect(shown).toMatch(/^\{"apiVersion":"v1","kind":"Service","metadata":/);
  expect(shown).toMatch(metadata);
  expect(shown).toMatch(
    new RegExp(
      '"spec":\\{"clusterIP":"[^"]+","clusterIPs":\\["[^"]+"\\],"externalName":\\{"x":\\[\\{"c":2,"d":1\\}\\],"y":1\\},' +
        '"internalTrafficPolicy":"Cluster","ipFamilies":\\["IPv4"\\],"ipFamilyPolicy":"SingleStack",' +
        '"ports":\\[\\{"name":"web","protocol":"TCP","port":80,"targetPort":81\\}\\],"selector":\\{"a":"2","z":"1"\\},' +
        '"sessionAffinity":"None","type":7\\},"status":\\{"loadBalancer":\\{\\}\\}\\}$',
    ),
  );
});

it('a JSON patch', () => {
  const shown = shownBy(jsonPatch, [{ op: 'replace', path: '/spec/ports/0/port', value: 'x' }]);
  expect(shown).toMatch(metadata);
  expect(shown).toMatch(
    /"ports":\[\{"name":"web","port":"x","protocol":"TCP","targetPort":81\}\],"selector":\{"a":"2","z":"1"\}/,
  );
  expect(shown).toMatch(
    /^\{"apiVersion":"v1","kind":"Service","metadata":.*,"spec":.*,"status":\{"loadBalancer":\{\}\}\}$/,
  );
});

it.each([
  [
    'a built-in object: metadata as the struct has it, labels by their keys',
    path,
    {
      metadata: { labels: { b: '1', a: '2' }, annotations: { y: '', x: '' }, finalizers: ['a/b'], name: 's' },
      spec: { ports: [{ port: 80 }] },
    },
    /^\{"kind":"Service","apiVersion":"v1","metadata":\{"name":"s","namespace":"demo","uid":"[^"]+","resourceVersion":"\d+","creationTimestamp":"[^"]+","labels":\{"a":"2","b":"1"\},"annotations":\{"x":"","y":""\},"finalizers":\["a\/b"\],"managedFields":/,
  ],
  [
    'an object of a definition: all of metadata by its keys',
    '/apis/vmoperator.vmware.com/v1alpha1/namespaces/demo/virtualmachinesetresourcepolicies',
    { metadata: { name: 's', labels: { b: '1', a: '2' } }, spec: {} },
    /^\{"apiVersion":"[^"]+","kind":"\w+","metadata":\{"creationTimestamp":"[^"]+","generation":1,"labels":\{"a":"2","b":"1"\},"managedFields":\[\{"apiVersion":"[^"]+","fieldsType":"FieldsV1","fieldsV1":\{.*\},"manager":"unknown","operation":"Update","time":"[^"]+"\}\],"name":"s","namespace":"demo","resourceVersion":"\d+","uid":"[^"]+"\}/,
  ],
] as const)('%s', (_, place, body, text) => {
  const world = worldOf();
  ask(world, 'POST', place, { body });
  expect(ask(world, 'GET', `${place}/s`).text).toMatch(text);
});
