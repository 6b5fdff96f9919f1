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

/** A list that is empty, and no device by any id. */
const none = (path: string, what: string): readonly Operation[] => [
  get(`hardware/${path}`, (call) => {
    machineOf(call);
    return [];
  }),
  get(`hardware/${path}/{device}`, (call) => {
    machineOf(call);
    throw notFound(what, call.params['device'] ?? '');
  }),
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
];
