// How a Supervisor is reached through its load balancer: a virtual server for the page of the CLI tools and one for the Kubernetes API, both of one
// Service. Source: facts of the product, `Two virtual servers by default`.

export const endpointService = 'kube-apiserver-lb-svc';

/** The page of the CLI tools, with the sign-in; the Kubernetes API. */
export const endpointPorts: readonly number[] = [443, 6443];
