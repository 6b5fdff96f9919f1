// Every function that an expression may call, by name: CEL's own and the libraries that Kubernetes 1.33 adds to it.
// Without `semver`, which an API server of 1.33 takes from what is stored already and refuses where it is new. Source: apiserver pkg/cel/environment/base.go.
import type { Overload } from '../overload.ts';
import { authorization } from './authorizer.ts';
import { conversions } from './conversions.ts';
import { namedFormats } from './formats.ts';
import { lists } from './lists.ts';
import { network } from './network.ts';
import { operators } from './operators.ts';
import { optionals } from './optionals.ts';
import { quantity } from './quantity.ts';
import { strings } from './strings.ts';
import { times } from './times.ts';
import { urls } from './urls.ts';

const all: readonly Overload[] = [
  ...operators,
  ...conversions,
  ...strings,
  ...lists,
  ...times,
  ...optionals,
  ...network,
  ...quantity,
  ...urls,
  ...namedFormats,
  ...authorization,
];

const byName = new Map<string, Overload[]>();
for (const overload of all) {
  const known = byName.get(overload.name);
  if (known === undefined) byName.set(overload.name, [overload]);
  else known.push(overload);
}

export const functions: ReadonlyMap<string, readonly Overload[]> = byName;
