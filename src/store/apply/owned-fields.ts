// Which fields a write to an endpoint may own: never those that the endpoint resets, as the status of a whole object.
// Source: the GetResetFields and GetResetFieldsFilter of the API server's registries.
import { fieldElement, type Element } from './element.ts';
import { fieldSet, recursiveDifference, type FieldNode, type FieldSet } from './field-set.ts';

function path(...names: readonly string[]): readonly Element[] {
  return names.map(fieldElement);
}

const status = fieldSet(path('status'));
const specAndMeta = fieldSet(path('spec'), path('metadata'));

type KeptMeta = 'all' | readonly ('deletionTimestamp' | 'labels' | 'ownerReferences')[];

/** Where a write of the status keeps metadata, too, beside everything that is no status. */
const metaKeptByStatus: Readonly<Record<string, KeptMeta>> = {
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': 'all',
  'apiextensions.k8s.io/CustomResourceDefinition': 'all',
  'apiregistration.k8s.io/APIService': 'all',
  'apps/Deployment': ['labels'],
  'flowcontrol.apiserver.k8s.io/FlowSchema': 'all',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': 'all',
  'networking.k8s.io/ServiceCIDR': 'all',
  'storage.k8s.io/VolumeAttachment': 'all',
  '/Pod': ['deletionTimestamp', 'ownerReferences'],
};

/** What of its metadata an object keeps when its status is written: all of it, or some members. */
export function metaKept({ group, kind, custom }: Omit<OwningKind, 'hasStatus'>): KeptMeta {
  const name = `${group}/${kind}`;
  if (custom) return 'all';
  return Object.hasOwn(metaKeptByStatus, name) ? (metaKeptByStatus[name] ?? []) : [];
}

const any = '*';

/** Subresources that write nothing but these. */
const writtenBy: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ephemeralcontainers: [['spec', 'ephemeralContainers']],
  resize: [
    ['spec', 'containers', any, 'resources'],
    ['spec', 'containers', any, 'resizePolicy'],
    ['spec', 'initContainers', any, 'resources'],
    ['spec', 'initContainers', any, 'resizePolicy'],
  ],
};

/** The subresource of a loop of the world, which writes objects as a whole. */
const whole = '*';

/** What admission and the scheduler's binding put into a Pod, which is no write of its spec. */
const filledIn: Readonly<Record<string, FieldSet>> = {
  '/Pod': fieldSet(
    path('spec', 'nodeName'),
    path('spec', 'preemptionPolicy'),
    path('spec', 'priority'),
    path('spec', 'serviceAccount'),
    path('spec', 'serviceAccountName'),
    path('spec', 'tolerations'),
  ),
};

/** A Pod's volume of its token, and where it is mounted, which admission puts in. */
const tokenItem =
  /^k:\{"(?:name":"kube-api-access-|mountPath":"\/var\/run\/secrets\/kubernetes\.io\/serviceaccount")/;

/** The set without items that `unowned` names by their step, and without lists that hold nothing else. */
export function withoutItems(set: FieldSet, unowned: RegExp | undefined): FieldSet {
  if (unowned === undefined) return set;
  const result = new Map<Element, FieldNode>();
  for (const [element, { member, children }] of set) {
    if (unowned.test(element)) continue;
    const left = children === undefined ? undefined : withoutItems(children, unowned);
    if (left === undefined || left.size > 0) result.set(element, { member, children: left });
  }
  return result;
}

export interface OwningKind {
  readonly group: string;
  readonly kind: string;
  /** Made of a CustomResourceDefinition. */
  readonly custom: boolean;
  readonly hasStatus: boolean;
}

/** List items, by their step, that a write never owns. */
export function unownedItems(
  { group, kind }: Pick<OwningKind, 'group' | 'kind'>,
  subresource: string,
): RegExp | undefined {
  return subresource === whole && Object.hasOwn(filledIn, `${group}/${kind}`) ? tokenItem : undefined;
}

/** What of a set a write to the kind, or to one of its subresources, may own. */
export function ownedFields(kind: OwningKind, subresource: string): (set: FieldSet) => FieldSet {
  if (subresource === '') return kind.hasStatus ? (set) => recursiveDifference(set, status) : (set) => set;
  const name = `${kind.group}/${kind.kind}`;
  if (subresource === whole) {
    const filled = Object.hasOwn(filledIn, name) ? filledIn[name] : undefined;
    return filled === undefined ? (set) => set : (set) => recursiveDifference(set, filled);
  }
  if (subresource === 'status') {
    const meta = metaKept(kind);
    const kept =
      meta === 'all' ? specAndMeta : fieldSet(path('spec'), ...meta.map((each) => path('metadata', each)));
    return (set) => recursiveDifference(set, kept);
  }
  const written = Object.hasOwn(writtenBy, subresource) ? writtenBy[subresource] : undefined;
  return written === undefined ? (set) => set : (set) => onlyWithin(set, written);
}

/** What lies on or below one of the paths. */
function onlyWithin(set: FieldSet, paths: readonly (readonly string[])[]): FieldSet {
  if (paths.some((names) => names.length === 0)) return set;
  const result = new Map<Element, FieldNode>();
  for (const [element, node] of set) {
    const onward = paths.filter(([name]) => name === any || fieldElement(name ?? '') === element);
    if (onward.length === 0) continue;
    const children =
      node.children === undefined
        ? undefined
        : onlyWithin(
            node.children,
            onward.map((names) => names.slice(1)),
          );
    const below = children === undefined || children.size === 0 ? undefined : children;
    if (node.member || below !== undefined) result.set(element, { member: node.member, children: below });
  }
  return result;
}
