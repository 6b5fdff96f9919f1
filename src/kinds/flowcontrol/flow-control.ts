// FlowSchema and PriorityLevelConfiguration: which requests wait for which. The API server's own are computed, as it keeps making
// them; those that people add are stored. Nothing waits in the sandbox, so they are kept and told, and do nothing.
// Source: kubernetes pkg/apis/flowcontrol/{v1/defaults,validation/validation}.go, pkg/printers/internalversion.
import type {
  FlowSchema as FlowSchemaType,
  PriorityLevelConfiguration as PriorityLevelConfigurationType,
} from '#types';
import { getOwn } from '../../std/own.ts';
import { quote } from '../../store/causes.ts';
import { kindId, type Computed, type Kind } from '../../store/kind.ts';
import type { Stored, StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { besideStored, computedMetadata } from '../computed.ts';
import { kubernetesKind, statusSubresource } from '../kubernetes-kind.ts';
import { flows, levels } from './bootstrap.ts';
import { checkFlow, checkLevel } from './validate.ts';

export type FlowSchema = Stored<FlowSchemaType>;
type PriorityLevelConfiguration = Stored<PriorityLevelConfigurationType>;

const group = 'flowcontrol.apiserver.k8s.io';

/** What the API server keeps of a kind, as if it had been made with kube-system, and what people added. */
function kept<T extends StoredObject>(
  kind: Pick<Kind, 'group' | 'kind' | 'plural'>,
  specs: Readonly<Record<string, object>>,
  told: (object: T, view: ReadView) => T,
): Computed<T> {
  const { list, get } = besideStored<T>(kind, (view) =>
    Object.entries(specs).map(([name, spec]) => {
      const annotations = { 'apf.kubernetes.io/autoupdate-spec': 'true' };
      const metadata = { ...computedMetadata(view, kind, name), annotations };
      return { apiVersion: `${group}/v1`, kind: kind.kind, metadata, spec } as unknown as T;
    }),
  );
  return {
    list: (view, namespace) => list(view, namespace).map((object) => told(object, view)),
    get: (view, namespace, name) => told(get(view, namespace, name), view),
  };
}

const levelNames = { group, kind: 'PriorityLevelConfiguration', plural: 'prioritylevelconfigurations' };
const flowNames = { group, kind: 'FlowSchema', plural: 'flowschemas' };

/** With whether the level that it names is there, beside what others say of the flow. */
function withDangling(flow: FlowSchema, view: ReadView): FlowSchema {
  const name = flow.spec.priorityLevelConfiguration?.name ?? '';
  const isThere = getOwn(levels, name) !== undefined || view.get(kindId(levelNames), name) !== undefined;
  const what = `This FlowSchema references the PriorityLevelConfiguration object named ${quote(name)}`;
  const condition = {
    type: 'Dangling',
    status: isThere ? 'False' : 'True',
    lastTransitionTime: flow.metadata.creationTimestamp,
    reason: isThere ? 'Found' : 'NotFound',
    message: `${what} ${isThere ? 'and it exists' : 'but there is no such object'}`,
  };
  const others = (flow.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...flow, status: { conditions: [condition, ...others] } };
}

export const flowSchemas = kubernetesKind<FlowSchema>({
  ...flowNames,
  namespaced: false,
  generation: true,
  subresources: [statusSubresource],
  defaults({ spec }) {
    if (spec !== undefined) spec.matchingPrecedence ||= 1_000;
  },
  validate({ metadata, spec = {} }, _prev, causes) {
    checkFlow(metadata.name, spec, causes);
  },
  project: (flow, _now, view) => withDangling(flow, view),
  columns: [
    nameColumn,
    { name: 'PriorityLevel', cell: ({ spec }) => spec.priorityLevelConfiguration?.name ?? '' },
    { name: 'MatchingPrecedence', cell: ({ spec }) => String(spec.matchingPrecedence ?? 0) },
    { name: 'DistinguisherMethod', cell: ({ spec }) => spec.distinguisherMethod?.type ?? '<none>' },
    ageColumn,
    {
      name: 'MissingPL',
      cell: ({ status }) => status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
    },
  ],
  computed: kept<FlowSchema>(flowNames, flows, withDangling),
});

const queuingOf = ({ spec }: PriorityLevelConfiguration) => spec.limited?.limitResponse?.queuing;
/** A level has nothing to say of itself; others may. */
const told = (level: PriorityLevelConfiguration): PriorityLevelConfiguration => ({
  ...level,
  status: level.status ?? {},
});

const shown = (value: number | undefined): string => (value === undefined ? '<none>' : String(value));

export const priorityLevelConfigurations = kubernetesKind<PriorityLevelConfiguration>({
  ...levelNames,
  namespaced: false,
  generation: true,
  subresources: [statusSubresource],
  defaults({ spec }) {
    if (spec?.exempt !== undefined) {
      spec.exempt.nominalConcurrencyShares ??= 0;
      spec.exempt.lendablePercent ??= 0;
    }
    if (spec?.limited === undefined) return;
    spec.limited.nominalConcurrencyShares ??= 30;
    spec.limited.lendablePercent ??= 0;
    const queuing = spec.limited.limitResponse?.queuing;
    if (queuing === undefined) return;
    queuing.queues ||= 64;
    queuing.handSize ||= 8;
    queuing.queueLengthLimit ||= 50;
  },
  validate({ metadata, spec = {} }, _prev, causes) {
    checkLevel(metadata.name, spec, causes);
  },
  columns: [
    nameColumn,
    { name: 'Type', cell: ({ spec }) => spec.type ?? '' },
    { name: 'NominalConcurrencyShares', cell: ({ spec }) => shown(spec.limited?.nominalConcurrencyShares) },
    { name: 'Queues', cell: (level) => shown(queuingOf(level)?.queues) },
    { name: 'HandSize', cell: (level) => shown(queuingOf(level)?.handSize) },
    { name: 'QueueLengthLimit', cell: (level) => shown(queuingOf(level)?.queueLengthLimit) },
    ageColumn,
  ],
  project: told,
  computed: kept<PriorityLevelConfiguration>(levelNames, levels, told),
});
