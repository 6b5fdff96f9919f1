// Server-side apply over the wire, and who owns which field after every kind of write: the requests that kubectl makes, and what
// a real API server answers to them.
import { describe, expect, it } from 'vitest';
import { deployment, paths, pass, podSpec, worldOf, type Body } from '../../../worlds/setup.ts';
import type { World } from '../../../../src/world.ts';
import { applyPatch, ask, configMap, jane, jsonPatch, maps, mergePatch, refused } from './support.ts';

const kubectl = '?fieldManager=kubectl&force=false&fieldValidation=Strict';

function apply(world: World, path: string, body: unknown, query = kubectl) {
  return ask(world, 'PATCH', `${path}${query}`, { type: applyPatch, body });
}

/** `kubectl Apply`, `kube-controller-manager Update status`: the entries in their order, with the names of what they own. */
function owners({ metadata }: Body): readonly string[] {
  return (metadata.managedFields ?? []).map(({ manager, operation, subresource, fieldsV1 }) => {
    const through = subresource === undefined ? '' : ` ${subresource}`;
    return `${manager} ${operation}${through}: ${leaves(fieldsV1 ?? {}).join(' ')}`;
  });
}

function leaves(fields: Readonly<Record<string, unknown>>, path = ''): readonly string[] {
  return Object.entries(fields).flatMap(([name, below]) => {
    const at = name === '.' ? `${path}/` : `${path}.${name.replace(/^f:/, '')}`;
    const inner = leaves(below as Record<string, unknown>, at);
    return inner.length === 0 ? [at] : inner;
  });
}

