// ConfigMap. Source of rules: kubernetes pkg/apis/core/validation, ValidateConfigMap.
import type { ConfigMap as ConfigMapType } from '#types';
import { equal } from '../../std/draft.ts';
import { isConfigMapKey } from '../../std/names.ts';
import { utf8Length } from '../../std/utf8.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

export type ConfigMap = Stored<ConfigMapType>;

/** Bytes of all values together that a ConfigMap or Secret may hold. */
export const dataBytesMax = 1024 * 1024;

export const configMaps = kubernetesKind<ConfigMap>({
  group: '',
  kind: 'ConfigMap',
  plural: 'configmaps',
  short: ['cm'],
  namespaced: true,
  validate(next, prev, causes) {
    let bytes = 0;
    for (const [key, value] of Object.entries(next.data ?? {})) {
      causes.invalidEach(`data[${key}]`, key, isConfigMapKey(key));
      if (Object.hasOwn(next.binaryData ?? {}, key)) {
        causes.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData');
      }
      bytes += utf8Length(value);
    }
    for (const [key, value] of Object.entries(next.binaryData ?? {})) {
      causes.invalidEach(`binaryData[${key}]`, key, isConfigMapKey(key));
      bytes += Math.floor((value.length * 3) / 4);
    }
    if (bytes > dataBytesMax) causes.tooLong('[]', dataBytesMax);
    if (prev?.immutable !== true) return;
    const frozen = 'field is immutable when `immutable` is set';
    if (next.immutable !== true) causes.forbidden('immutable', frozen);
    if (!equal(next.data, prev.data)) causes.forbidden('data', frozen);
    if (!equal(next.binaryData, prev.binaryData)) causes.forbidden('binaryData', frozen);
  },
  columns: [
    nameColumn,
    {
      name: 'Data',
      cell: (map) => Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length,
    },
    ageColumn,
  ],
});
