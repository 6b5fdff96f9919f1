// The protobuf messages of the built-in kinds, Kubernetes 1.36 (fields of older releases are all among them): package,
// message, fields. Numbers are facts of the `generated.proto` files of k8s.io/api and its neighbours and never change.
//
// A message is `number name type` by commas; the type string is left out. Types: string int bool double bytes, a message
// of the same package, else of meta.v1, else of core.v1, else a conversion (conversions.ts). `[]T` is a list, `map T` maps
// strings. `... T` is a Go-embedded struct: its fields belong to the message itself. `name!` keeps a zero: in Go it is a
// pointer; without a mark a zero means that nobody set it. `name=` is always written in JSON, as a zero where nobody set it: in
// Go 1.33 it has no omitempty, or is a struct, which omitempty never leaves out; `name~` the same of a pointer, which is null then.
// What has a JSON form of its own is absent.
import { accessMessages } from './access.ts';
import { clusterMessages } from './cluster.ts';
import { coreMessages } from './core.ts';
import { extensionsMessages } from './extensions.ts';
import { metaMessages } from './meta.ts';
import { workloadsMessages } from './workloads.ts';

export type Messages = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const messages: Messages = {
  ...metaMessages,
  ...coreMessages,
  ...workloadsMessages,
  ...clusterMessages,
  ...accessMessages,
  ...extensionsMessages,
};
