// The command `place` as people run it: tables as files and standard input, answers on one stream and reports on the other, exit codes.
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledCommand, type Command } from './command.ts';

const files: Readonly<Record<string, string>> = {
  'nodes.csv': 'name,cpu,memory,zone,maintenance\nn1,4,8Gi,a,\nn2,8,16Gi,a,no\nn3,16,32Gi,b,yes\n',
  'pods.csv': 'name,cpu,memory,node\nweb-1,500m,1Gi,\nweb-2,2,1Gi,n1\n"db, first",8,4Gi,\n',
  'gpu-nodes.csv': 'sn,cpu_milli,memory_mib,gpu,model\ng1,64000,262144,2,T4\ng2,96000,393216,8,G2\n',
  'gpu-pods.csv':
    'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time\n' +
    'p1,8000,1024,1,460,,LS,Running,0\np2,8000,1024,2,1000,G2|P100,LS,Running,3\np3,1000,512,0,0,,BE,Running,5\n',
  'rules.csv':
    'name,cpu,memory,apart,together,spread,required,forbidden,license\na1,1,1Gi,a,,,,,0\na2,1,1Gi,a,,,,,0\na3,1,1Gi,a,,,,,0\n' +
    't1,1,1Gi,,t,,n2,,0\nt2,1,1Gi,,t,,,,0\ns1,1,1Gi,,,s:1/zone,,,0\ns2,1,1Gi,,,s:1/zone,,,0\nf1,1,1Gi,,,,,n2,1\nf2,1,1Gi,,,,,n2,1\n',
  'licenses.csv': 'name,cpu,memory,zone,license\nn1,4,8Gi,a,1\nn2,8,16Gi,a,9\n',
  'nodes.json': '{"nodes":[{"name":"n1","cpu":4,"memory":"8Gi"},{"name":"n2","cpu":"8","memory":"16Gi"}]}',
  'pods.json':
    '[{"name":"web-1","cpu":"500m","memory":"1Gi"},{"name":"web-2","cpu":1,"memory":"1Gi","node":"n1"}]',
  'hosts.csv': 'name,cpu,memory,maintenance\nh1,9,9Gi,\nh2,9,6Gi,\nh3,6,6Gi,\n',
  'vms.csv': 'name,cpu,memory,node\na,2,1Gi,h1\nb,2,1Gi,h1\nc,1,2Gi,h2\nd,1,1Gi,h2\ne,1,1Gi,h3\n',
  'uneven.csv': 'name,cpu,memory,node,apart\na,4,1Gi,h1,\nb,2,1Gi,h1,x\nc,2,1Gi,h1,x\nd,1,1Gi,h2,\n',
  'leaving.csv': 'name,cpu,memory,maintenance\nh1,9,9Gi,yes\nh2,9,9Gi,\nh3,9,9Gi,\n',
  'no-cpu.csv': 'name,memory\nn1,8Gi\n',
  'wrong.csv':
    'name,cpu,memory,node\na,-1,1Gi,\na,1,1Gi,\nb,1,99999999999Ti,\nc,x,1Gi,\nd,1,1Gi,n9\ne,1\nf,32,1Gi,\n,1,1Gi,\n',
  'wrong-nodes.csv':
    'name,cpu_milli,memory_mib,gpu,maintenance\nn1,4000,8192,17,\nn2,4294967296,1.5,0,perhaps\n',
  'quote.csv': 'name,cpu,memory\n"a,1,1Gi\n',
  'twice.csv': 'name,cpu,cpu\n',
  'empty.csv': '',
  'wrong.json': '[{"name":"n1","cpu":4,"memory":"8Gi"},7,{"name":"n1","cpu":[],"memory":"1Gi"}]',
  'broken.json': '[{"name":',
  'nul-name.csv': 'name,cpu,memory\na\0b,1,1Gi\n',
  'nul-column.csv': 'name,cpu,memory,no\0de\na,1,1Gi,n1\n',
  'nul-column.json': '[{"name":"a","cpu":1,"memory":"1Gi","no\\u0000de":"n1"}]',
  'long-column.csv': `${'x'.repeat(100_000)},y,z\n`,
  'long-cell.csv': `name,cpu,memory\na,${'x'.repeat(100_000)},1Gi\n`,
  'wrong-cpu.csv': 'name,cpu,memory\nn1,-1,8Gi\n',
};

