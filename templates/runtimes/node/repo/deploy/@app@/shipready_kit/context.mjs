// Which request the code that runs now belongs to, across callbacks and promises.

import { AsyncLocalStorage } from 'node:async_hooks';

export const requests = new AsyncLocalStorage();

/** Where a request and its response hold their exchange. */
export const EXCHANGE = Symbol('shipready.exchange');

/** The exchange that is being answered here, or undefined. */
export function current() {
  return requests.getStore();
}
