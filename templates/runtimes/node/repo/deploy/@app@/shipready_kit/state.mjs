// How far this process is: what it serves, whether it leaves, whether its bot still hears.

import { resolve } from 'node:path';

/** The application's own servers that listen now. */
export const servers = new Set();

/** Requests that are being answered, and sockets that were upgraded (WebSockets). */
export const exchanges = new Set();
export const upgraded = new Set();

export const stage = {
  draining: false, // from TERM on: ready answers 503, connections are closed one by one
  leaving: false, // nothing new is accepted any more
};

/** The process is one that must listen before it is of use; others are ready once they run. */
export function shallServe() {
  const mode = process.env.KIT_BOT_MODE;
  if (mode) return mode !== 'polling';
  const entry = process.env.KIT_APP;
  return !entry || resolve(entry) === process.argv[1];
}

/** True when this process was started by another one that has the kit: it has no admin port. */
export function isDescendant() {
  const first = process.env.KIT_PRIMARY_PID;
  return Boolean(first) && first !== String(process.pid);
}

/** Before anything else: the first process of a container says so to those that it starts. */
export function claim() {
  if (!isDescendant()) process.env.KIT_PRIMARY_PID = String(process.pid);
}
