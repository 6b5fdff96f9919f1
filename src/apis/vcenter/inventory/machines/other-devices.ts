// Devices of a VM that it has none of. Source: vSphere Automation API, com.vmware.vcenter.vm.hardware.
import type { Json } from '../../../../std/draft.ts';
import { notFound } from '../../failure.ts';
import { ok, since8, type Call, type Operation } from '../../operation.ts';
import { machineOf } from './machine.ts';

const base = 'vcenter/vm/{vm}';
const get = (path: string, tell: (call: Call) => Json): Operation => ({
  method: 'GET',
  path: `${base}/${path}`,
  privilege: 'System.Read',
  answer: (call) => ok(tell(call)),
});

/** What is done with a device that is there. */
const withDevice = [
  ['GET', undefined],
  ['PATCH', undefined],
  ['DELETE', undefined],
  ['POST', 'connect'],
  ['POST', 'disconnect'],
] as const;

/** A list that is empty, and no device by any id. */
const none = (path: string, what: string): readonly Operation[] => [
  get(`hardware/${path}`, (call) => {
    machineOf(call);
    return [];
  }),
  ...withDevice.map(([method, action]): Operation => ({
    method,
    path: `${base}/hardware/${path}/{device}`,
    ...(action === undefined ? {} : { action }),
    privilege: method === 'GET' ? 'System.Read' : 'VirtualMachine.Config.EditDevice',
    answer: (call) => {
      machineOf(call);
      throw notFound(what, call.params['device'] ?? '');
    },
  })),
];

export const otherDevices: readonly Operation[] = [
  ...none('floppy', 'Floppy drive'),
  ...none('parallel', 'Parallel port'),
  ...none('serial', 'Serial port'),
  get('tools/installer', (call) => {
    machineOf(call);
    return { is_connected: false };
  }),
  get('library-item', (call) => {
    const { checkedOut } = machineOf(call).spec;
    return checkedOut === undefined ? {} : { check_out: { library_item: checkedOut.item } };
  }),
  {
    ...get('data-sets', (call) => {
      machineOf(call);
      return [];
    }),
    in: since8,
  },
  {
    ...get('data-sets/{data_set}', (call) => {
      machineOf(call);
      throw notFound('Data set', call.params['data_set'] ?? '');
    }),
    in: since8,
  },
];