let command: Command;

beforeAll(async () => {
  command = await bundledCommand();
  for (const [name, text] of Object.entries(files)) await writeFile(join(command.folder, name), text);
});

afterAll(() => command.remove());

type Case = readonly [line: string, code: number, stdout: string | RegExp, stderr: RegExp];

const cases: readonly Case[] = [
  [
    '--nodes nodes.csv --pods pods.csv',
    0,
    'pod,node,gpus\nweb-1,n2,\nweb-2,n1,\n"db, first",,\n',
    /^3 Pods, 2 placed on 2 nodes by balance; used: CPU 8\.9 %, memory 3\.6 %\ndb, first: 0\/3 nodes are available: 1 not allowed or in maintenance, 2 Insufficient CPU\n$/,
  ],
  ['--nodes nodes.csv --pods pods.csv --all --quiet', 1, /^pod,node,gpus\n/, /^$/],
  [
    '--nodes nodes.csv --pods pods.csv --policy best-fit --quiet',
    0,
    'pod,node,gpus\nweb-1,n1,\nweb-2,n1,\n"db, first",n2,\n',
    /^$/,
  ],
  [
    '--nodes gpu-nodes.csv --pods gpu-pods.csv --policy yield',
    0,
    'pod,node,gpus\np1,g1,0\np2,g2,0+1\np3,g1,\n',
    /^3 Pods, 3 placed on 2 nodes by yield; used: CPU 10\.6 %, memory .*, GPU 24\.6 %\n$/,
  ],
  ['--nodes nodes.json --pods pods.json --policy fgd', 0, /web-1,n1/, / by best-fit \(fgd is for GPUs\)/],
  [
    '--nodes nodes.json --pods pods.json --json',
    0,
    /^\{"policy":"balance","pods":\{"in":2,"placed":2\},"nodes":\{"in":2,"occupied":2\},"resources":\[\{"name":"CPU","capacity":12000,"used":1500\},.*\],"unplaced":\[\],"placements":\[\n\{"pod":"web-1","node":"n2","gpus":\[\]\},\n\{"pod":"web-2","node":"n1","gpus":\[\]\}\n\]\}\n$/,
    /^2 Pods/,
  ],
  [
    '--nodes licenses.csv --pods rules.csv',
    0,
    'pod,node,gpus\na1,n2,\na2,n1,\na3,,\nt1,n2,\nt2,n2,\ns1,n1,\ns2,,\nf1,n1,\nf2,,\n',
    /a3: 0\/2 nodes are available: 2 against a rule of its groups\n.*\nf2: 0\/2 nodes are available: 1 not allowed or in maintenance, 1 Insufficient license\n$/,
  ],
  [
    'balance --nodes hosts.csv --pods uneven.csv --threshold 1',
    0,
    'vm,from,to,priority,reason\nb,h1,h3,1,rule or maintenance\n',
    /^1 migration of 4 VMs; DRS score 8.* to .*; standard deviation: CPU 0\.\d+ to 0\.\d+, memory /,
  ],
  [
    'balance --nodes leaving.csv --pods vms.csv --threshold 1 --json',
    0,
    /^\{"model":"score","threshold":1,"resource":"\w+","running":5,.*"moves":\[\n\{"vm":"\w","from":"h1","to":"h3","priority":1,"reason":"rule or maintenance"\},\n\{"vm":"\w","from":"h1",/,
    /^2 migrations of 5 VMs/,
  ],
  [
    'balance --nodes hosts.csv --pods uneven.csv --model deviation --threshold 4 --resource cpu',
    0,
    /^vm,from,to,priority,reason\nb,h1,h3,1,rule or maintenance\n\w,h1,h2,[234],load of CPU\n$/,
    /^2 migrations/,
  ],
  [
    'balance --nodes hosts.csv --pods vms.csv --threshold 6',
    2,
    '',
    /--threshold 6: a whole number from 1 to 5/,
  ],
  [
    'balance --nodes hosts.csv --pods vms.csv --model best',
    2,
    '',
    /there is no model best; models are deviation/,
  ],
  [
    'balance --nodes hosts.csv --pods vms.csv --resource disk',
    2,
    '',
    /there is no resource disk; resources are/,
  ],
  ['balance --help', 0, /^Usage: supervisor-sandbox place balance/, /^$/],
  [
    'failover --nodes hosts.csv --pods vms.csv --more 1,1Gi',
    0,
    'lost,vms,restarted,left,example\nh1,2,2,0,\nh2,2,2,0,\nh3,1,1,0,\n',
    // The worked example of vSphere's own documentation: slots of 4, 3 and 3, one host may fail.
    /^3 losses tried: everything restarts each time\nslots of 2000m and 2048 MiB: 10, 5 used; 1 node may fail\nfree: CPU 70 %, memory 71 %\n13 more of 1,1Gi fit now, 6 after the worst loss\n$/,
  ],
  [
    'failover --nodes hosts.csv --pods vms.csv --lost 2',
    1,
    'lost,vms,restarted,left,example\nh1+h2,4,3,1,d\nh1+h3,3,3,0,\nh2+h3,3,3,0,\n',
    /^3 losses tried: 1 leave something\n/,
  ],
  [
    'failover --nodes hosts.csv --pods vms.csv --dedicated-nodes h3 --json',
    1,
    /^\{"running":5,"policies":\{"slots":\{"cpuMilli":2000,"memoryMib":2048,"total":10,"used":5,"hostFailures":1\},"percentage":\{"freeCpu":70,"freeMemory":71\},"dedicated":\{"vms":1\}\},"failures":\[\n\{"lost":\["h1"\],"vms":2,"restarted":2,"left":0,"example":null\},/,
    /on dedicated nodes: 1 VM\n$/,
  ],
  ['failover --nodes hosts.csv --pods vms.csv --more 1', 2, '', /--more 1: CPU and memory as in Kubernetes/],
  ['failover --nodes hosts.csv --pods vms.csv --lost 3', 2, '', /--lost 3: a whole number from 1 to 2/],
  ['', 2, '', /^Usage: supervisor-sandbox place --nodes FILE --pods FILE/],
  ['--help', 0, /^Usage: supervisor-sandbox place --nodes/, /^$/],
  ['--nodes nodes.csv', 2, '', /place needs --nodes FILE and --pods FILE/],
  ['--nodes - --pods -', 2, '', /only one of the two can be standard input/],
  [
    '--nodes nodes.csv --pods pods.csv --policy best',
    2,
    '',
    /there is no policy best; policies are balance,/,
  ],
  ['elsewhere --nodes nodes.csv --pods pods.csv', 2, '', /there is no command place elsewhere/],
  ['--nodes none.csv --pods pods.csv', 2, '', /none\.csv: there is no such file/],
  ['--nodes no-cpu.csv --pods pods.csv', 2, '', /no-cpu\.csv:1: a column cpu_milli or cpu is missing/],
  [
    '--nodes nodes.csv --pods wrong.csv',
    2,
    '',
    /8 rows are wrong, so there is no answer:\nwrong\.csv:7: 2 cells, but there are 4 columns\nwrong\.csv:3: there is another a above\nwrong\.csv:9: .*\nwrong\.csv:2: cpu is -1, which is negative\nwrong\.csv:4: memory is 99999999999Ti, which is more than can be counted\nwrong\.csv:5: cpu is x, which is no amount\nwrong\.csv:8: asks for 32000m of CPU, but no node has more than 16000m\nwrong\.csv:6: there is no node n9\n/,
  ],
  [
    '--nodes wrong-nodes.csv --pods pods.csv',
    2,
    '',
    /wrong-nodes\.csv:2: 17 GPUs, but a node has at most 16\n.*:3: cpu_milli is 4294967296, which is more than 2147483647.*\n.*:3: memory_mib is 1\.5, which is no whole number\n.*:3: maintenance is perhaps/,
  ],
  ['--nodes nodes.csv --pods quote.csv', 2, '', /quote\.csv:2: a quote is not closed/],
  ['--nodes nodes.csv --pods twice.csv', 2, '', /twice\.csv:1: there are two columns cpu/],
  ['--nodes empty.csv --pods pods.csv', 2, '', /empty\.csv: there is not even a line of column names/],
  [
    '--nodes wrong.json --pods pods.csv',
    2,
    '',
    /wrong\.json: item 2: this is no object\nwrong\.json: item 3: cpu is no text/,
  ],
  ['--nodes broken.json --pods pods.csv', 2, '', /broken\.json: .*JSON/],
  [
    'balance --nodes nodes.csv --pods nul-name.csv',
    2,
    '',
    /nul-name\.csv:2: name or pod or vm is "a\\u0000b", which has a control character\n$/,
  ],
  [
    '--nodes nodes.csv --pods nul-column.csv',
    2,
    '',
    /nul-column\.csv:1: column "no\\u0000de" has a control character\n$/,
  ],
  [
    'failover --nodes nodes.csv --pods nul-column.json',
    2,
    '',
    /nul-column\.json: item 1: column "no\\u0000de" has a control character\n$/,
  ],
  [
    '--nodes nodes.csv --pods long-column.csv',
    2,
    '',
    /long-column\.csv:1: a column name or pod or vm is missing; there are x{57}\.{3}, y, z\n$/,
  ],
  ['--nodes nodes.csv --pods long-cell.csv', 2, '', /:2: cpu is x{57}\.{3}, which is no amount\n$/],
  // A node that is wrong is told, and not again for each Pod that could only run there.
  [
    '--nodes wrong-cpu.csv --pods pods.csv',
    2,
    '',
    /^supervisor-sandbox: a row is wrong, so there is no answer:\nwrong-cpu\.csv:2: cpu is -1, which is negative\n$/,
  ],
];

describe('supervisor-sandbox place', () => {
  it.each(cases)('%s', async (line, code, stdout, stderr) => {
    const ended = await command.run('place', ...line.split(' ').filter(Boolean));
    expect(ended.stderr).toMatch(stderr);
    expect(ended.code).toBe(code);
    if (typeof stdout === 'string') expect(ended.stdout).toBe(stdout);
    else expect(ended.stdout).toMatch(stdout);
  });

  it('reads standard input, with a byte order mark and line ends of Windows', async () => {
    const pods = '\uFEFFname,cpu,memory\r\na,1,1Gi\r\n';
    const ended = await command.runOver(pods, 'place', '--nodes', 'nodes.csv', '--pods', '-');
    expect(ended).toMatchObject({ code: 0, stdout: 'pod,node,gpus\na,n2,\n' });
  });

  // Files without bytes on the disk, larger than memory.
  it.each([
    ['zeros', '', /zeros:1: a row has more than 1048576 characters/],
    ['array', '[', /array: more than 67108864 bytes are too large for JSON; use CSV/],
  ])('refuses a file of 5 GB: %s', async (name, begin, stderr) => {
    const file = join(command.folder, name);
    await writeFile(file, begin);
    await truncate(file, 5 * 2 ** 30);
    const ended = await command.run('place', 'balance', '--nodes', 'nodes.csv', '--pods', name);
    await rm(file);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) as string });
  });

  it('refuses a table of more rows than it keeps', async () => {
    const text = `name,cpu,memory\n${'a,1,1Gi\n'.repeat(2 ** 20 + 1)}`;
    const ended = await command.runOver(text, 'place', '--nodes', 'nodes.csv', '--pods', '-');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/standard input:1048578: a table has at most 1048576 rows\n$/);
  });

  it('reads rows with quotes and commas inside, wherever a piece of the file ends', async () => {
    const pods = Array.from({ length: 60_000 }, (_, at) => `"p""${at}, of many",1m,"1Mi"`);
    const text = `name,cpu,memory\r\n${pods.join('\n')}`;
    const ended = await command.runOver(text, 'place', '--nodes', 'nodes.csv', '--pods', '-', '--quiet');
    expect([ended.code, ended.stderr, ended.stdout.split('\n').at(60_000)]).toEqual([
      0,
      '',
      '"p""59999, of many",,',
    ]);
  });

  it('places 100,000 Pods whole, and ends quietly where nobody reads on', async () => {
    const pods = Array.from({ length: 100_000 }, (_, at) => `p${at},${(at % 7) + 1}m,${(at % 5) + 1}Mi`);
    const text = `name,cpu,memory\n${pods.join('\n')}\n`;
    const ended = await command.runOver(text, 'place', '--nodes', 'nodes.csv', '--pods', '-', '--quiet');
    const lines = ended.stdout.split('\n');
    expect([ended.code, lines.length, lines.at(1), lines.at(-2)?.slice(0, 6)]).toEqual([
      0,
      100_002,
      'p0,n2,',
      'p99999',
    ]);
  });
});
