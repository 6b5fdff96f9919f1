// States of power as vim25 writes them.
export const powers = {
  POWERED_ON: 'poweredOn',
  POWERED_OFF: 'poweredOff',
  SUSPENDED: 'suspended',
  STANDBY: 'standBy',
} as const;
