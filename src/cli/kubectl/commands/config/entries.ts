// kubectl config set, unset, delete-cluster, delete-user: values and entries of the kubeconfig. Source: kubectl
// pkg/cmd/config/set.go, unset.go.
import { base64Of } from '../../../base64.ts';
import type { Json } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { out, type Run } from '../../../effect.ts';
import { usageFailure, type Call, type Command } from '../../command.ts';
import { named, textOf, withNamed } from '../../config/kubeconfig.ts';
import { Failure } from '../../failure.ts';
import { helpOf } from '../../help.ts';
import { completeFrom } from './contexts.ts';
import { propertyOf, type Part, type Property } from './property.ts';
import { setEntryCommands } from './set-entries.ts';

function remover(part: Part, noun: 'cluster' | 'user'): Command {
  const command: Command = {
    name: `delete-${noun}`,
    summary: `take a ${noun} out of the kubeconfig`,
    usage: 'NAME',
    *run(call: Call): Run<void> {
      const [name] = call.args;
      if (name === undefined || call.args.length > 1) {
        if (noun === 'user') throw usageFailure(call, 'user to delete is required');
        return yield* out(helpOf(call.path, command));
      }
      const { config: store } = call.client;
      const config = store.peek();
      if (named(config[part], name) === undefined)
        throw new Failure(`cannot delete ${noun} ${name}, not in ${store.path}`);
      store.save({ ...config, [part]: config[part].filter((each) => each.name !== name) });
      yield* out(`deleted ${noun} ${name} from ${store.path}\n`);
    },
    complete: completeFrom(part),
  };
  return command;
}

/** The value as the file has it. */
function contentOf(text: string, { type }: Pick<Property, 'type'>, isRaw: boolean): Json {
  switch (type) {
    case 'bool':
      if (!/^(?:1|0|t|f|T|F|true|false|TRUE|FALSE|True|False)$/.test(text))
        throw new Failure(`strconv.ParseBool: parsing ${quoteGo(text)}: invalid syntax`);
      return /^[1tT]/.test(text);
    case 'bytes': {
      if (isRaw) return base64Of(text);
      const strange = text.search(/[^A-Za-z\d+/=]/);
      const wrong = strange < 0 && text.length % 4 > 0 ? text.length - (text.length % 4) : strange;
      if (wrong >= 0)
        throw new Failure(`error decoding input value: illegal base64 data at input byte ${wrong}`);
      return text;
    }
    case 'list':
      throw new Failure('unrecognized slice type. string');
    default:
      return text;
  }
}

const set: Command = {
  name: 'set',
  summary: 'set one value of the kubeconfig',
  usage: 'PROPERTY_NAME PROPERTY_VALUE',
  flags: [
    {
      name: 'set-raw-bytes',
      type: 'bool',
      value: 'false',
      help: 'the value of bytes stands as it is, not in base64',
    },
  ],
  *run(call): Run<void> {
    const [property, text, ...more] = call.args;
    if (property === undefined || text === undefined || more.length > 0) {
      yield* out(helpOf(call.path, set));
      throw new Failure(`Unexpected args: [${call.args.join(' ')}]`);
    }
    if (text === '') throw new Failure('you cannot use set to unset a property');
    const { config: store } = call.client;
    const config = store.peek();
    const found = propertyOf(property);
    if (found === undefined) store.save({ ...config, currentContext: text });
    else if (found.part === 'preferences') {
      if (found.key === '')
        throw new Failure(
          `unable to locate path config.navigationStep{stepValue:"", stepType:reflect.Type(nil)} under {${String(config.preferences['colors'] === true)} map[]}`,
        );
      store.save({
        ...config,
        preferences: { ...config.preferences, colors: contentOf(text, found, false) },
      });
    } else {
      const { part, name, key } = found;
      const before = named(config[part], name);
      if (key === '') throw new Failure(`can't set a map to a value: ${textOf(before, '')}`);
      const content = contentOf(text, found, call.flags.is('set-raw-bytes'));
      store.save({
        ...config,
        [part]: withNamed(config[part], { name, value: { ...before, [key]: content } }),
      });
    }
    yield* out(`Property ${quoteGo(property)} set.\n`);
  },
};

const unset: Command = {
  name: 'unset',
  summary: 'take one value out of the kubeconfig',
  usage: 'PROPERTY_NAME',
  *run(call): Run<void> {
    const [property, ...more] = call.args;
    if (property === undefined || more.length > 0) {
      yield* out(helpOf(call.path, unset));
      throw new Failure(`Unexpected args: [${call.args.join(' ')}]`);
    }
    const { config: store } = call.client;
    const config = store.peek();
    const found = propertyOf(property);
    if (found === undefined) store.save({ ...config, currentContext: '' });
    else if (found.part === 'preferences') {
      const { colors: _gone, ...rest } = config.preferences;
      store.save({ ...config, preferences: found.key === '' ? {} : rest });
    } else {
      const { part, name, key } = found;
      if (key !== '' && named(config[part], name) === undefined)
        throw new Failure(`current map key \`${name}\` is invalid`);
      const entries = config[part].flatMap((each) => {
        if (name !== '' && each.name !== name) return [each];
        const { [key]: _gone, ...value } = each.value;
        return key === '' ? [] : [{ name, value }];
      });
      store.save({ ...config, [part]: entries });
    }
    yield* out(`Property ${quoteGo(property)} unset.\n`);
  },
};

export const entryCommands: readonly Command[] = [
  ...setEntryCommands,
  set,
  unset,
  remover('clusters', 'cluster'),
  remover('users', 'user'),
];
