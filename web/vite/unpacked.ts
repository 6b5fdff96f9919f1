/** `vite preview` packs what it serves while it serves it. Its visitors are on this machine, where that costs more than it saves. */
import type { Plugin } from 'vite';

export function unpacked(): Plugin {
  return {
    name: 'unpacked',
    configurePreviewServer(server) {
      server.middlewares.use((request, _response, next) => {
        delete request.headers['accept-encoding'];
        next();
      });
    },
  };
}
