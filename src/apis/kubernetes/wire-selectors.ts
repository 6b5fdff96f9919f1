// Label selectors, which clients of the Kubernetes API apply themselves to what is in files. For rooms that may know only what
// goes over the wire.
export { matchesLabels, parseLabelSelector } from '../../store/selectors.ts';
