// What client and server say of themselves, and whether they are the same. Source: client-go discovery/helper.go, kubectl
// pkg/cmd/util/kubectl_match_version.go.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import type { Run } from '../../effect.ts';
import { Failure, isExpected } from '../failure.ts';
import { textAt } from '../json.ts';
import { clientVersion, sendJson, type Client } from './client.ts';

/** What the client says of itself. */
export const clientInfo = {
  major: '1',
  minor: String(clientVersion.minor),
  gitVersion: clientVersion.gitVersion,
  gitCommit: clientVersion.commit,
  gitTreeState: 'clean',
  buildDate: '2025-05-15T08:27:33Z',
  goVersion: 'go1.24.2',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;

/** In the order in which Go declares them. */
const members = [
  'major',
  'minor',
  'emulationMajor',
  'emulationMinor',
  'minCompatibilityMajor',
  'minCompatibilityMinor',
  'gitVersion',
  'gitCommit',
  'gitTreeState',
  'buildDate',
  'goVersion',
  'compiler',
  'platform',
];

function goSyntaxOf(info: JsonObject): string {
  const said = members.map(
    (member) => `${member.charAt(0).toUpperCase()}${member.slice(1)}:${quoteGo(textAt(info, member))}`,
  );
  return `version.Info{${said.join(', ')}}`;
}

export function* serverVersion(client: Client): Run<JsonObject> {
  return yield* sendJson(client, { path: '/version', query: { timeout: '32s' }, isRaw: true });
}

/** Throws where they differ: what --match-server-version wants. */
export function* matchServerVersion(client: Client): Run<void> {
  let server: JsonObject;
  try {
    server = yield* serverVersion(client);
  } catch (failure) {
    if (!isExpected(failure)) throw failure;
    throw new Failure(`couldn't read version from server: ${failure.message}`);
  }
  const isSame = (['gitVersion', 'gitCommit', 'gitTreeState'] as const).every(
    (member) => textAt(server, member) === clientInfo[member],
  );
  if (isSame) return;
  throw new Failure(
    `server version (&${goSyntaxOf(server)}) differs from client version (${goSyntaxOf(clientInfo)})`,
  );
}
