// Images with other names, tags and digests. Source: kustomize api/filters/imagetag, api/internal/image.
import { RE2JS } from 're2js';
import type { Json, JsonObject } from '../../std/draft.ts';
import { isObject, textAt } from '../kubectl/json.ts';

interface Image {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** A registry's port is no tag. */
function split(text: string): Image {
  const slash = Math.max(0, text.indexOf('/'));
  const sign = text.indexOf('@', slash);
  const whole = sign < 0 ? text : text.slice(0, sign);
  const colon = whole.indexOf(':', slash);
  return {
    name: colon < 0 ? whole : whole.slice(0, colon),
    tag: colon < 0 ? '' : whole.slice(colon + 1),
    digest: sign < 0 ? '' : text.slice(sign + 1),
  };
}

function replaced(text: string, change: JsonObject): string {
  const pattern = `^${textAt(change, 'name')}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`;
  if (!RE2JS.compile(pattern).matcher(text).find()) return text;
  const [newName, newTag, newDigest, suffix] = ['newName', 'newTag', 'digest', 'tagSuffix'].map((member) => {
    const value = change[member];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }) as [string, string, string, string];
  let { name, tag, digest } = split(text);
  if (newName !== '') name = newName;
  if (newTag !== '' || newDigest !== '') [tag, digest] = [newTag, newDigest];
  else if (suffix !== '') [tag, digest] = [tag + suffix, ''];
  return `${name}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
}

/** The value with the images of all containers in it changed, wherever they stand. */
export function withImages(value: Json, change: JsonObject): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withImages(item, change));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, member]): readonly [string, Json] => {
    const isContainers = key === 'containers' || key === 'initContainers';
    if (!isContainers || !Array.isArray(member)) return [key, withImages(member, change)];
    return [key, (member as readonly Json[]).map((container) => withImage(container, change))];
  });
  return Object.fromEntries(members);
}

function withImage(container: Json, change: JsonObject): Json {
  if (!isObject(container)) return container;
  const inner = withImages(container, change) as JsonObject;
  const image = container['image'];
  return typeof image === 'string' ? { ...inner, image: replaced(image, change) } : inner;
}