describe('applying', () => {
  it('makes what is not there, and again changes nothing', () => {
    const world = worldOf();
    const made = apply(world, `${maps}/a`, configMap('a', { x: '1' }));
    expect([made.status, owners(made.body)]).toEqual([201, ['kubectl Apply: .data.x']]);
    pass(world, 60);
    const again = apply(world, `${maps}/a`, configMap('a', { x: '1' }));
    expect([again.status, again.body]).toEqual([200, made.body]);
  });

  it('takes away what is no longer said, keeps what others say', () => {
    const world = worldOf();
    apply(world, `${maps}/a`, configMap('a', { x: '1', y: '2' }));
    apply(world, `${maps}/a`, configMap('a', { y: '2' }), '?fieldManager=other');
    const { body } = apply(world, `${maps}/a`, configMap('a', { z: '3' }));
    expect(body).toMatchObject({ data: { y: '2', z: '3' } });
    // Whoever changed nothing has no time, and comes first.
    expect(owners(body)).toEqual(['other Apply: .data.y', 'kubectl Apply: .data.z']);
  });

  it('refuses what others own with another value, unless it is forced', () => {
    const world = worldOf();
    ask(world, 'POST', `${maps}?fieldManager=kubectl-create`, { body: configMap('a', { x: '1', y: '2' }) });
    const body = configMap('a', { x: '2', y: '3' });
    const conflict = 'conflict with "kubectl-create" using v1';
    expect(refused(world, 'PATCH', `${maps}/a${kubectl}`, { type: applyPatch, body })).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Apply failed with 2 conflicts: conflicts with "kubectl-create" using v1:\n- .data.x\n- .data.y',
      details: {
        causes: [
          { reason: 'FieldManagerConflict', message: conflict, field: '.data.x' },
          { reason: 'FieldManagerConflict', message: conflict, field: '.data.y' },
        ],
      },
    });
    const forced = apply(world, `${maps}/a`, body, '?fieldManager=kubectl&force=true');
    expect(forced.body).toMatchObject({ data: { x: '2', y: '3' } });
    expect(owners(forced.body)).toEqual(['kubectl Apply: .data.x .data.y', 'kubectl-create Update: .data']);
  });

  it('fills in defaults that nobody then owns', () => {
    const world = worldOf();
    const { body } = apply(world, `${paths.pods}/p`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'main', image: 'nginx' }] },
    });
    expect(body.spec).toMatchObject({ restartPolicy: 'Always', serviceAccountName: 'default' });
    expect(owners(body)).toEqual([
      'kubectl Apply: .spec.containers.k:{"name":"main"}/ .spec.containers.k:{"name":"main"}.image ' +
        '.spec.containers.k:{"name":"main"}.name',
    ]);
  });

  it('as a dry run answers the same and changes nothing', () => {
    const world = worldOf();
    const { status, body } = apply(world, `${maps}/a`, configMap('a', { x: '1' }), `${kubectl}&dryRun=All`);
    expect([status, owners(body)]).toEqual([201, ['kubectl Apply: .data.x']]);
    expect(ask(world, 'GET', `${maps}/a`).status).toBe(404);
  });

  it('reads YAML', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  # why\n  x: "1"\n';
    expect(apply(worldOf(), `${maps}/a`, text).body).toMatchObject({ data: { x: '1' } });
  });

  it('warns of a key that stands twice, or refuses it', () => {
    const world = worldOf();
    const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: "1"\n  x: "2"\n';
    expect(refused(world, 'PATCH', `${maps}/a${kubectl}`, { type: applyPatch, body })).toMatchObject({
      code: 400,
      message:
        'error strict decoding patch: error converting YAML to JSON: yaml: unmarshal errors:\n' +
        '  line 6: key "x" already set in map',
    });
    const made = apply(world, `${maps}/a`, body, '?fieldManager=kubectl');
    expect(made.body).toMatchObject({ data: { x: '2' } });
    expect(made.headers['warning']).toEqual(['299 - "line 6: key \\"x\\" already set in map"']);
  });

  it('of an object that is gone, by its uid, is a conflict', () => {
    const uid = '11111111-1111-1111-1111-111111111111';
    const body = { ...configMap('a'), metadata: { name: 'a', uid } };
    expect(refused(worldOf(), 'PATCH', `${maps}/a${kubectl}`, { type: applyPatch, body })).toMatchObject({
      code: 409,
      message:
        `Operation cannot be fulfilled on configmaps "a": uid mismatch: the provided object specified uid ${uid}, ` +
        'and no existing object was found',
    });
  });

  it('from an old version is a conflict', () => {
    const world = worldOf();
    apply(world, `${maps}/a`, configMap('a', { x: '1' }));
    const body = { ...configMap('a', { x: '2' }), metadata: { name: 'a', resourceVersion: '7' } };
    expect(refused(world, 'PATCH', `${maps}/a${kubectl}`, { type: applyPatch, body })).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes ' +
        'to the latest version and try again',
    });
  });

  it.each([
    [
      '{',
      400,
      'error decoding YAML: error converting YAML to JSON: yaml: line 1: did not find expected node content',
    ],
    [
      '- a',
      400,
      'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value ' +
        'of type map[string]interface {}',
    ],
    ['', 400, 'invalid object type: /, Kind='],
    [{ ...configMap('a'), kind: 'Secret' }, 400, 'invalid object type: /v1, Kind=Secret'],
    [
      { ...configMap('a'), metadata: { name: 'a', managedFields: [] } },
      400,
      'metadata.managedFields must be nil',
    ],
    [
      { ...configMap('a'), bogus: 1 },
      500,
      'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .bogus: field not declared in schema',
    ],
    [{ ...configMap('b') }, 400, 'the name of the object (b) does not match the name on the URL (a)'],
    [
      { ...configMap('a'), metadata: { name: 'a', namespace: 'other' } },
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
  ])('%j is refused with %i', (body, code, message) => {
    expect(refused(worldOf(), 'PATCH', `${maps}/a${kubectl}`, { type: applyPatch, body })).toMatchObject({
      code,
      message,
    });
  });

  it('needs a field manager, and force is of no other patch', () => {
    const world = worldOf();
    const body = configMap('a');
    expect(refused(world, 'PATCH', `${maps}/a`, { type: applyPatch, body })).toMatchObject({
      code: 422,
      message:
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    });
    expect(refused(world, 'PATCH', `${maps}/a?force=true`, { type: mergePatch, body: {} }).message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
  });

  it('of what is not there needs leave to create it', () => {
    const world = worldOf();
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'patcher' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }],
    };
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/demo';
    expect(ask(world, 'POST', `${rbac}/roles`, { body: role }).status).toBe(201);
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'patcher' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'patcher' },
      subjects: [{ kind: 'User', name: jane.user, apiGroup: 'rbac.authorization.k8s.io' }],
    };
    expect(ask(world, 'POST', `${rbac}/rolebindings`, { body: binding }).status).toBe(201);
    const asked = { type: applyPatch, body: configMap('a'), actor: jane };
    expect(refused(world, 'PATCH', `${maps}/a${kubectl}`, asked)).toMatchObject({
      code: 403,
      message:
        'configmaps "a" is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "demo"',
    });
  });
});

