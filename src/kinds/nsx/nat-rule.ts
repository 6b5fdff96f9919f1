// A SNAT rule: what a namespace's traffic is translated to on its way out.
import { string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const natRules = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['tier1', 'scope', 'namespace', 'action', 'sources', 'translated'],
      properties: {
        tier1: string,
        scope: string,
        namespace: string,
        action: { type: 'string', enum: ['SNAT'] },
        sources: strings,
        /** One address of the egress pool. */
        translated: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'nsx.sandbox',
    kind: 'NatRule',
    plural: 'natrules',
    indexes: {
      namespace: (rule) => [`${rule.spec.scope}/${rule.spec.namespace}`],
      scope: (rule) => [rule.spec.scope],
    },
    columns: [
      nameColumn,
      { name: 'Action', cell: (rule) => rule.spec.action },
      { name: 'Sources', cell: (rule) => rule.spec.sources.join(',') },
      { name: 'Translated', cell: (rule) => rule.spec.translated },
      ageColumn,
    ],
  },
);

export type NatRule = ObjectOf<typeof natRules>;
