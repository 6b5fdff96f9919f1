// The openb trace of Alibaba's GPU clusters, in short: 1,213 nodes in the order of their names and 8,152 pods by shape, and the workload
// that is made of it for one seed. Source: hkust-adsl/kubernetes-scheduler-simulator (Apache-2.0), data/csv; the protocol is that of
// Weng et al., USENIX ATC 2023: pods in random order and then random pods of the list again, until 130 % of all GPUs are asked for.
import { DEVICE_WHOLE, type FleetHost, type FleetPlan, type ItemShape } from '../../src/kernels/fleet.ts';
import { dice } from '../dice.ts';

/** CPU milli, memory MiB, GPUs. */
const nodeSpecs: Readonly<Record<string, readonly [number, number, number]>> = {
  a: [96_000, 393_216, 8],
  b: [104_000, 524_288, 2],
  c: [16_000, 122_880, 2],
  d: [128_000, 786_432, 8],
  e: [32_000, 131_072, 4],
  f: [64_000, 262_144, 2],
  g: [96_000, 786_432, 8],
  h: [8_000, 32_768, 1],
  i: [96_000, 393_216, 4],
  j: [48_000, 376_832, 4],
  k: [64_000, 262_144, 8],
  l: [8_000, 61_440, 1],
  m: [8_000, 61_440, 2],
  n: [128_000, 1_048_576, 1],
  o: [82_000, 344_064, 8],
};

/** How many in a row, then of which spec. */
const nodeRuns =
  '22fd2ge9aibd5ab5a2dc5ai4ac2aga4be2c4a2i3a3c4ac5ai3e3ai9ab4a2ca17bab3ah3cb7ah5a3c2bg4d9a2de2b2ab4a2ch' +
  '4a15bg3a2c4aeae2abeka9b5ajk2a5bgae4ackc4ach9aca2c3akc2alad6bab2a3dbd2aed4babd11a2dbld2ag2aj4agbac6ac' +
  '4aj6acdc2a5b3c5a10b6a2b3a3c13bag4a2c3abc2ac2eiag4a10b16ah2acl3b3a4b2ch2ad7ace3ahg13abg2a3b2ai7bca2c8' +
  'ab2c2aei3achca2b3adh3b2ack2d2ab3a16bha4bi7b7a2e5ca20bdae14a3bo4acdb2ad4ae19b2ac2ah20b4a2b8a14b5ah2b4' +
  'a8b3a2j2b9abib13ag9aeg9adc5abiakb4aej6ad2ah3acg3c14b2a2bgae4a2hc6aj2bai4acg3a2bed5a2ba2cag2aje3ac12b' +
  '8abca3cd6a2dc6acgbc2m4a2ejb4acab7ae7b4ac2b4a2n9ai2db2acg12cb2c4ai4abcagchkb5ab2c2a11b7a3ca15bid5aeca' +
  '2h5c3a16bdahada14b4ai11b5a4b2a';

