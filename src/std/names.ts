// What Kubernetes accepts as a name, and what it says when it does not. Each check returns the causes, none when the
// value is good; texts are those of k8s.io/apimachinery/pkg/util/validation at 1.33, lengths in bytes as there.
import { assert } from './assert.ts';
import { utf8Length } from './utf8.ts';

/** Why a value is refused; empty when it is accepted. */
export type NameCauses = readonly string[];

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const DNS1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;
const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const ENV_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';

/** A pattern in Kubernetes' own spelling, which its messages quote, with its sentence and examples. */
const UNDERSCORED = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';

interface Format {
  readonly whole: RegExp;
  readonly message: string;
}

function format(sentence: string, pattern: string, ...examples: readonly string[]): Format {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  const message = `${sentence} (e.g. ${shown}regex used for validation is '${pattern}')`;
  return { whole: new RegExp(`^${pattern}$`), message };
}

const ENDS = 'and must start and end with an alphanumeric character';
const FORMATS = {
  label: format(
    `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ENDS}`,
    LABEL,
    'my-name',
    '123-abc',
  ),
  subdomain: format(
    `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ENDS}`,
    SUBDOMAIN,
    'example.com',
  ),
  wildcard: format(
    `a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character`,
    `\\*\\.${SUBDOMAIN}`,
    '*.example.com',
  ),
  dns1035: format(
    `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character`,
    DNS1035,
    'my-name',
    'abc-123',
  ),
  qualified: format(
    `must consist of alphanumeric characters, '-', '_' or '.', ${ENDS}`,
    QUALIFIED,
    'MyName',
    'my.name',
    '123-abc',
  ),
  labelValue: format(
    `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ENDS}`,
    LABEL_VALUE,
    'MyValue',
    'my_value',
    '12345',
  ),
  configKey: format(
    `a valid config key must consist of alphanumeric characters, '-', '_' or '.'`,
    CONFIG_KEY,
    'key.name',
    'KEY_NAME',
    'key-name',
  ),
  envName: format(
    `a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit`,
    ENV_NAME,
    'my.env-name',
    'MY_ENV.NAME',
    'MyEnvName1',
  ),
  header: format(
    `a valid HTTP header must consist of alphanumeric characters or '-'`,
    '[-A-Za-z0-9]+',
    'X-Header-Name',
  ),
  underscored: format(
    `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', ${ENDS}`,
    `${UNDERSCORED}(\\.${UNDERSCORED})*`,
    'example.com',
  ),
  cIdentifier: format(
    `a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'`,
    C_IDENTIFIER,
    'my_name',
    'MY_NAME',
    'MyName',
  ),
} as const;

export const LABEL_BYTES_MAX = 63;
export const SUBDOMAIN_BYTES_MAX = 253;
const PORT_NAME_BYTES_MAX = 15;

/** Kubernetes' words for a text over its length. */
export function maxLengthCause(lengthMax: number): string {
  return `must be no more than ${lengthMax} characters`;
}

/** Kubernetes' words for a number outside its range. */
export function rangeCause(min: number, max: number): string {
  return `must be between ${min} and ${max}, inclusive`;
}

/** Of nearly every value that is looked at: one answer serves them all. */
const good: NameCauses = [];

function lengthCauses(value: string, bytesMax: number): NameCauses {
  return utf8Length(value) > bytesMax ? [maxLengthCause(bytesMax)] : good;
}

function formatCauses(value: string, { whole, message }: Format): NameCauses {
  return whole.test(value) ? good : [message];
}

function both(some: NameCauses, more: NameCauses): NameCauses {
  if (some.length === 0) return more;
  return more.length === 0 ? some : [...some, ...more];
}

function textCauses(value: string, bytesMax: number, form: Format): NameCauses {
  return both(lengthCauses(value, bytesMax), formatCauses(value, form));
}

/** A DNS label (RFC 1123): names of namespaces, containers, volumes. */
export function isDns1123Label(value: string): NameCauses {
  const causes = lengthCauses(value, LABEL_BYTES_MAX);
  if (FORMATS.label.whole.test(value)) return causes;
  return [...causes, FORMATS.subdomain.whole.test(value) ? 'must not contain dots' : FORMATS.label.message];
}

/** A DNS subdomain (RFC 1123): the names of most resources. */
export function isDns1123Subdomain(value: string): NameCauses {
  return textCauses(value, SUBDOMAIN_BYTES_MAX, FORMATS.subdomain);
}

/** A DNS subdomain whose first label is `*`: hosts of an Ingress. */
export function isWildcardDns1123Subdomain(value: string): NameCauses {
  return textCauses(value, SUBDOMAIN_BYTES_MAX, FORMATS.wildcard);
}

/** Whatever can stand in a path: the names of roles, bindings and disruption budgets. */
export function isPathSegmentName(value: string): NameCauses {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((mark) => value.includes(mark)).map((mark) => `may not contain '${mark}'`);
}

/** A DNS label that starts with a letter (RFC 1035): the names of Services. */
export function isDns1035Label(value: string): NameCauses {
  return textCauses(value, LABEL_BYTES_MAX, FORMATS.dns1035);
}

