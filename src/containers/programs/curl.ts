// curl in a container: to whatever the container can reach.
import { curl as curlOver, type Reach } from '../../shell/programs/curl.ts';
import type { Program } from '../../shell/program.ts';
import type { Setting } from '../setting.ts';
import { connect, exchange } from './connect.ts';

function reachOf(setting: Setting): Reach {
  return function* (address, request, trusts) {
    yield* [];
    const connected = connect(setting, address.host, address.port);
    if (connected === undefined) return { type: 'unknown' };
    const { dialled, ip } = connected;
    if (dialled.to === 'nobody') return { type: dialled.why };
    if (dialled.to === 'api' && !trusts) return { type: 'untrusted' };
    const answer = exchange(setting, dialled, address, request);
    return answer === undefined ? { type: 'silent' } : { type: 'answer', ip, answer };
  };
}

export function curl(setting: Setting): Program {
  return curlOver(reachOf(setting));
}
