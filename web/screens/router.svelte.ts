/** Where the page is: the route that the address names, kept as the address changes, by links, by back and forward, by script. */
import { type Route, hrefOf, parseRoute } from './route.ts';

class Router {
  #hash = $state(location.hash);
  readonly route: Route = $derived(parseRoute(this.#hash));

  constructor() {
    window.addEventListener('hashchange', () => (this.#hash = location.hash));
  }

  get href(): string {
    return hrefOf(this.route);
  }

  go(href: string): void {
    if (location.hash === href) return;
    location.hash = href;
  }

  /** Goes there without a step to come back to: from an address that only leads on. */
  replace(href: string): void {
    history.replaceState(history.state, '', href);
    this.#hash = href;
  }
}

export const router = new Router();
