// From a field that the server names to its line, and what stands above a line that is being written.
import { describe, expect, it } from 'vitest';
import { documentStarts, fieldsInMessage, lineOfField, pathOf } from '../../../../web/editor/fields.ts';
import { placeOf } from '../../../../web/editor/place.ts';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    a.b/c: d
spec:
  replicass: 1
  template:
    spec:
      containers:
        - name: one
          image: a
        - name: two
          image: b
`;

it.each([
  ['spec.containers[0].image', ['spec', 'containers', 0, 'image']],
  ['metadata.labels[a.b/c]', ['metadata', 'labels', 'a.b/c']],
  ['data[constructor]', ['data', 'constructor']],
  ['', []],
])('%s', (field, parts) => {
  expect(pathOf(field)).toEqual(parts);
});

it.each([
  ['spec.replicass', 8],
  ['metadata.labels[a.b/c]', 6],
  ['spec.template.spec.containers[1].image', 15],
  ['spec.template.spec.containers[1].ports', 14],
  ['spec.selector', 7],
  ['spec.template.spec.containers[7]', 11],
])('%s is at line %i, or what it should be in is', (field, line) => {
  expect(lineOfField(manifest, field)).toBe(line);
});

it('documents begin where kubectl cuts', () => {
  expect(documentStarts('a: 1\n---\nb: 2\n--- # c\nd: 3\n')).toEqual([1, 3, 5]);
});

it('fields that a refusal names', () => {
  const message = 'strict decoding error: unknown field "spec.replicass", duplicate field "metadata.name"';
  expect(fieldsInMessage(message)).toEqual([
    { field: 'spec.replicass', message: 'unknown field "spec.replicass"' },
    { field: 'metadata.name', message: 'duplicate field "metadata.name"' },
  ]);
});

describe('where a line stands', () => {
  const lines = manifest.split('\n');
  it.each([
    [15, 10, ['spec', 'template', 'spec', 'containers']],
    [8, 2, ['spec']],
    [5, 4, ['metadata', 'labels']],
  ])('below line %i at column %i', (above, indent, path) => {
    expect(placeOf(lines.slice(0, above), indent)).toEqual({
      path,
      apiVersion: 'apps/v1',
      kind: 'Deployment',
    });
  });

  it('knows nothing of the document before', () => {
    expect(placeOf([...lines, '---', 'kind: Pod', 'spec:'], 2)).toEqual({
      path: ['spec'],
      apiVersion: '',
      kind: 'Pod',
    });
  });
});
