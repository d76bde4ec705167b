// Reads the kit's own settings: environment variables that begin with KIT_.

/** A setting or a secret is missing or wrong; the text tells the operator which. */
export class SettingError extends Error {}

/** True when KIT_OFF names this part of the kit, or when it would disturb a developer. */
export function off(part) {
  if ((part === 'logs' || part === 'drain') && developing()) return true;
  return words('KIT_OFF').includes(part);
}

/** True when the variable is set to 1, true, yes or on. */
export function on(name) {
  return ['1', 'true', 'yes', 'on'].includes((process.env[name] ?? '').trim().toLowerCase());
}

/** KIT_RELOAD=1: restart at every change of the code, log as the program does, stop at once. */
export function developing() {
  return on('KIT_RELOAD');
}

/** The variable as a number, or the default when it is unset or empty. */
export function number(name, otherwise, least = 0) {
  const text = (process.env[name] ?? '').trim();
  if (!text) return otherwise;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new SettingError(`${name} must be a number, but is '${text}'`);
  if (value < least) throw new SettingError(`${name} must be at least ${least}, but is '${text}'`);
  return value;
}

/** The words of a variable; none when it is unset. */
export function words(name) {
  return (process.env[name] ?? '').split(/\s+/).filter(Boolean);
}

let name;

/** How logs and metrics call the application. */
export function appName() {
  return (name ??= process.env.KIT_NAME || 'app');
}

/** The port of /metrics, /-/live and /-/ready; never published. */
export function adminPort() {
  return Math.trunc(number('KIT_ADMIN_PORT', 9464, 1));
}

/** How long the application goes on answering after TERM, so that the proxy can leave. */
export function drainSeconds() {
  return off('drain') ? 0 : number('KIT_DRAIN_SECONDS', 5);
}

/**
 * How long the process stays at least after its servers were closed. A connection is refused at once
 * then, and the proxy tries elsewhere; to an address that nobody has any more it would have to wait in vain.
 */
export function lingerSeconds() {
  return Math.min(1, drainSeconds());
}

/** The hard limit after TERM; keep it below the platform's own (stop_grace_period). */
export function stopSeconds() {
  return number('KIT_STOP_SECONDS', 40, 1);
}

/** What is left to running requests between the drain and the hard limit. */
export function gracefulSeconds() {
  return Math.max(1, Math.trunc(stopSeconds() - drainSeconds() - 3));
}
