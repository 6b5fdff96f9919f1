// The files that a kubeconfig or its flags name for TLS: whether they are there. What a client's certificate says is not looked at.
// Source: client-go tools/clientcmd/validation.go.
import type { JsonObject } from '../../../std/draft.ts';
import { resolvePath } from '../../../shell/files.ts';
import { homeOf, type Session } from '../../../shell/program.ts';
import { Failure, PlainFailure } from '../failure.ts';
import type { FlagValues } from '../flags/flag.ts';
import { textOf } from './kubeconfig.ts';

export interface Trusting {
  readonly cluster: JsonObject | undefined;
  readonly clusterName: string;
  readonly user: JsonObject | undefined;
  readonly userName: string;
}

/** Throws what is missing, all of it at once; then what is no certificate. */
export function checkCertificates(
  session: Session,
  flags: FlagValues,
  { cluster, clusterName, user, userName }: Trusting,
): void {
  const { files } = session;
  const placeOf = (path: string) => resolvePath(path, session.folder, homeOf(session));
  const unread = (what: string, path: string, whose: string): readonly string[] => {
    const place = placeOf(path);
    if (path === '' || files.read(place) !== undefined || files.isFolder(place)) return [];
    return [`unable to read ${what} ${path} for ${whose} due to open ${path}: no such file or directory`];
  };
  const said = (name: string) => flags.text(name) || textOf(user, name);
  const [certificate, key] = [said('client-certificate'), said('client-key')];
  const authority = flags.text('certificate-authority') || textOf(cluster, 'certificate-authority');
  const causes: string[] = [];
  if (certificate !== '' || textOf(user, 'client-certificate-data') !== '') {
    if (key === '' && textOf(user, 'client-key-data') === '') {
      causes.push(
        `client-key-data or client-key must be specified for ${userName} to use the clientCert authentication method.`,
      );
    }
    causes.push(...unread('client-cert', certificate, userName), ...unread('client-key', key, userName));
  }
  causes.push(...unread('certificate-authority', authority, clusterName));
  if (causes.length === 1) throw new Failure(causes[0] as string);
  if (causes.length > 1)
    throw new PlainFailure(`Error in configuration: \n${causes.map((cause) => `* ${cause}\n`).join('')}`);
  if (authority === '') return;
  if (files.isFolder(placeOf(authority))) throw new Failure(`read ${authority}: is a directory`);
  if (!(files.read(placeOf(authority)) ?? '').includes('-----BEGIN CERTIFICATE-----'))
    throw new Failure('unable to load root certificates: unable to parse bytes as PEM block');
}
