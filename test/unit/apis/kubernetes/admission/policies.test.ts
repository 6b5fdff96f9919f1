// ValidatingAdmissionPolicies: what they deny, warn of and leave alone, and what is wrong with a policy itself.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../../src/world.ts';
import { ask, configMap } from '../support.ts';
import { demo, inDemo, post, said, warningsOf } from './support.ts';

const root = '/apis/admissionregistration.k8s.io/v1';
const policies = `${root}/validatingadmissionpolicies`;
const bindings = `${root}/validatingadmissionpolicybindings`;

const rule = (plural: string, group = 'apps', operations: readonly string[] = ['CREATE', 'UPDATE']) => ({
  apiGroups: [group],
  apiVersions: ['v1'],
  operations,
  resources: [plural],
});

function policy(spec: object, resourceRules: readonly object[] = [rule('deployments')]) {
  return { metadata: { name: 'p' }, spec: { matchConstraints: { resourceRules }, ...spec } };
}

const binding = (spec: object = {}) => ({
  metadata: { name: 'b' },
  spec: { policyName: 'p', validationActions: ['Deny'], ...spec },
});

function governed(spec: object, bound: object = {}, rules?: readonly object[]): World {
  const world = demo({ team: 'shop' });
  expect(said(world, policies, policy(spec, rules))).toBe('created');
  expect(said(world, bindings, binding(bound))).toBe('created');
  return world;
}

const deployment = (name: string, replicas: number) => ({
  metadata: { name, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
  },
});
const deployments = inDemo('deployments', 'apis/apps/v1');
const atMostFive = { validations: [{ expression: 'object.spec.replicas <= 5' }] };
const denied = (why: string) => `ValidatingAdmissionPolicy 'p' with binding 'b' denied request: ${why}`;

