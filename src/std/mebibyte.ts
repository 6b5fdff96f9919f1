// A mebibyte, in which vCenter counts memory and disks where Kubernetes counts bytes.

export const bytesPerMiB = 1024 * 1024;