/** CPU milli / memory MiB / GPUs x milli of each * how many. */
const podShapes = `
3152/5600/1x810*1047 11300/49152/1x1000*857 11400/48128/1x1000*534 3152/5600/1x1000*470
11908/47104/1x470*388 12500/57344*364 8000/30517/1x470*360 32000/49152*284
18708/64512/1x1000*255 11908/47104/1x650*237 9810/41560/1x1000*195 8000/30517*163
12000/24576/1x1000*158 15700/58368/1x1000*158 11908/47104/1x1000*153 15400/51200*120
4000/22888/1x320*111 16000/32768/1x1000*108 8000/16384/1x1000*104 4000/24576/1x1000*104
12000/16384/1x1000*99 16500/51200*95 14200/58368/1x1000*93 4000/30517/1x230*84
24200/93184/1x1000*84 4000/15258/1x320*78 3152/5600/1x590*75 8000/30517/1x320*72
4152/10600/1x550*72 11400/77824/1x1000*65 8000/32768/1x1000*55 4000/15258/1x160*53
6000/6144/1x460*51 11900/77824/1x1000*51 4152/10600/1x370*45 12000/15360/1x1000*44
4000/30517/1x320*43 8200/33792/1x1000*41 4000/31250/1x1000*40 15200/80896/1x1000*36
16000/65536/1x1000*33 4152/10600/1x810*31 6000/12288/1x460*29 16400/125952/1x1000*27
4000/22888/1x230*26 4000/15258/1x220*24 1000/2048/1x320*22 6000/22888/1x160*20
8000/30517/1x220*19 88000/327680/8x1000*18 4000/22888/1x480*18 8000/30517/1x230*18
6000/18432/1x460*18 64200/263168/8x1000*18 11300/37888/1x1000*16 1000/6144/1x1000*15
8000/30517/1x650*12 4000/15258/1x230*12 7000/30000/1x1000*11 4000/22888/1x220*11 11400/57344*11
8000/15625*11 6000/8192/1x460*9 4000/22888/1x110*9 32200/132096/4x1000*9 15400/90112/1x1000*9
4000/16384/1x1000*8 4000/15258/1x110*8 12000/32768/1x1000*8 12000/47104/1x1000*8 16000/31250*8
4000/30517/1x220*8 14900/73728/1x1000*8 6000/16384/1x460*7 16200/66560/2x1000*7
4000/22888/1x330*7 4000/22888/1x350*6 12000/18432/1x460*6 6000/23552/1x460*6 6000/32768/1x1000*6
9400/52224/1x1000*6 4000/32768/1x1000*5 8000/31250*5 2000/16384/1x1000*5 12000/49152/1x1000*4
4152/10600/1x270*4 6000/22888/1x110*4 6000/22888/1x50*4 12000/24576*4 11900/43008/1x1000*4
16000/49152/1x1000*3 4000/15258/1x50*3 120000/737280/8x1000*3 16000/31250/1x1000*3 32000/62500*3
6000/65536/2x1000*3 64000/262144/8x1000*3 2000/8192/1x1000*3 32000/131072/4x1000*3
30200/160768/2x1000*3 60200/320512/4x1000*3 20000/65536*2 8000/30517/1x440*2 8000/65536/1x1000*2
12500/65536*2 8000/30517/1x110*2 17400/43008/2x1000*2 8000/16384*2 16000/16384/1x1000*2
2000/8192/1x370*2 12000/16000/1x1000*2 4000/15258/1x650*2 8000/16000/1x460*2 1000/2048/1x650*2
32000/32768*2 4000/15258/1x470*2 12000/23552/1x1000*2 8000/8192*2 16000/32768*2
120200/640000/8x1000*2 6000/30517/1x320*2 16400/84992/1x1000*2 32000/65536*1 16000/65536*1
6000/8192/1x1000*1 1000/2048/1x140*1 16000/16384*1 8000/24576/1x1000*1 14000/0/1x1000*1
8710/41560/1x1000*1 6000/16384/1x1000*1 12000/12288/1x1000*1 8000/61035*1 10000/48828*1
8000/62500*1 4000/8192/1x1000*1 4000/22888/1x160*1 8000/8192/1x1000*1 15900/90112/1x1000*1
8000/15625/1x1000*1 5000/10240/1x1000*1 14000/60000/2x1000*1 4000/30517/1x110*1 16000/15625*1
16000/24576/1x1000*1 11300/23552/1x1000*1 16000/62500*1 11800/78848/1x1000*1 1000/2048/1x290*1
8000/30517/1x480*1 4000/4096/1x1000*1
`;

function number(text: string | undefined): number {
  return text === undefined || text === '' ? 0 : Number(text);
}

function hostsOf(): FleetHost[] {
  return [...nodeRuns.matchAll(/(\d*)([a-z])/g)].flatMap(([, count, letter = '']) => {
    const [cpu, memory, devices] = nodeSpecs[letter] ?? [0, 0, 0];
    const capacity = [cpu, memory, devices * DEVICE_WHOLE];
    const host = { capacity, free: capacity, devices: Array.from({ length: devices }, () => DEVICE_WHOLE) };
    return Array.from({ length: number(count) || 1 }, () => host);
  });
}

function shapesOf(): ItemShape[] {
  const pattern = /(\d+)\/(\d+)(?:\/(\d+)x(\d+))?\*(\d+)/g;
  return [...podShapes.matchAll(pattern)].map(([, cpu, memory, gpus, share, count]) => {
    const [devices, milli] = [number(gpus), number(share)];
    return { demand: [number(cpu), number(memory), devices * milli], devices, milli, count: number(count) };
  });
}

/** Scores look at CPU and GPUs, as the paper's do; memory must fit. */
export const openb: FleetPlan = {
  resources: [
    { name: 'CPU', scored: true },
    { name: 'memory', scored: false },
    { name: 'GPU', scored: true },
  ],
  hosts: hostsOf(),
  shapes: shapesOf(),
};

const gpuOf = (shape: number): number => openb.shapes[shape]?.demand[2] ?? 0;

export const openbGpu = openb.hosts.reduce((sum, { capacity }) => sum + (capacity[2] ?? 0), 0);

/** Shapes in the order in which their pods come. */
export function openbItems(seed: number): number[] {
  const roll = dice(seed, 0);
  const pods = openb.shapes.flatMap(({ count }, shape) => Array.from({ length: count }, () => shape));
  const items = [...pods];
  for (let at = items.length - 1; at > 0; at--) {
    const other = roll.below(at + 1);
    [items[at], items[other]] = [items[other] as number, items[at] as number];
  }
  let asked = items.reduce((sum, shape) => sum + gpuOf(shape), 0);
  for (;;) {
    const shape = pods[roll.below(pods.length)] as number;
    asked += gpuOf(shape);
    if (asked > 1.3 * openbGpu) return items;
    items.push(shape);
  }
}

/** What share of all GPUs the items that found a host have, in percent. */
export function openbAllocated(items: readonly number[], hosts: Int32Array): number {
  const given = items.reduce((sum, shape, item) => sum + ((hosts[item] ?? -1) < 0 ? 0 : gpuOf(shape)), 0);
  return (100 * given) / openbGpu;
}
