// Real govc against `serve`: the inventory read and changed, a VM's life, rules, roles, namespaces. Skipped by name where govc is not on PATH;
// what it says over the wire is `../unit/soap` then, with the messages in `../golden/soap`.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledCommand, type Command, type Serving } from './command.ts';
import { startProgram } from './programs.ts';

const commandMs = 20_000;

const { error, stdout } = spawnSync('govc', ['version'], { encoding: 'utf8' });
const isMissing = error !== undefined;
const title = isMissing ? 'govc is not on PATH' : stdout.trim();

interface Step {
  /** As one types it, words in quotes. */
  readonly line: string;
  /** What stands in its output. */
  readonly says?: RegExp;
}

const steps: readonly Step[] = [
  { line: 'about', says: /^Name: +VMware vCenter Server$/m },
  { line: 'ls', says: /^\/dc01\/vm$/m },
  { line: 'ls host', says: /^\/dc01\/host\/mgmt-cl01$/m },
  { line: 'find / -type h', says: /esxi-04\.sandbox\.lab/ },
  { line: 'tree -L 3', says: /mgmt-cl01/ },
  { line: 'datacenter.info', says: /Hosts: +4/ },
  { line: 'host.info esxi-01.sandbox.lab', says: /State: +connected/ },
  { line: 'host.vnic.info -host esxi-01.sandbox.lab', says: /vmk0[^]*management, vmotion, vsan/ },
  { line: 'host.storage.info -host esxi-01.sandbox.lab', says: /2\.0TB/ },
  { line: 'host.vswitch.info -host esxi-01.sandbox.lab', says: /Name: +vSwitch0/ },
  { line: 'host.vswitch.add -host esxi-01.sandbox.lab vSwitch1' },
  { line: 'host.portgroup.add -host esxi-01.sandbox.lab -vswitch vSwitch1 -vlan 7 storage' },
  { line: 'host.portgroup.info -host esxi-01.sandbox.lab', says: /Name: +storage[^]*VLAN ID: +7/ },
  { line: 'host.portgroup.remove -host esxi-01.sandbox.lab storage' },
  { line: 'host.vswitch.remove -host esxi-01.sandbox.lab vSwitch1' },
  { line: 'host.service -host esxi-01.sandbox.lab start TSM-SSH' },
  { line: 'host.service.ls -host esxi-01.sandbox.lab', says: /TSM-SSH +off +Running/ },
  { line: 'host.option.set -host esxi-01.sandbox.lab UserVars.SuppressShellWarning 1' },
  { line: 'host.option.ls -host esxi-01.sandbox.lab UserVars.SuppressShellWarning', says: / 1$/m },
  { line: 'host.date.change -host esxi-01.sandbox.lab -server time.sandbox.lab' },
  { line: 'host.date.info -host esxi-01.sandbox.lab', says: /NTP servers: +time\.sandbox\.lab/ },
  { line: 'dvs.create -mtu 9000 DVS0', says: /OK/ },
  { line: 'dvs.add -dvs DVS0 -pnic vmnic3 esxi-01.sandbox.lab', says: /OK/ },
  { line: 'dvs.portgroup.add -dvs DVS0 -vlan 5 pg-a', says: /OK/ },
  { line: 'dvs.portgroup.change -vlan 6 pg-a', says: /OK/ },
  { line: 'dvs.portgroup.info DSwitch', says: /VlanId: +10/ },
  { line: 'object.destroy network/DVS0', says: /OK/ },
  { line: 'dvs.change -mtu 1600 DSwitch', says: /OK/ },
  { line: 'metric.ls host/mgmt-cl01/esxi-01.sandbox.lab', says: /^cpu\.usagemhz\.average$/m },
  {
    line: 'metric.sample host/mgmt-cl01/esxi-01.sandbox.lab cpu.usagemhz.average',
    says: /usagemhz\.average +\d+ +MHz/,
  },
  { line: 'vm.option.info -cluster mgmt-cl01 ubuntu64Guest', says: /Ubuntu Linux \(64-bit\)/ },
  { line: 'datastore.ls', says: /^SupervisorControlPlaneVM \(1\)$/m },
  { line: 'datastore.mkdir -ds vsanDatastore -p isos/linux' },
  { line: `datastore.upload -ds vsanDatastore ${import.meta.filename} isos/notes.txt`, says: /OK/ },
  { line: 'datastore.cp -ds vsanDatastore isos/notes.txt isos/linux/photon.iso' },
  { line: 'datastore.ls -ds vsanDatastore -l isos/linux', says: /KB .*photon\.iso/ },
  { line: 'datastore.download -ds vsanDatastore isos/notes.txt -', says: /Real govc against/ },
  { line: 'datastore.rm -ds vsanDatastore isos/notes.txt' },
  {
    line: 'datastore.create -type nfs -mode readWrite -name nfs-gold -remote-host nas01 -remote-path /gold esxi-01.sandbox.lab esxi-02.sandbox.lab',
  },
  { line: 'datastore.info nfs-gold', says: /Type: +NFS[^]*Remote: +nas01:\/gold/ },
  { line: 'datastore.remove -ds nfs-gold esxi-01.sandbox.lab esxi-02.sandbox.lab' },
  { line: 'disk.create -ds vsanDatastore -size 10M scratch' },
  { line: 'disk.ls -ds vsanDatastore -l', says: /scratch +10\.0M/ },
  { line: 'fields.add team' },
  { line: 'fields.set team blue /dc01/host/mgmt-cl01' },
  { line: 'fields.info /dc01/host/mgmt-cl01', says: /team +blue/ },
  { line: 'datastore.info', says: /Type: +vsan/ },
  { line: 'cluster.usage mgmt-cl01', says: /Storage capacity: +16\.0TB/ },
  { line: 'pool.info */Resources', says: /Name: +Resources/ },
  { line: 'object.collect -s host/mgmt-cl01 configurationEx.drsConfig.enabled', says: /^true$/m },
  {
    line: 'vm.create -on=false -c 2 -m 2048 -g ubuntu64Guest -disk 10GB -net DVPG-Workload -ds vsanDatastore -pool mgmt-cl01/Resources web',
  },
  {
    line: 'vm.create -c 1 -m 1024 -disk 5GB -net DVPG-Workload -ds vsanDatastore -pool mgmt-cl01/Resources db',
  },
  { line: 'vm.info web', says: /Guest name: +Ubuntu Linux \(64-bit\)[^]*Power state: +poweredOff/ },
  { line: 'vm.power -on web', says: /OK/ },
  { line: 'vm.power -suspend web', says: /OK/ },
  { line: 'vm.power -on web', says: /OK/ },
  { line: 'vm.migrate -host esxi-03.sandbox.lab web', says: /OK/ },
  { line: 'vm.info web', says: /Host: +esxi-03\.sandbox\.lab/ },
  { line: 'vm.clone -vm web -ds vsanDatastore -pool mgmt-cl01/Resources -on=false copy', says: /OK/ },
  { line: 'vm.customize -vm copy -ip 10.0.20.7 -netmask 255.255.255.0 -gateway 10.0.20.1 -name copy-1' },
  { line: 'vm.disk.create -vm copy -name copy/data -size 20G' },
  { line: 'vm.network.add -vm copy -net DVPG-Management' },
  { line: 'device.ls -vm copy', says: /disk-1000-1 +VirtualDisk +20,971,520 KB[^]*ethernet-1/ },
  { line: 'device.remove -vm copy ethernet-1' },
  { line: 'vm.change -vm copy -c 4 -m 4096' },
  { line: 'snapshot.create -vm copy clean' },
  { line: 'vm.change -vm copy -annotation later -e guestinfo.a=1' },
  { line: 'vm.info -e copy', says: /guestinfo\.a: +1/ },
  { line: 'snapshot.create -vm copy later' },
  { line: 'snapshot.tree -vm copy', says: /^clean\n {2}later\n {2}\.$/m },
  { line: 'snapshot.revert -vm copy clean' },
  { line: 'snapshot.remove -vm copy clean/later' },
  { line: 'snapshot.tree -vm copy -C', says: /^clean$/m },
  { line: 'snapshot.remove -vm copy "*"' },
  { line: 'vm.disk.change -vm copy -disk.key 2001 -size 30G' },
  { line: 'device.cdrom.add -vm copy', says: /^cdrom-3000$/m },
  {
    line: 'device.cdrom.insert -vm copy -ds vsanDatastore -device cdrom-3000 isos/linux/photon.iso',
  },
  { line: 'device.info -vm copy cdrom-3000', says: /ISO \[vsanDatastore\] isos\/linux\/photon\.iso/ },
  { line: 'device.remove -vm copy cdrom-3000' },
  { line: 'vm.markastemplate copy' },
  { line: 'vm.markasvm -pool mgmt-cl01/Resources copy' },
  { line: 'folder.create vm/team' },
  { line: 'object.mv vm/copy vm/team', says: /OK/ },
  { line: 'ls vm/team', says: /^\/dc01\/vm\/team\/copy$/m },
  { line: 'vm.unregister team/copy' },
  { line: 'datastore.download -ds vsanDatastore copy/copy.vmx -', says: /^displayName = "copy"$/m },
  { line: 'vm.register -ds vsanDatastore -pool mgmt-cl01/Resources -folder vm/team copy/copy.vmx' },
  { line: 'device.ls -vm team/copy', says: /disk-1000-1 +VirtualDisk +31,457,280 KB/ },
  { line: 'vm.destroy team/copy' },
  { line: 'object.destroy vm/team', says: /OK/ },
  { line: 'cluster.rule.create -cluster mgmt-cl01 -name apart -enable -anti-affinity web db', says: /OK/ },
  { line: 'cluster.rule.info -cluster mgmt-cl01', says: /VM: db/ },
  { line: 'cluster.rule.remove -cluster mgmt-cl01 -name apart', says: /OK/ },
  { line: 'cluster.group.create -cluster mgmt-cl01 -name rack -host esxi-01.sandbox.lab', says: /OK/ },
  { line: 'cluster.group.ls -cluster mgmt-cl01', says: /^rack$/m },
  { line: 'cluster.module.create -cluster mgmt-cl01', says: /^[0-9a-f-]{36}$/m },
  { line: 'cluster.module.ls', says: /^domain-c8 +[0-9a-f-]{36}$/m },
  { line: 'pool.create -cpu.limit 1000 mgmt-cl01/Resources/small' },
  { line: 'pool.info mgmt-cl01/Resources/small', says: /CPU Limit: +1000MHz/ },
  { line: 'pool.destroy mgmt-cl01/Resources/small' },
  { line: 'host.maintenance.enter esxi-04.sandbox.lab', says: /OK/ },
  { line: 'host.maintenance.exit esxi-04.sandbox.lab', says: /OK/ },
  { line: 'tasks', says: /EnterMaintenanceMode +esxi-04\.sandbox\.lab/ },
  { line: 'tasks -b 1h', says: /EnterMaintenanceMode/ },
  { line: 'events -n 5', says: /\[info\]/ },
  { line: 'role.create watcher System.Read' },
  { line: 'permissions.set -principal dev-anna@vsphere.local -role watcher /dc01/vm' },
  { line: 'permissions.ls /dc01/vm', says: /watcher +\/dc01\/vm +VSPHERE\.LOCAL\\dev-anna/ },
  { line: 'permissions.remove -principal dev-anna@vsphere.local /dc01/vm' },
  { line: 'role.remove watcher' },
  {
    line: 'sso.service.ls -l',
    says: /cs\.identity\.admin +https:\S+\/sso-adminserver\/sdk\/vsphere\.local$/m,
  },
  { line: 'sso.user.create -p VMware1! bob' },
  { line: 'sso.group.create -d mine crew' },
  { line: 'sso.group.update -a bob crew' },
  { line: 'sso.user.id bob', says: /^person=bob@vsphere\.local groups=crew,Everyone$/m },
  { line: 'sso.user.rm bob' },
  { line: 'sso.user.ls', says: /^administrator *\ndev-anna *$/m },
  { line: 'sso.idp.ls', says: /System Domain +vsphere\.local/ },
  { line: 'session.ls', says: /VSPHERE\.LOCAL\\administrator/ },
  { line: 'storage.policy.info -s', says: /Compatible Datastores: +vsanDatastore/ },
  { line: 'tags.category.create -m zone' },
  { line: 'tags.create -c zone a' },
  { line: 'tags.attach a /dc01/host/mgmt-cl01' },
  { line: 'tags.attached.ls -r /dc01/host/mgmt-cl01', says: /^a$/m },
  { line: 'storage.policy.create -category zone -tag a by-tag' },
  { line: 'storage.policy.ls', says: /by-tag/ },
  { line: 'library.create -ds vsanDatastore images' },
  { line: `library.import -n notes images ${import.meta.filename}` },
  { line: 'library.info images/notes', says: /Size: +\d+\.\dKB/ },
  { line: 'library.ls', says: /^\/images$/m },
  { line: 'library.clone -vm web -folder vm -pool mgmt-cl01/Resources images template' },
  { line: 'library.deploy -pool mgmt-cl01/Resources -folder vm images/template deployed', says: /Deploying/ },
  { line: 'library.checkout -pool mgmt-cl01/Resources -folder vm images/template out' },
  { line: 'library.checkin -vm out images/template', says: /checked in as content version 2/ },
  { line: 'vm.power -off -force db' },
  { line: 'export.ovf -sha 256 -vm db exported', says: /Downloading db-disk-0\.vmdk/ },
  {
    line: 'import.ovf -name imported -ds vsanDatastore -pool mgmt-cl01/Resources exported/db/db.ovf',
    says: /Uploading db-disk-0\.vmdk/,
  },
  { line: 'device.ls -vm imported', says: /disk-1000-0 +VirtualDisk +5,242,880 KB/ },
  { line: 'library.import images exported/db/db.ovf' },
  { line: 'library.deploy -ds vsanDatastore -pool mgmt-cl01/Resources -folder vm images/db from-db' },
  { line: 'vm.info from-db', says: /Memory: +1024MB/ },
  { line: 'library.export images/db/*.ovf -', says: /<Name>db<\/Name>/ },
  { line: 'library.rm images' },
  { line: 'namespace.cluster.ls -l', says: /\/dc01\/host\/mgmt-cl01 +RUNNING +READY/ },
  { line: 'namespace.vmclass.create -cpus 2 -memory 2048 tiny' },
  { line: 'namespace.vmclass.info tiny', says: /CPUs: +2/ },
  { line: 'namespace.vmclass.rm tiny' },
  { line: 'namespace.ls', says: /^demo$/m },
  { line: 'namespace.info demo', says: /Status: +RUNNING/ },
  { line: 'namespace.rm demo' },
  { line: 'cluster.create second' },
  {
    line: 'cluster.add -cluster second -hostname esxi-09.sandbox.lab -username root -password VMware1! -noverify',
    says: /OK/,
  },
  { line: 'host.info esxi-09.sandbox.lab', says: /second\/esxi-09/ },
  {
    line: 'host.add -hostname esxi-10.sandbox.lab -username root -password VMware1! -noverify',
    says: /OK/,
  },
  { line: 'host.info esxi-10.sandbox.lab', says: /esxi-10\.sandbox\.lab\/esxi-10\.sandbox\.lab/ },
  { line: 'ls host/esxi-10.sandbox.lab', says: /Resources/ },
  { line: 'namespace.cluster.disable -cluster mgmt-cl01' },
];

