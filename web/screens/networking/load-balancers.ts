/** The load balancers beside a distributed switch, in the vSphere Client's words. */
export const providerWord = { HA_PROXY: 'HAProxy', AVI: 'NSX Advanced Load Balancer' } as const;
