// Keys and values of config maps and secrets, from literals, files and files of `KEY=value` lines.
// Source: kubectl pkg/util/util.go, pkg/cmd/util/env_file.go.
import type { Json } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { isConfigMapKey, isEnvVarName } from '../../../../std/names.ts';
import { setOwn } from '../../../../std/own.ts';
import { resolvePath } from '../../../../shell/files.ts';
import { homeOf } from '../../../../shell/program.ts';
import { base64Of } from '../../../base64.ts';
import type { Call } from '../../command.ts';
import { Failure } from '../../failure.ts';
import type { Flag } from '../../flags/flag.ts';

const byteOrderMark = '\ufeff';

export const sourceFlags: readonly Flag[] = [
  {
    name: 'from-file',
    type: 'list',
    help: 'file whose name is the key and whose content is the value, or KEY=FILE',
  },
  { name: 'from-literal', type: 'texts', help: 'KEY=VALUE' },
  { name: 'from-env-file', type: 'list', help: 'file of KEY=VALUE lines' },
];

/** Takes one key and its value; throws where the key is no good. */
export type Add = (key: string, value: string) => void;

/** Adds to the data of a Secret. */
export function secretAdd(data: { [key: string]: Json }): Add {
  return (key, value) => {
    const causes = isConfigMapKey(key);
    if (causes.length > 0) {
      throw new Failure(`${quoteGo(key)} is not valid key name for a Secret ${causes.join(';')}`);
    }
    if (Object.hasOwn(data, key)) {
      throw new Failure(`cannot add key ${key}, another key by that name already exists`);
    }
    setOwn(data, key, base64Of(value));
  };
}

export function checkSources({ flags }: Call): void {
  const mixed = flags.list('from-file').length + flags.list('from-literal').length > 0;
  if (flags.list('from-env-file').length > 0 && mixed) {
    throw new Failure('from-env-file cannot be combined with from-file or from-literal');
  }
}

export function addLiterals({ flags }: Call, add: Add): void {
  for (const source of flags.list('from-literal')) {
    const equals = source.indexOf('=');
    if (equals < 1) throw new Failure(`invalid literal source ${source}, expected key=value`);
    const value = source.slice(equals + 1);
    const quoted = value.length > 1 && /^(['"])[^]*\1$/.test(value);
    add(source.slice(0, equals), quoted ? value.slice(1, -1) : value);
  }
}

/** Adds the files of `--from-file`; `nameless` is the key of files that are given without one, where it is not their name. */
export function addFiles({ flags, session }: Call, add: Add, nameless?: string): void {
  for (const given of flags.list('from-file')) {
    const source = nameless === undefined || given.includes('=') ? given : `${nameless}=${given}`;
    const { key, path: name } = fileSource(source);
    const path = resolvePath(name, session.folder, homeOf(session));
    const text = session.files.read(path);
    if (text !== undefined) {
      add(key, text);
      continue;
    }
    const names = session.files.list(path);
    if (names === undefined) throw new Failure(`error reading ${name}: no such file or directory`);
    if (source.includes('=')) throw new Failure('cannot give a key name for a directory path');
    for (const each of names) {
      const content = session.files.read(`${path}/${each}`);
      if (content !== undefined) add(each, content);
    }
  }
}

/** What stands behind the last slash but one at the end. */
function baseName(path: string): string {
  return path.split('/').findLast((part) => part !== '') ?? '';
}

function fileSource(source: string): { readonly key: string; readonly path: string } {
  const parts = source.split('=');
  if (parts.length > 2) throw new Failure("key names or file paths cannot contain '='");
  const [key = '', path] = parts;
  if (path === undefined) return { key: baseName(source), path: source };
  if (key === '') throw new Failure(`key name for file path ${path} missing`);
  if (path === '') throw new Failure(`file path for key name ${key} missing`);
  return { key, path };
}

export function addEnvFiles({ flags, session }: Call, what: string, add: Add): void {
  for (const name of flags.list('from-env-file')) {
    const path = resolvePath(name, session.folder, homeOf(session));
    const text = session.files.read(path);
    if (text === undefined) {
      throw new Failure(
        session.files.isFolder(path)
          ? `env ${what} file cannot be a directory`
          : `error reading ${name}: no such file or directory`,
      );
    }
    const bare = text.startsWith(byteOrderMark) ? text.slice(1) : text;
    bare.split('\n').forEach((line) => {
      const trimmed = line.trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) return;
      const equals = trimmed.indexOf('=');
      const key = equals < 0 ? trimmed : trimmed.slice(0, equals);
      const causes = isEnvVarName(key);
      if (causes.length > 0)
        throw new Failure(`${quoteGo(key)} is not a valid key name: ${causes.join(';')}`);
      add(key, equals < 0 ? (session.environment.get(key) ?? '') : trimmed.slice(equals + 1));
    });
  }
}
