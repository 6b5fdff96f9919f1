import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  kubeconfigJson,
  parseKubeconfig,
  printKubeconfig,
  type Kubeconfig,
} from '../../../../src/cli/kubectl/config/kubeconfig.ts';
import { newTerminal } from '../terminal.ts';

function file(current: string, ...names: readonly string[]): string {
  return printKubeconfig({
    clusters: names.map((name) => ({ name, value: { server: `https://${name}.lab` } })),
    users: names.map((name) => ({ name, value: { token: name } })),
    contexts: names.map((name) => ({ name, value: { cluster: name, user: name } })),
    currentContext: current,
    preferences: {},
  });
}

describe('kubeconfig', () => {
  it('is merged from the files of KUBECONFIG, the first word counts', () => {
    const { run } = newTerminal({ one: file('a', 'a', 'b'), two: file('c', 'b', 'c') });
    const { out } = run(
      'export KUBECONFIG=one:none:two; kubectl config get-contexts -o name; kubectl config current-context',
    );
    expect(out).toBe('a\nb\nc\na\n');
  });

  it('changes in the first file that is there', () => {
    const { run, files } = newTerminal({ two: file('c', 'b', 'c') });
    run('export KUBECONFIG=none:two; kubectl config use-context b');
    expect(files.read('/home/dev/two')).toContain('current-context: b\n');
    expect(files.read('/home/dev/none')).toBeUndefined();
  });

  it.each([
    ['kubectl --kubeconfig=x config current-context', '', 'error: current-context is not set\n'],
    [
      'kubectl --kubeconfig=list config view',
      '[1]',
      'error: error loading config file "list": couldn\'t get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }\n',
    ],
    [
      'kubectl --kubeconfig=list get pods',
      'current-context: x',
      'Error in configuration: context was not found for specified context: x\n',
    ],
  ])('%s with %j', (line, list, err) => {
    expect(newTerminal({ list }).run(line)).toEqual({ out: '', err, value: 1 });
  });

  it('reads back as it was written, whatever the names', () => {
    const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'true', '1e3', ''), fc.string());
    const part = fc.uniqueArray(
      fc.record({ name, value: fc.dictionary(fc.constantFrom('server', 'token', 'x'), fc.string()) }),
      {
        selector: ({ name: key }) => key,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(
        fc.record({
          clusters: part,
          users: part,
          contexts: part,
          currentContext: name,
          preferences: fc.record({ colors: fc.boolean() }, { requiredKeys: [] }),
        }),
        (config) => {
          const text = printKubeconfig(config as Kubeconfig);
          const read = parseKubeconfig(text);
          expect('error' in read ? read.error : kubeconfigJson(read)).toEqual(
            kubeconfigJson(config as Kubeconfig),
          );
        },
      ),
    );
  });

  it('of any text is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseKubeconfig(text)).toBeTypeOf('object');
      }),
    );
  });
});
