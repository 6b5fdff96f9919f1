// Before a document goes to the server, kubectl looks whether the server checks its fields: a kind that is missing from a version that
// is served may be a CustomResourceDefinition's, so it lists those, which not everybody may.
// Source: cli-runtime pkg/resource/query_param_verifier_v3.go, crd_finder.go.
import type { Json } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { discover } from '../api/discovery.ts';
import { resourceOfKind } from '../api/mapper.ts';
import { publishedIndex } from '../api/schemas.ts';
import { isExpected, StatusFailure } from '../failure.ts';
import { isObject, textAt } from '../json.ts';
import { invalidData } from './manifests.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Whether a server checks fields stands in what it publishes of itself. */
function* checkPublishes(client: Client, source: string): Run<void> {
  try {
    yield* publishedIndex(client);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    // Without the newer index kubectl asks for the older document, and tells of that.
    const said = failure.message.replace('/openapi/v3?', '/openapi/v2?');
    throw invalidData(source, `failed to download openapi: ${said}`);
  }
}

/** Throws where the kind is unknown and nobody may look for its definition; what else is wrong with it is told later. */
export function* checkKnownKind(client: Client, value: Json, source: string): Run<void> {
  if (!isObject(value)) return;
  const [apiVersion, kind] = [textAt(value, 'apiVersion'), textAt(value, 'kind')];
  if (apiVersion === 'v1' && kind === 'List') return;
  yield* checkPublishes(client, source);
  if ((yield* resourceOfKind(client, apiVersion, kind)) !== undefined) return;
  const isServed = (yield* discover(client)).some(
    ({ group, version }) => (group === '' ? version : `${group}/${version}`) === apiVersion,
  );
  if (!isServed) return;
  try {
    yield* sendJson(client, { path: definitions });
  } catch (failure) {
    if (!(failure instanceof StatusFailure)) throw failure;
    throw invalidData(source, `failed to check CRD: failed to list CRDs: ${failure.message}`);
  }
}
