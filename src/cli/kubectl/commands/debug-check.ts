// What has to be right with the arguments of kubectl debug. Source: kubectl pkg/cmd/debug/debug.go.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { err, out, type Run } from '../../effect.ts';
import type { Call } from '../command.ts';
import { Failure } from '../failure.ts';
import { checkCustom } from './debug-custom.ts';
import { isProfile, type Profile } from './debug-profile.ts';
import { isReference } from './run.ts';

/** `NAME=VALUE` words of a flag. */
export function pairsOf({ flags }: Call, name: string): ReadonlyMap<string, string> {
  return new Map(
    flags.list(name).map((word) => {
      const equals = word.indexOf('=');
      if (equals < 0)
        throw new Failure(
          `invalid argument ${quoteGo(word)} for "--${name}" flag: ${word} must be formatted as key=value`,
        );
      return [word.slice(0, equals), word.slice(equals + 1)];
    }),
  );
}

export function profileOf({ flags }: Call): Profile {
  const name = flags.text('profile');
  if (!isProfile(name)) throw new Failure(`unknown profile: ${name}`);
  return name;
}

/** What the arguments name, and what follows `--`. */
export interface Asked {
  readonly names: readonly string[];
  readonly words: readonly string[];
  /** A part of the container that the command line names a file for. */
  readonly custom: JsonObject | undefined;
}

function checkTarget({ flags }: Call, { names, words }: Asked, images: ReadonlyMap<string, string>): void {
  const [image, container] = [flags.text('image'), flags.text('container')];
  if (flags.has('attach') && flags.is('attach') && image === '' && container === '') {
    throw new Failure(
      'you must specify --container or create a new container using --image in order to attach.',
    );
  }
  if (flags.text('copy-to') !== '') {
    if (image === '' && images.size === 0 && words.length === 0) {
      throw new Failure('you must specify --image, --set-image or command arguments.');
    }
    if (words.length > 0 && container === '' && image === '') {
      throw new Failure('you must specify an existing container or a new image when specifying args.');
    }
  } else {
    if (flags.is('replace')) throw new Failure('--replace may only be used with --copy-to.');
    if (flags.is('same-node')) throw new Failure('--same-node may only be used with --copy-to.');
    if (images.size > 0) throw new Failure('--set-image may only be used with --copy-to.');
    if (image === '') throw new Failure('you must specify --image when not using --copy-to.');
  }
  if (image !== '' && !isReference(image)) {
    throw new Failure(`invalid image name ${quoteGo(image)}: invalid reference format`);
  }
  if (names.length === 0 && flags.list('filename').length === 0) {
    throw new Failure('NAME or filename is required for debug');
  }
}

export function* check(call: Call, asked: Asked, images: ReadonlyMap<string, string>): Run<void> {
  const { flags } = call;
  checkTarget(call, asked, images);
  const pull = flags.text('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) {
    throw new Failure(`invalid image pull policy: ${pull}`);
  }
  for (const [name, image] of images) {
    if (isReference(image)) continue;
    throw new Failure(
      `invalid image name ${quoteGo(image)} for container ${quoteGo(name)}: invalid reference format`,
    );
  }
  const target = flags.text('target');
  if (target !== '') {
    if (flags.text('copy-to') !== '') {
      throw new Failure('--target is incompatible with --copy-to. Use --share-processes instead.');
    }
    if (!flags.is('quiet')) {
      yield* out(
        `Targeting container ${quoteGo(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      );
    }
  }
  if (flags.is('tty') && !flags.is('stdin')) {
    throw new Failure('-i/--stdin is required for containers with -t/--tty=true');
  }
  checkCustom(asked.custom);
  if (flags.text('profile') === 'legacy') {
    yield* err(
      '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
    );
  }
}