describe('owner references that stand twice', () => {
  const uid = '11111111-1111-1111-1111-111111111111';
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid };
  const object = { ...configMap('a'), metadata: { name: 'a', ownerReferences: [owner, owner] } };
  const warning = (when: string) =>
    `299 - ".metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, ` +
    `and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uid}"`;

  it.each([
    ['POST', maps, '', undefined],
    ['PUT', `${maps}/a`, '', undefined],
    ['PATCH', `${maps}/a`, ' after mutating admission happens', mergePatch],
  ])('count once in a %s, with a warning', (method, path, when, type) => {
    const world = worldOf();
    if (method !== 'POST') ask(world, 'POST', maps, { body: configMap('a') });
    const { body, headers } = ask(world, method, path, {
      body: object,
      ...(type === undefined ? {} : { type }),
    });
    expect(body.metadata.ownerReferences).toEqual([owner]);
    expect(headers['warning']).toEqual([warning(when)]);
  });
});

describe('a count through scale', () => {
  const web = `${paths.deployments}/web`;
  const scaled = (replicas: number) => ({ spec: { replicas } });

  it('is owned by who scaled, through the subresource', () => {
    const world = worldOf();
    apply(world, web, { ...deployment('web', 1), spec: { ...deployment('web', 1).spec } });
    ask(world, 'PATCH', `${web}/scale?fieldManager=kubectl`, { type: mergePatch, body: scaled(3) });
    const { body } = ask(world, 'GET', web);
    expect(body.spec['replicas']).toBe(3);
    expect(owners(body)).toContain('kubectl Update scale: .spec.replicas');
    expect(
      refused(world, 'PATCH', `${web}${kubectl}`, { type: applyPatch, body: deployment('web', 1) }).message,
    ).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  it('may be applied', () => {
    const world = worldOf();
    ask(world, 'POST', `${paths.deployments}?fieldManager=maker`, { body: deployment('web', 1) });
    const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, ...scaled(2) };
    const path = `${web}/scale?fieldManager=scaler`;
    expect(refused(world, 'PATCH', path, { type: applyPatch, body }).message).toBe(
      'Apply failed with 1 conflict: conflict with "maker" using autoscaling/v1: .spec.replicas',
    );
    expect(ask(world, 'PATCH', `${path}&force=true`, { type: applyPatch, body }).status).toBe(200);
    expect(owners(ask(world, 'GET', web).body)).toContain('scaler Apply scale: .spec.replicas');
  });
});

describe('ownership', () => {
  it('is the manager’s that the client names, else its user agent’s first word', () => {
    const world = worldOf();
    const headers = { 'user-agent': 'curl/8.1' };
    const { body } = ask(world, 'POST', maps, { body: configMap('a', { x: '1' }), headers });
    expect(owners(body)).toEqual(['curl Update: .data/ .data.x']);
    const next = ask(world, 'PATCH', `${maps}/a?fieldManager=kubectl-edit`, {
      type: mergePatch,
      body: { data: { x: '2' } },
    });
    expect(owners(next.body)).toEqual(['curl Update: .data', 'kubectl-edit Update: .data.x']);
  });

  it('is of the status through its subresource', () => {
    const world = worldOf();
    ask(world, 'POST', `${paths.deployments}?fieldManager=maker`, { body: deployment('web', 0) });
    const path = `${paths.deployments}/web/status?fieldManager=teller`;
    const { body } = ask(world, 'PATCH', path, {
      type: mergePatch,
      body: { status: { replicas: 7, readyReplicas: 7 } },
    });
    expect(owners(body)).toContain('teller Update status: .status.readyReplicas .status.replicas');
  });

  it('is taken from everybody by an empty entry, and comes back with the next apply', () => {
    const world = worldOf();
    apply(world, `${maps}/a`, configMap('a', { x: '1' }));
    const cleared = ask(world, 'PATCH', `${maps}/a`, {
      type: mergePatch,
      body: { metadata: { managedFields: [{}] } },
    });
    expect(cleared.body.metadata.managedFields).toBeUndefined();
    const { body } = apply(world, `${maps}/a`, configMap('a', { x: '1' }), '?fieldManager=kubectl');
    expect(owners(body)).toEqual(['kubectl Apply: .data.x', 'before-first-apply Update: .data/ .data.x']);
  });

  it('may be handed over by a JSON patch, as kubectl does it', () => {
    const world = worldOf();
    const { metadata } = ask(world, 'POST', `${maps}?fieldManager=old`, {
      body: configMap('a', { x: '1' }),
    }).body;
    const value = metadata.managedFields?.map((entry) => ({ ...entry, manager: 'new', operation: 'Apply' }));
    const operations = [
      { op: 'replace', path: '/metadata/managedFields', value },
      { op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
    ];
    const { body } = ask(world, 'PATCH', `${maps}/a?fieldManager=kubectl`, {
      type: jsonPatch,
      body: operations,
    });
    expect(owners(body)).toEqual(['new Apply: .data/ .data.x']);
  });
});

describe('what the world’s loops write', () => {
  it('is their daemons’, each part its writer’s', () => {
    const world = worldOf();
    ask(world, 'POST', `${paths.deployments}?fieldManager=kubectl-create`, { body: deployment('web', 1) });
    pass(world, 60);
    const [pod] = ask(world, 'GET', paths.pods).body.items;
    const made = owners(pod as Body);
    expect(made.map((line) => line.split(':')[0])).toEqual([
      'kube-controller-manager Update',
      'spherelet Update status',
    ]);
    expect(made[0]).toContain('.metadata.generateName .metadata.labels/ .metadata.labels.app');
    expect(made[0]).not.toContain('nodeName');
    expect(made[0]).not.toContain('kube-api-access');
    expect(made[1]).toContain('.status.podIP ');
    const web = ask(world, 'GET', `${paths.deployments}/web`).body;
    expect(owners(web).map((line) => line.split(':')[0])).toEqual([
      'kubectl-create Update',
      'kube-controller-manager Update status',
    ]);
    expect(owners(web)[1]).toContain('.metadata.annotations.deployment.kubernetes.io/revision ');
  });

  it('stays theirs when a client writes beside it, and is taken where it writes the same', () => {
    const world = worldOf();
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: podSpec() };
    ask(world, 'POST', `${paths.pods}?fieldManager=maker`, { body });
    pass(world, 60);
    const status = { phase: 'Failed' };
    const path = `${paths.pods}/p`;
    const taken = ask(world, 'PATCH', `${path}/status?fieldManager=me`, {
      type: mergePatch,
      body: { status },
    });
    expect(owners(taken.body)).toContain('me Update status: .status.phase');
    const before = owners(taken.body).find((line) => line.startsWith('spherelet')) ?? '';
    expect(before).not.toContain('.status.phase');
    expect(before).toContain('.status.podIP ');
  });

  it('moves their time with what they write, and only then', () => {
    const world = worldOf();
    ask(world, 'POST', paths.deployments, { body: deployment('web', 1) });
    pass(world, 60);
    const path = `${paths.deployments}/web`;
    const timeOf = () => ask(world, 'GET', path).body.metadata.managedFields?.at(-1)?.time;
    const first = timeOf();
    pass(world, 600);
    expect(timeOf()).toBe(first);
    ask(world, 'PATCH', path, { type: mergePatch, body: { spec: { replicas: 2 } } });
    pass(world, 60);
    expect(String(timeOf()) > String(first)).toBe(true);
  });
});
