// Readiness: can this container answer now, and do its dependencies answer it?

import { performance } from 'node:perf_hooks';

import { compose } from './environ.mjs';
import { servingWorkers, workers } from './family.mjs';
import * as polling from './polling.mjs';
import { Target } from './probes.mjs';
import * as queue from './queue.mjs';
import { SettingError, off, words } from './settings.mjs';
import { servers, shallServe, stage } from './state.mjs';

const CACHED_MS = 1000;

/**
 * Parse KIT_CHECKS: `name=url`, or `name=env:VARIABLE` for the URL in a variable.
 *
 * A URL may hold `{VARIABLE}`, for a platform that alone knows hosts and ports.
 */
export function targets() {
  const found = new Map();
  for (const word of off('ready') ? [] : words('KIT_CHECKS')) {
    const [, name, given] = /^([^=]+)=(.+)$/.exec(word) ?? [];
    if (!name) throw new SettingError(`KIT_CHECKS: '${word}' is not name=address`);
    const address = given.startsWith('env:')
      ? (process.env[given.slice(4)] ?? '')
      : compose(`KIT_CHECKS: ${name}`, given, process.env);
    try {
      found.set(name, new Target(address));
    } catch (error) {
      throw new SettingError(`KIT_CHECKS: ${name}: ${error.message}`);
    }
  }
  return found;
}

/** Probes all dependencies at once and remembers the answers for one second. */
export class Readiness {
  #targets = targets();
  #until = 0;
  #answers = Promise.resolve({});

  /** For each dependency `ok` or the reason why it is not; takes about 1 s at most. */
  dependencies() {
    if (performance.now() >= this.#until) {
      this.#until = performance.now() + CACHED_MS;
      this.#answers = this.#probe();
    }
    return this.#answers;
  }

  /** Ready or not, and why. */
  async report() {
    const checks = await this.dependencies();
    let status = 'ready';
    if (stage.draining) status = 'draining';
    else if (!started()) status = 'starting';
    else if (polling.stalled() || queue.stalled()) status = 'stalled';
    else if (Object.values(checks).some((reason) => reason !== 'ok')) status = 'unavailable';
    return [status === 'ready', { status, checks }];
  }

  async #probe() {
    const ask = async ([name, target]) => {
      try {
        await target.check();
        return [name, 'ok'];
      } catch (error) {
        return [name, error.message];
      }
    };
    return Object.fromEntries(await Promise.all([...this.#targets].map(ask)));
  }
}

/** How many processes of this container can answer requests. */
export function serving() {
  return servingWorkers() ?? Number(servers.size > 0);
}

function started() {
  if (polling.watching()) return polling.heard();
  // What the processes of a cluster ask for is not seen from here.
  if (queue.watching()) return queue.heard() || workers().length > 0;
  return !shallServe() || serving() > 0;
}
