// Builds the environment of the application: secrets from files, and URLs that hold them.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { SettingError } from './settings.mjs';

const URL_PREFIX = 'KIT_URL_';
const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
// Milliseconds until a start without its secrets ends, and is tried anew.
const PATIENCE = 60_000;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The given environment, completed with secrets and URLs. Throws SettingError.
 *
 * KIT_SECRET_NAMES lists the variables that hold a secret, so that logs can mask them. Where
 * secrets are variables, the platform's file says which: no other value of a URL is secret then.
 */
export function build(environment) {
  const result = { ...environment };
  const folder = result.KIT_SECRETS_DIR || '/run/secrets';
  waitFor(folder, (result.KIT_SECRETS_NEEDED ?? '').split(/\s+/).filter(Boolean));
  const secrets = readSecrets(folder);
  for (const [name, value] of Object.entries(secrets)) {
    // An optional secret that nobody filled is not there at all: libraries take an empty
    // variable for a setting, and a wrong one.
    if (value) result[name] = result[name] || value;
  }
  const templates = {};
  for (const name of Object.keys(result).sort()) {
    if (!name.startsWith(URL_PREFIX)) continue;
    templates[name.slice(URL_PREFIX.length)] = result[name];
    delete result[name];
  }
  const composed = {};
  for (const [name, template] of Object.entries(templates)) {
    // A URL that the platform itself hands over is newer than what was generated.
    composed[name] = result[name] || compose(name, template, result);
  }
  Object.assign(result, composed);
  const held = Object.keys(composed).filter((name) => placeholders(templates[name]).length);
  const told = (result.KIT_SECRET_NAMES ?? '').split(/\s+/).filter(Boolean);
  const others = told.length ? told : Object.values(templates).flatMap(placeholders);
  const names = new Set([...Object.keys(secrets), ...held, ...others]);
  result.KIT_SECRET_NAMES = [...names].sort().join(' ');
  return result;
}

/** Puts the completed environment in the place of this process's own. */
export function enter() {
  const result = build(process.env);
  for (const name of Object.keys(process.env)) {
    if (!(name in result)) delete process.env[name];
  }
  Object.assign(process.env, result);
}

/** Until somebody else has put these files there; without them, the start ends. */
function waitFor(folder, names) {
  const end = Date.now() + PATIENCE;
  for (let told = false; ; told = true) {
    const missing = names.filter((name) => !isFile(join(folder, name)));
    if (!missing.length) return;
    if (Date.now() >= end) throw new SettingError(`these secrets are missing in ${folder}: ${missing.join(', ')}`);
    if (!told) console.error(`shipready: waiting for secrets: ${missing.join(', ')}`);
    // Nothing else shall run meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
}

/** One variable a file, named as the file; a single newline at its end is dropped. */
function readSecrets(folder) {
  let names;
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw new SettingError(`the secrets folder ${folder} cannot be read: ${error.code}`);
  }
  const found = {};
  for (const name of names.sort()) {
    const path = join(folder, name);
    if (VARIABLE.test(name) && isFile(path)) found[name] = readSecret(path);
  }
  return found;
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The text of one secret; never shows any of it in an error. */
function readSecret(path) {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new SettingError(`the secret ${path} cannot be read: ${error.code}`);
  }
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SettingError(`the secret ${path} is not UTF-8 text`);
  }
  if (text.includes('\0')) throw new SettingError(`the secret ${path} holds a NUL byte`);
  return text.replace(/\r?\n$/, '');
}

/** Fill a URL template; every value is percent-encoded, so `@` or `/` cannot break it. */
export function compose(name, template, values) {
  return template.replace(PLACEHOLDER, (_, secret) => {
    const value = values[secret];
    if (value) return encode(value);
    const folder = values.KIT_SECRETS_DIR || '/run/secrets';
    throw new SettingError(
      `${name} needs the secret ${secret}, which is missing or empty: ` +
        `provide the file ${folder}/${secret} or set the variable ${secret}`,
    );
  });
}

/** As a URL holds it; encodeURIComponent leaves five characters that some parsers stumble over. */
export function encode(value) {
  const hex = (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(value).replace(/[!'()*]/g, hex);
}

function placeholders(template) {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1]);
}
