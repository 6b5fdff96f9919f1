// ValidatingWebhookConfiguration and MutatingWebhookConfiguration: which requests are shown to whom. Nobody in the sandbox answers
// webhooks; admission says so, or goes on, as the failure policy wants it. Source: kubernetes pkg/apis/admissionregistration.
import type {
  MutatingWebhookConfiguration as MutatingType,
  ValidatingWebhook,
  ValidatingWebhookConfiguration as ValidatingType,
  AdmissionregistrationV1WebhookClientConfig as WebhookClientConfig,
} from '#types';
import type { Draft } from '../../std/draft.ts';
import { isDns1035Label, isDns1123Subdomain, isValidPortNum } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Column, Kind } from '../../store/kind.ts';
import type { Stored, StoredObject } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import {
  checkConditions,
  checkMatching,
  checkRule,
  failurePolicies,
  fillMatching,
  fillRules,
  group,
} from './rules.ts';
import { goValue } from '../../store/go-types.ts';

export type ValidatingWebhookConfiguration = Stored<ValidatingType>;
export type MutatingWebhookConfiguration = Stored<MutatingType>;

/** What both kinds of webhook say. */
export type Webhook = ValidatingWebhook & { readonly reinvocationPolicy?: string };

interface Configuration {
  readonly webhooks?: readonly Webhook[];
}

const reviewVersions = ['v1', 'v1beta1'];
const noSideEffects = ['None', 'NoneOnDryRun'];
const reinvocations = ['IfNeeded', 'Never'];
const secondsMax = 30;

function fill({ webhooks }: Draft<Configuration>): void {
  for (const webhook of webhooks ?? []) {
    webhook.failurePolicy ??= 'Fail';
    fillMatching(webhook);
    fillRules(webhook.rules);
    webhook.timeoutSeconds ??= 10;
    if (webhook.clientConfig?.service !== undefined) webhook.clientConfig.service.port ??= 443;
  }
}

/** `name.example.com`: a domain of at least three parts. */
function checkFullName(name: string, field: string, causes: Causes): void {
  if (!name) {
    causes.required(field);
    return;
  }
  const wrong = isDns1123Subdomain(name);
  if (wrong.length > 0) causes.invalidEach(field, name, wrong);
  else if (name.split('.').length < 3) {
    causes.invalid(field, name, 'should be a domain with at least three segments separated by dots');
  }
}