describe('a policy', () => {
  it('denies as an invalid object, with its expression for want of a message', () => {
    const world = governed(atMostFive);
    const { status, body } = ask(world, 'POST', deployments, { body: deployment('web', 6) });
    const why = denied('failed expression: object.spec.replicas <= 5');
    expect([status, body]).toMatchObject([
      422,
      {
        reason: 'Invalid',
        message: `deployments.apps "web" is forbidden: ${why}`,
        details: { name: 'web', group: 'apps', kind: 'deployments', causes: [{ message: why }] },
      },
    ]);
    expect(said(world, deployments, deployment('web', 5))).toBe('created');
  });

  it('fills in what it does not say', () => {
    const world = governed(atMostFive);
    expect(ask(world, 'GET', `${policies}/p`).body.spec).toMatchObject({
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: [{ scope: '*' }],
      },
    });
  });

  const validated = (validation: object, more: object = {}) => ({ validations: [validation], ...more });
  it.each([
    ['its message', validated({ expression: 'false', message: ' too many ' }), 'too many'],
    [
      'a computed message',
      validated({
        expression: 'false',
        message: 'm',
        messageExpression: "'has ' + string(object.spec.replicas)",
      }),
      'has 6',
    ],
    [
      'variables',
      validated(
        { expression: 'variables.twice < 10', messageExpression: "'twice is ' + string(variables.twice)" },
        {
          variables: [
            { name: 'n', expression: 'object.spec.replicas' },
            { name: 'twice', expression: 'int(variables.n) * 2' },
          ],
        },
      ),
      'twice is 12',
    ],
    [
      'the namespace',
      validated({ expression: "namespaceObject.metadata.labels.team != 'shop'", message: 'no' }),
      'no',
    ],
    [
      'the request',
      validated({
        expression: "request.operation != 'CREATE' || request.resource.resource != 'deployments'",
        message: 'no',
      }),
      'no',
    ],
    [
      'an error of its expression',
      validated({ expression: 'object.spec.nothing > 1' }),
      "expression 'object.spec.nothing > 1' resulted in error: no such key: nothing",
    ],
  ])('says %s', (_what, spec, why) => {
    const message = said(governed(spec), deployments, deployment('web', 6));
    expect(message).toBe(`deployments.apps "web" is forbidden: ${denied(why)}`);
  });

  describe('may ask what the writer may do', () => {
    const asked = (check: string) => `authorizer${check}.allowed()`;
    const pods = ".group('').resource('pods').namespace('demo')";
    const edits = { user: 'eve', groups: ['system:authenticated'] };
    const role = {
      metadata: { name: 'makes' },
      rules: [
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create', 'publish'], resourceNames: [] },
        { apiGroups: [''], resources: ['pods'], resourceNames: ['a'], verbs: ['get'] },
      ],
    };
    const subjects = [
      { kind: 'User', name: 'eve', apiGroup: 'rbac.authorization.k8s.io' },
      { kind: 'ServiceAccount', name: 'builder', namespace: 'demo' },
    ];
    const roleRef = { kind: 'Role', name: 'makes', apiGroup: 'rbac.authorization.k8s.io' };

    it.each([
      [asked(".requestResource.check('publish')"), true],
      [asked(".requestResource.check('delete')"), false],
      [asked(`${pods}.check('get')`), false],
      [asked(`${pods}.name('a').check('get')`), true],
      [asked(`${pods}.name('a').subresource('log').check('get')`), false],
      [asked(".path('/healthz').check('get')"), true],
      [asked(".path('/metrics').check('get')"), false],
      [
        asked(
          ".serviceAccount('demo', 'builder').group('apps').resource('deployments').namespace('demo').check('create')",
        ),
        true,
      ],
      [
        asked(
          ".serviceAccount('demo', 'other').group('apps').resource('deployments').namespace('demo').check('create')",
        ),
        false,
      ],
      [
        "!authorizer.requestResource.check('x').errored() && authorizer.path('/x').check('get').error() == ''",
        true,
      ],
      [
        "authorizer.requestResource.check('create').reason().startsWith('RBAC: allowed by RoleBinding')",
        true,
      ],
    ])('%s: %s', (expression, is) => {
      const world = governed({ validations: [{ expression, message: 'no' }] });
      const rbac = inDemo('roles', 'apis/rbac.authorization.k8s.io/v1');
      expect(said(world, rbac, role)).toBe('created');
      const bound = { metadata: { name: 'makes' }, subjects, roleRef };
      expect(said(world, rbac.replace('roles', 'rolebindings'), bound)).toBe('created');
      const { status, body } = ask(world, 'POST', deployments, { body: deployment('web', 1), actor: edits });
      expect(status === 201 ? true : body.message).toBe(
        is || `deployments.apps "web" is forbidden: ${denied('no')}`,
      );
    });

    it.each([
      ["authorizer.path(' ').check('get').allowed()", 'path must not be empty'],
      ["authorizer.group('').resource('').check('get').allowed()", 'resource must not be empty'],
      [
        "authorizer.serviceAccount('a.b', 'c').path('/x').check('get').allowed()",
        'Invalid service account namespace',
      ],
      [
        "authorizer.serviceAccount('a', 'C').path('/x').check('get').allowed()",
        'Invalid service account name',
      ],
      [
        "[1, 2, 3].exists(n, authorizer.path('/x' + string(n)).check('get').reason() == 'x')",
        'operation cancelled: actual cost limit exceeded',
      ],
    ])('%s fails: %s', (expression, error) => {
      const message = said(governed({ validations: [{ expression }] }), deployments, deployment('web', 1));
      const why = denied(`expression '${expression}' resulted in error: ${error}`);
      expect(message).toBe(`deployments.apps "web" is forbidden: ${why}`);
    });

    it.each([
      [
        'authorizer.allowed()',
        "found no matching overload for 'allowed' applied to 'kubernetes.authorization.Authorizer.()'",
      ],
      ['authorizer.user', "undefined field 'user'"],
    ])('%s is no expression: %s', (expression, error) => {
      expect(said(demo(), policies, policy({ validations: [{ expression }] }))).toContain(error);
    });

    it('its message may not', () => {
      const messageExpression = "authorizer.requestResource.check('x').reason()";
      const message = said(
        demo(),
        policies,
        policy({ validations: [{ expression: 'true', messageExpression }] }),
      );
      expect(message).toContain("undeclared reference to 'authorizer' (in container '')");
    });
  });

  it('with a reason of its own refuses with its code', () => {
    const world = governed({ validations: [{ expression: 'false', reason: 'Forbidden', message: 'no' }] });
    expect(ask(world, 'POST', deployments, { body: deployment('web', 1) })).toMatchObject({
      status: 403,
      body: { reason: 'Forbidden', message: `deployments.apps "web" is forbidden: ${denied('no')}` },
    });
  });

  it.each([
    [
      'its failure policy ignores errors',
      { validations: [{ expression: 'object.spec.nothing > 1' }], failurePolicy: 'Ignore' },
      {},
    ],
    [
      'a condition of it is false',
      { ...atMostFive, matchConditions: [{ name: 'c', expression: "object.metadata.name == 'db'" }] },
      {},
    ],
    [
      'its binding is about another namespace',
      atMostFive,
      { matchResources: { namespaceSelector: { matchLabels: { team: 'other' } } } },
    ],
    [
      'its binding is about other objects',
      atMostFive,
      { matchResources: { objectSelector: { matchLabels: { app: 'db' } } } },
    ],
    [
      'its binding leaves the object out',
      atMostFive,
      { matchResources: { excludeResourceRules: [{ ...rule('deployments'), resourceNames: ['web'] }] } },
    ],
    ['its binding only warns', atMostFive, { validationActions: ['Warn'] }],
    ['its binding only audits', atMostFive, { validationActions: ['Audit'] }],
  ])('lets pass where %s', (_what, spec, bound) => {
    expect(said(governed(spec, bound), deployments, deployment('web', 6))).toBe('created');
  });

  it('may warn', () => {
    const world = governed(atMostFive, { validationActions: ['Warn', 'Audit'] });
    expect(warningsOf(post(world, deployments, deployment('web', 6)))).toEqual([
      "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': failed expression: object.spec.replicas <= 5",
    ]);
  });

  it('may be about a delete, whose object is the old one', () => {
    const world = governed(
      { validations: [{ expression: "object == null && oldObject.data.keep != 'yes'" }] },
      {},
      [rule('configmaps', '', ['DELETE'])],
    );
    const maps = inDemo('configmaps');
    post(world, maps, configMap('a', { keep: 'yes' }));
    expect(ask(world, 'DELETE', `${maps}/a`).status).toBe(422);
    post(world, maps, configMap('b', { keep: 'no' }));
    expect(ask(world, 'DELETE', `${maps}/b`).status).toBe(200);
  });

  it.each([
    ["object.command != ['sh']", 'The command sh', 'exec', 'command=sh&stdout=true'],
    ["object.container != 'main' || has(object.metadata)", 'main', 'attach', 'container=main&stdout=true'],
    [
      "request.kind.kind != 'PodPortForwardOptions' || request.operation != 'CONNECT' || request.name != 'web' || request.namespace != 'demo' || request.subResource != 'portforward'",
      'no way in',
      'portforward',
      '',
    ],
  ])('may be about a connection: %s', (expression, message, part, query) => {
    const world = governed({ validations: [{ expression, message, reason: 'Forbidden' }] }, {}, [
      rule(`pods/${part}`, '', ['CONNECT']),
    ]);
    const asked = (name: string) => ask(world, 'GET', `${inDemo('pods')}/${name}/${part}?${query}`);
    expect(asked('web')).toMatchObject({
      status: 403,
      body: { message: `pods "web" is forbidden: ${denied(message)}` },
    });
    expect(ask(world, 'DELETE', `${bindings}/b`).status).toBe(200);
    expect(asked('web')).toMatchObject({ status: 404, body: { message: 'pods "web" not found' } });
  });

  describe('with parameters', () => {
    const spec = {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      validations: [{ expression: 'object.spec.replicas <= int(params.data.max)' }],
    };
    const paramRef = (rest: object) => ({ paramRef: { parameterNotFoundAction: 'Deny', ...rest } });

    it('reads them by name or by labels', () => {
      for (const ref of [
        { name: 'limits', namespace: 'demo' },
        { selector: { matchLabels: { kind: 'limits' } } },
      ]) {
        const world = governed(spec, paramRef(ref));
        const limits = configMap('limits', { max: '3' });
        post(world, inDemo('configmaps'), {
          ...limits,
          metadata: { name: 'limits', labels: { kind: 'limits' } },
        });
        expect(said(world, deployments, deployment('web', 4))).toMatch(/failed expression/);
        expect(said(world, deployments, deployment('web', 3))).toBe('created');
      }
    });

    const noParams =
      'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction';
    it('that are not there denies, or lets pass', () => {
      const strict = governed(spec, paramRef({ name: 'no' }));
      expect(said(strict, deployments, deployment('web', 1))).toBe(
        `deployments.apps "web" is forbidden: ${denied(noParams)}`,
      );
      const lax = governed(spec, { paramRef: { name: 'no', parameterNotFoundAction: 'Allow' } });
      expect(said(lax, deployments, deployment('web', 9))).toBe('created');
    });
  });

  it.each([
    ['denies, whatever its bindings do', { failurePolicy: 'Fail' }, { validationActions: ['Audit'] }, 'p'],
    ['that ignores failures lets pass', { failurePolicy: 'Ignore' }, {}, undefined],
  ])('whose parameters are of no kind that is served %s', (_what, more, bound, by) => {
    const paramKind = { apiVersion: 'rules.example.com/v1', kind: 'Limit' };
    const world = governed({ ...atMostFive, paramKind, ...more }, bound);
    const why = "failed to find resource referenced by paramKind: 'rules.example.com/v1, Kind=Limit'";
    expect(said(world, deployments, deployment('web', 1))).toBe(
      by === undefined
        ? 'created'
        : `deployments.apps "web" is forbidden: ValidatingAdmissionPolicy '${by}' denied request: failed to configure policy: ${why}`,
    );
  });

  it.each([
    ['Fail', denied("expression 'string(object.spec.none)' resulted in error: no such key: none")],
    ['Ignore', undefined],
  ])('whose annotation cannot be told, with failure policy %s: %s', (failurePolicy, why) => {
    const auditAnnotations = [{ key: 'a', valueExpression: 'string(object.spec.none)' }];
    const world = governed({ auditAnnotations, failurePolicy }, { validationActions: ['Warn'] });
    const answer = post(world, deployments, deployment('web', 1));
    expect(warningsOf(answer)).toEqual([]);
    expect(answer.body.message).toBe(
      why === undefined ? undefined : `deployments.apps "web" is forbidden: ${why}`,
    );
  });

  const name = 'ValidatingAdmissionPolicy.admissionregistration.k8s.io "p" is invalid: ';
  it.each([
    ['request.name', 'must evaluate to bool but got string'],
    [
      "request.userInfo.group == 'a'",
      "compilation failed: ERROR: <input>:1:17: undefined field 'group'\n | request.userInfo.group == 'a'\n | ................^",
    ],
    [
      "namespaceObject == null || namespaceObject.label['a'] == 'b'",
      "compilation failed: ERROR: <input>:1:43: undefined field 'label'\n | namespaceObject == null || namespaceObject.label['a'] == 'b'\n | ..........................................^",
    ],
  ])('knows what the request and its namespace have: %s', (expression, why) => {
    expect(said(demo(), policies, policy({ validations: [{ expression }] }))).toBe(
      `${name}spec.validations[0].expression: Invalid value: ${JSON.stringify(expression)}: ${why}`,
    );
  });

  it.each([
    [
      policy({}),
      `${name}[spec.validations: Required value: validations or auditAnnotations must contain at least one item, spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]`,
    ],
    [
      policy({ validations: [{ expression: 'object.spec.replicas' }] }),
      `${name}spec.validations[0].expression: Invalid value: "object.spec.replicas": must evaluate to bool but got dyn`,
    ],
    [
      policy({ validations: [{ expression: '1 + 1' }] }),
      `${name}spec.validations[0].expression: Invalid value: "1 + 1": must evaluate to bool but got int`,
    ],
    [
      policy({ validations: [{ expression: 'true', messageExpression: '1' }] }),
      `${name}spec.validations[0].messageExpression: Invalid value: "1": must evaluate to string but got int`,
    ],
    [
      policy({ validations: [{ expression: 'true' }], variables: [{ name: 'a-b', expression: '1' }] }),
      `${name}spec.variables[0].name: Invalid value: "a-b": name is not a valid CEL identifier`,
    ],
    [
      policy({
        auditAnnotations: [
          { key: 'a', valueExpression: '1' },
          { key: 'a', valueExpression: "'x'" },
          { key: '-', valueExpression: ' ' },
        ],
      }),
      `${name}[spec.auditAnnotations[0].valueExpression: Invalid value: "1": must evaluate to one of [string null_type] but got int, spec.auditAnnotations[1].key: Duplicate value: "a", spec.auditAnnotations[2].key: Invalid value: "p/-": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), spec.auditAnnotations[2].valueExpression: Required value: valueExpression is not specified]`,
    ],
    [policy(atMostFive, []), `${name}spec.matchConstraints.resourceRules: Required value`],
    [
      policy(atMostFive, [rule('*/*'), { ...rule('pods'), operations: ['READ'] }]),
      `${name}spec.matchConstraints.resourceRules[1].operations[0]: Unsupported value: "READ": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"`,
    ],
  ])('that is wrong is refused: %o', (object, message) => {
    expect(said(demo(), policies, object)).toBe(message);
  });

  it('whose expression is no CEL is refused with its place', () => {
    const message = said(demo(), policies, policy({ validations: [{ expression: 'object.' }] }));
    expect(message).toContain(
      'spec.validations[0].expression: Invalid value: "object.": compilation failed: ERROR: <input>:1:8: Syntax error',
    );
  });
});

describe('a binding', () => {
  const name = 'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io "b" is invalid: ';
  it.each([
    [
      { validationActions: [] },
      `${name}spec.validationActions: Required value: at least one validation action is required`,
    ],
    [
      { validationActions: ['Deny', 'Warn'] },
      `${name}spec.validationActions: Invalid value: []admissionregistration.ValidationAction{"Deny", "Warn"}: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)`,
    ],
    [{ paramRef: { name: 'x' } }, `${name}spec.paramRef.parameterNotFoundAction: Required value`],
  ])('that is wrong is refused: %o', (spec, message) => {
    expect(said(demo(), bindings, binding(spec))).toBe(message);
  });
});