const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe.skipIf(isMissing)(title, () => {
  let command: Command;
  let serving: Serving;

  beforeAll(async () => {
    command = await bundledCommand();
    serving = await command.serve('--speed', '100');
  });

  afterAll(() => command.remove());

  const run = async (line: string, more: Readonly<Record<string, string>> = {}) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: command.folder,
      GOVC_URL: `${serving.address}/sdk`,
      GOVC_USERNAME: 'administrator@vsphere.local',
      GOVC_PASSWORD: 'VMware1!',
      GOVC_INSECURE: '1',
      GOVC_PERSIST_SESSION: 'false',
      ...more,
    };
    const args = wordsOf(line);
    const { ended, out, err } = startProgram({
      file: 'govc',
      args,
      cwd: command.folder,
      env,
      timeoutMs: commandMs,
    });
    const code = await ended;
    return { code, out: out(), err: err() };
  };

  it('does what an administrator asks', { timeout: 120_000 }, async () => {
    for (const { line, says } of steps) {
      const { code, out, err } = await run(line);
      expect({ line, code, err }).toEqual({ line, code: 0, err: '' });
      if (says !== undefined) expect(out, line).toMatch(says);
    }
  });

  it.each([
    ['about', { GOVC_PASSWORD: 'wrong' }, /incorrect user name or password/],
    [
      'host.maintenance.enter esxi-02.sandbox.lab',
      { GOVC_USERNAME: 'dev-anna@vsphere.local' },
      /please specify a datacenter/,
    ],
    ['vm.power -on nothing', {}, /vm 'nothing' not found/],
  ])('is refused: %s', async (line, more, words) => {
    const { code, err } = await run(line, more as Record<string, string>);
    expect(code).toBe(1);
    expect(err).toMatch(words);
  });

  it('speaks VI/JSON as well', async () => {
    const { code, out, err } = await run('host.maintenance.enter esxi-03.sandbox.lab', { GOVC_VI_JSON: '1' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/OK/);
  });
});
