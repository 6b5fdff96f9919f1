// Annotations in which a Pod's security profiles stood before they were fields.

export const seccompOfPod = 'seccomp.security.alpha.kubernetes.io/pod';

/** Each with the name of a container behind it. */
export const seccompOfContainer = 'container.seccomp.security.alpha.kubernetes.io/';
export const armorOfContainer = 'container.apparmor.security.beta.kubernetes.io/';

export const noArmor = 'deprecated since v1.30; use the "appArmorProfile" field instead';
