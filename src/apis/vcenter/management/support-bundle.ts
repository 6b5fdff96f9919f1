// Asking for a cluster's support bundle. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.SupportBundle.
import { formatMilliTime } from '../../../std/time.ts';
import { bundleToken, bundleUrl } from '../../wcp/support-bundle.ts';
import { supervisorOn } from '../namespaces/found.ts';
import { created, type Operation } from '../operation.ts';

export const supportBundles: readonly Operation[] = [
  {
    method: 'POST',
    path: 'vcenter/namespace-management/clusters/{cluster}/support-bundle',
    privilege: 'Global.Diagnostics',
    answer: ({ fabric, host, params: { cluster = '' } }) => {
      supervisorOn(fabric, cluster);
      const { token, expiresAt } = bundleToken(fabric, cluster);
      return created({
        url: bundleUrl(fabric, cluster, host),
        wcp_support_bundle_token: { token, expiry: formatMilliTime(expiresAt) },
      });
    },
  },
];