/** A name with an optional DNS prefix before `/`: keys of labels and annotations, names of resources and taints. */
export function isQualifiedName(value: string): NameCauses {
  if (!value.includes('/') && textCauses(value, LABEL_BYTES_MAX, FORMATS.qualified).length === 0) return good;
  const parts = value.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${FORMATS.qualified.message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  const causes: string[] = [];
  if (prefix === '') causes.push('prefix part must be non-empty');
  else if (prefix !== undefined)
    causes.push(...isDns1123Subdomain(prefix).map((cause) => `prefix part ${cause}`));
  if (name === '') causes.push('name part must be non-empty');
  else causes.push(...lengthCauses(name, LABEL_BYTES_MAX).map((cause) => `name part ${cause}`));
  causes.push(...formatCauses(name, FORMATS.qualified).map((cause) => `name part ${cause}`));
  return causes;
}

/** The value of a label; empty is good. */
export function isValidLabelValue(value: string): NameCauses {
  return textCauses(value, LABEL_BYTES_MAX, FORMATS.labelValue);
}

/** A key of a ConfigMap's or Secret's data. */
export function isConfigMapKey(value: string): NameCauses {
  return [
    ...lengthCauses(value, SUBDOMAIN_BYTES_MAX),
    ...formatCauses(value, FORMATS.configKey),
    ...directoryCauses(value),
  ];
}

/** The name of an environment variable. */
export function isEnvVarName(value: string): NameCauses {
  return [...formatCauses(value, FORMATS.envName), ...directoryCauses(value)];
}

/** The name of an environment variable since Kubernetes 1.32: anything printable without an equals sign. */
export function isPrintableEnvVarName(value: string): NameCauses {
  return /^[ -<>-~]*$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** A header's name in HTTP. */
export function isHttpHeaderName(value: string): NameCauses {
  return formatCauses(value, FORMATS.header);
}

/** A DNS-1123 subdomain whose parts may begin with an underscore. */
export function isDns1123SubdomainOrUnderscored(value: string): NameCauses {
  return textCauses(value, SUBDOMAIN_BYTES_MAX, FORMATS.underscored);
}

/** An identifier of the language C. */
export function isCIdentifier(value: string): NameCauses {
  return formatCauses(value, FORMATS.cIdentifier);
}

function directoryCauses(value: string): NameCauses {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? [`must not start with '..'`] : [];
}

/** The number of a port, 1 to 65535. */
export function isValidPortNum(port: number): NameCauses {
  return port >= 1 && port <= 65_535 ? [] : [rangeCause(1, 65_535)];
}

/** The name of a port (RFC 6335): at most 15 of letters, digits and hyphens, with a letter. */
export function isValidPortName(value: string): NameCauses {
  const causes = [...lengthCauses(value, PORT_NAME_BYTES_MAX)];
  if (!/^[-a-z0-9]+$/.test(value)) {
    causes.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) causes.push('must contain at least one letter (a-z)');
  if (value.includes('--')) causes.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) causes.push('must not begin or end with a hyphen');
  return causes;
}

/**
 * A generateName prefix as the name checks see it: a hyphen at its end is allowed because more follows. Source:
 * k8s.io/apimachinery/pkg/api/validation, maskTrailingDash.
 */
export function maskTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}

/** The 27 letters of generated names: without vowels and look-alikes. Source: k8s.io/apimachinery/pkg/util/rand. */
export const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
export const GENERATED_BASE_CHARS_MAX = 58;
const GENERATED_LETTERS = 5;
const SUFFIX_LETTERS_MAX = 6;

/** The base of a generateName, cut to 58 characters, with its suffix. */
export function generatedName(base: string, suffix: string): string {
  return base.slice(0, GENERATED_BASE_CHARS_MAX) + suffix;
}

/** What an object is called while nothing but its base is known: that, where its name is one generated from it. */
export function nameAsked({ name, generateName }: { name: string; generateName?: string }): string {
  if (!generateName) return name;
  const base = generateName.slice(0, GENERATED_BASE_CHARS_MAX);
  return name.startsWith(base) && name.length === base.length + GENERATED_LETTERS ? generateName : name;
}

/** Up to six letters of the alphabet, as many as a generated name has where it is not said, drawn from an unsigned 32-bit hash (27^6 is below 2^32). */
export function nameSuffix(hash: number, length = GENERATED_LETTERS): string {
  assert(length >= 0 && length <= SUFFIX_LETTERS_MAX, `a hash gives at most ${SUFFIX_LETTERS_MAX} letters`);
  let rest = hash >>> 0;
  let letters = '';
  for (let i = 0; i < length; i++) {
    letters += NAME_ALPHABET.charAt(rest % NAME_ALPHABET.length);
    rest = Math.floor(rest / NAME_ALPHABET.length);
  }
  return letters;
}

/** Each character of a text as a letter of the alphabet: how a template hash becomes part of a name. */
export function safeEncodeString(text: string): string {
  let letters = '';
  for (const character of text) {
    letters += NAME_ALPHABET.charAt((character.codePointAt(0) ?? 0) % NAME_ALPHABET.length);
  }
  return letters;
}