function checkUrl(url: string, field: string, causes: Causes): void {
  const [, scheme = '', user, host = ''] =
    /^(?:([^:/?#]*):)?(?:\/\/(?:([^@/]*)@)?([^/?#]*))?/.exec(url) ?? [];
  const form = '; desired format: https://host[/path]';
  if (scheme !== 'https') causes.invalid(field, scheme, `'https' is the only allowed URL scheme${form}`);
  if (host === '') causes.invalid(field, host, `host must be specified${form}`);
  if (user !== undefined) causes.invalid(field, user, 'user information is not permitted in the URL');
  const fragment = url.split('#')[1];
  if (fragment) causes.invalid(field, fragment, 'fragments are not permitted in the URL');
  const query = url.split('#')[0]?.split('?')[1];
  if (query) causes.invalid(field, query, 'query parameters are not permitted in the URL');
}

function checkPath(path: string, field: string, causes: Causes): void {
  if (path === '' || path === '/') return;
  if (path === '//') {
    causes.invalid(field, path, 'segment[0] may not be empty');
    return;
  }
  if (!path.startsWith('/')) causes.invalid(field, path, "must start with a '/'");
  for (const [index, segment] of path.slice(1).replace(/\/$/, '').split('/').entries()) {
    const wrong =
      segment === '' ? [' may not be empty'] : isDns1123Subdomain(segment).map((why) => `: ${why}`);
    for (const why of wrong) causes.invalid(field, path, `segment[${index}]${why}`);
  }
}

function checkClient(config: WebhookClientConfig | undefined, field: string, causes: Causes): void {
  const { url, service } = config ?? {};
  if ((url === undefined) === (service === undefined)) {
    causes.required(field, 'exactly one of url or service is required');
  } else if (url !== undefined) checkUrl(url, `${field}.url`, causes);
  else if (service !== undefined) {
    if (!service.name) causes.required(`${field}.service.name`, 'service name is required');
    if (!service.namespace) causes.required(`${field}.service.namespace`, 'service namespace is required');
    const wrong = isValidPortNum(service.port ?? 0);
    if (wrong.length > 0) {
      causes.invalid(`${field}.service.port`, service.port, `port is not valid: ${wrong.join(', ')}`);
    }
    checkPath(service.path ?? '', `${field}.service.path`, causes);
  }
}

function checkVersions(versions: readonly string[] | undefined, field: string, causes: Causes): void {
  const all = versions ?? [];
  if (all.length === 0) causes.required(field, `must specify one of ${reviewVersions.join(', ')}`);
  for (const [index, version] of all.entries()) {
    if (all.indexOf(version) < index) causes.invalid(`${field}[${index}]`, version, 'duplicate version');
    else causes.invalidEach(`${field}[${index}]`, version, isDns1035Label(version));
  }
  if (all.length > 0 && !all.some((version) => reviewVersions.includes(version))) {
    causes.invalid(
      field,
      goValue('[]string', all),
      `must include at least one of ${reviewVersions.join(', ')}`,
    );
  }
}

function checkWebhook(webhook: Webhook, field: string, causes: Causes): void {
  checkFullName(webhook.name, `${field}.name`, causes);
  for (const [index, rule] of (webhook.rules ?? []).entries())
    checkRule(rule, `${field}.rules[${index}]`, causes);
  const { failurePolicy = '', sideEffects, timeoutSeconds = 0, reinvocationPolicy } = webhook;
  if (!failurePolicies.includes(failurePolicy)) {
    causes.notSupported(`${field}.failurePolicy`, failurePolicy, failurePolicies);
  }
  if (!sideEffects)
    causes.required(`${field}.sideEffects`, `must specify one of ${noSideEffects.join(', ')}`);
  else if (!noSideEffects.includes(sideEffects)) {
    causes.notSupported(`${field}.sideEffects`, sideEffects, noSideEffects);
  }
  if (timeoutSeconds > secondsMax || timeoutSeconds < 1) {
    causes.invalid(
      `${field}.timeoutSeconds`,
      timeoutSeconds,
      'the timeout value must be between 1 and 30 seconds',
    );
  }
  checkMatching(webhook, field, causes);
  if (reinvocationPolicy !== undefined && !reinvocations.includes(reinvocationPolicy)) {
    causes.notSupported(`${field}.reinvocationPolicy`, reinvocationPolicy, reinvocations);
  }
  checkClient(webhook.clientConfig, `${field}.clientConfig`, causes);
  checkConditions(webhook.matchConditions, false, `${field}.matchConditions`, causes);
}

function check({ webhooks }: Configuration, causes: Causes): void {
  const seen = new Set<string>();
  for (const [index, webhook] of (webhooks ?? []).entries()) {
    const field = `webhooks[${index}]`;
    checkWebhook(webhook, field, causes);
    checkVersions(webhook.admissionReviewVersions, `${field}.admissionReviewVersions`, causes);
    if (webhook.name && seen.has(webhook.name)) causes.duplicate(`${field}.name`, webhook.name);
    seen.add(webhook.name);
  }
}

const webhooksColumn: Column<StoredObject & Configuration> = {
  name: 'Webhooks',
  type: 'integer',
  description: 'Webhooks indicates the number of webhooks registered in this configuration',
  cell: ({ webhooks }) => (webhooks ?? []).length,
};

type Own = Pick<
  Kind<StoredObject & Configuration>,
  'allowUnconditionalUpdate' | 'columns' | 'generation' | 'group' | 'namespaced'
>;

const shared: Own = {
  group,
  namespaced: false,
  allowUnconditionalUpdate: false,
  generation: true,
  columns: [nameColumn, webhooksColumn, ageColumn],
};

export const validatingWebhookConfigurations = kubernetesKind<ValidatingWebhookConfiguration>({
  ...shared,
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  categories: ['api-extensions'],
  defaults: fill,
  validate: (next, _prev, causes) => check(next, causes),
  columns: shared.columns as readonly Column<ValidatingWebhookConfiguration>[],
});

export const mutatingWebhookConfigurations = kubernetesKind<MutatingWebhookConfiguration>({
  ...shared,
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  categories: ['api-extensions'],
  defaults(draft) {
    fill(draft);
    for (const webhook of draft.webhooks ?? []) webhook.reinvocationPolicy ??= 'Never';
  },
  validate: (next, _prev, causes) => check(next, causes),
  columns: shared.columns as readonly Column<MutatingWebhookConfiguration>[],
});
