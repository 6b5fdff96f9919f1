// What is said of types and members, as the API server's own documents say it.
import { definitions } from '#schemas';
import { descriptions } from '#descriptions';
import { describe, expect, it } from 'vitest';

const of = (definition: string, member = ''): string | undefined =>
  descriptions[`io.k8s.api.${definition}`]?.[member];

describe('descriptions', () => {
  it.each([
    ['core.v1.PodSpec', 'affinity', "If specified, the pod's scheduling constraints"],
    ['core.v1.Pod', 'status', 'Most recently observed status of the pod.'],
    [
      'core.v1.PodSpec',
      'restartPolicy',
      '\n\nPossible enum values:\n - `"Always"`\n - `"Never"`\n - `"OnFailure"`',
    ],
    ['core.v1.PodSpec', 'os', 'spec.containers[*].securityContext'],
    ['core.v1.PodSpec', 'setHostnameAsFQDN', '\\\\SYSTEM\\\\CurrentControlSet'],
    ['core.v1.Endpoints', '', 'Example:\n\n\t Name: "mysvc",\n\t Subsets: ['],
    ['apps.v1.DeploymentStrategy', 'rollingUpdate', 'Rolling update config params.'],
  ])('tell of %s %s %j', (definition, member, text) => {
    expect(of(definition, member)).toContain(text);
  });

  it('tell what stands for itself too', () => {
    expect(descriptions['io.k8s.apimachinery.pkg.apis.meta.v1.Time']?.['']).toContain(
      'wrapper around time.Time',
    );
    expect(descriptions['io.k8s.apimachinery.pkg.util.intstr.IntOrString']?.['']).toContain(
      'int32 or a string',
    );
  });

  it('leave out little: the schemas of schemas, of the version, and three members that nobody describes', () => {
    const silent = Object.entries(definitions).flatMap(([name, { properties = {} }]) =>
      Object.keys(properties)
        .filter((member) => !descriptions[name]?.[member])
        .map((member) => `${name.split('.').at(-1)}.${member}`),
    );
    expect(
      silent.filter((path) => !/^(JSONSchemaProps|ExternalDocumentation|Info|WatchEvent)\./.test(path)),
    ).toEqual([
      'CertificateSigningRequest.metadata',
      'CertificateSigningRequestList.metadata',
      'IngressRule.http',
    ]);
  });

  it('have no tags and no stars of comments', () => {
    const odd = Object.values(descriptions).flatMap((texts) =>
      Object.values(texts).filter((text) => /^@\w|\\\*/m.test(text)),
    );
    expect(odd).toEqual([]);
  });
});
