// `format.dns1123Label().validate(text)` and its sisters. Source: apiserver pkg/cel/library/format.go.
import { base64ToBytes } from '../../../std/base64.ts';
import {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
  maskTrailingDash,
} from '../../../std/names.ts';
import { globalFunction, memberFunction, type Overload } from '../overload.ts';
import { list, opaque, optional, string } from '../types.ts';
import { Opaque, Optional, readTimestamp } from '../values.ts';
import { parseUrl } from './urls.ts';

const formatType = opaque('kubernetes.NamedFormat');

type Check = (text: string) => readonly string[];

const prefixed =
  (check: Check): Check =>
  (text) =>
    check(maskTrailingDash(text));

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

const only =
  (isRight: (text: string) => boolean, why: string): Check =>
  (text) =>
    isRight(text) ? [] : [why];

const formats: Readonly<Record<string, Check>> = {
  dns1123Label: isDns1123Label,
  dns1123Subdomain: isDns1123Subdomain,
  dns1035Label: isDns1035Label,
  qualifiedName: isQualifiedName,
  dns1123LabelPrefix: prefixed(isDns1123Label),
  dns1123SubdomainPrefix: prefixed(isDns1123Subdomain),
  dns1035LabelPrefix: prefixed(isDns1035Label),
  labelValue: isValidLabelValue,
  uri: (text) => {
    const url = parseUrl(text);
    return typeof url === 'string' ? [url] : [];
  },
  uuid: only((text) => uuid.test(text), 'does not match the UUID format'),
  byte: only((text) => 'bytes' in base64ToBytes(text), 'invalid base64'),
  date: only((text) => /^\d{4}-\d\d-\d\d$/.test(text) && readTimestamp(text) !== undefined, 'invalid date'),
  datetime: only((text) => text.length > 10 && readTimestamp(text) !== undefined, 'invalid datetime'),
};

const make = (name: string): Opaque => new Opaque(formatType, formats[name], name);

export const namedFormats: readonly Overload[] = [
  ...Object.keys(formats).map((name) =>
    globalFunction(`format.${name}`, `format.${name}`, [], formatType, () => make(name)),
  ),
  globalFunction(
    'format.named',
    'format-named',
    [string],
    optional(formatType),
    (name: string) => new Optional(Object.hasOwn(formats, name) ? make(name) : undefined),
  ),
  memberFunction(
    'validate',
    'format-validate',
    [formatType, string],
    optional(list(string)),
    (format: Opaque, text: string) => {
      const causes = (format.value as Check)(text);
      return new Optional(causes.length === 0 ? undefined : causes);
    },
  ),
];
