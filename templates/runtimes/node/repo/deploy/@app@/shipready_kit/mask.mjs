// Takes secrets and personal data out of text that is about to be logged.

import { encode } from './environ.mjs';
import { words } from './settings.mjs';

const HIDDEN = '***';
const SHORTEST = 6; // characters; a shorter "secret" would be found inside ordinary words
const SECRET_VARIABLE = /(?:PASSWORD|SECRET|TOKEN|API_KEY|SECRET_KEY|PRIVATE_KEY)$/;

const SENSITIVE = '(?:password|passwd|secret|token|api[_-]?key|authorization|otp|cvv)';
const SENSITIVE_NAME = new RegExp(SENSITIVE, 'i');
const PAIR = new RegExp(
  `(\\b[\\w-]{0,40}${SENSITIVE}[\\w-]{0,40}["']?\\s?[:=]\\s?["']?)` +
    `(?!\\*\\*\\*)(?:(?:bearer|basic)\\s+)?[^\\s"',;&)}\\]]+`,
  'gi',
);
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
// A signed or encrypted web token, wherever it stands: its first part is always `{"` in base64.
const WEB_TOKEN = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){2,4}/g;
const CREDENTIALS = /:\/\/([^\s:/@]{0,256}):[^\s/@]{1,512}@/g;
const EMAIL = /\b([\w.+-])[\w.+-]{0,63}@([\w-]{1,63}\.[\w.-]{1,190})/g;
// A bot's token in the address of Telegram's interface: HTTP clients print it with every error.
const BOT_TOKEN = /\b(bot)?\d{6,12}:[A-Za-z0-9_-]{30,64}/g;

let pattern;

/** All secret values of this process, as they are and as a URL or JSON would hold them. */
function values() {
  if (pattern !== undefined) return pattern;
  const named = new Set(words('KIT_SECRET_NAMES'));
  const found = new Set();
  for (const [name, value] of Object.entries(process.env)) {
    if (value.length < SHORTEST || !(named.has(name) || SECRET_VARIABLE.test(name))) continue;
    for (const form of [value, encode(value), JSON.stringify(value).slice(1, -1)]) found.add(form);
  }
  const longestFirst = [...found].sort((one, other) => other.length - one.length);
  const escaped = longestFirst.map((value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  pattern = escaped.length ? new RegExp(escaped.join('|'), 'g') : null;
  return pattern;
}

/** The text without secret values, credentials, tokens and e-mail addresses. */
export function text(value) {
  const secrets = values();
  if (secrets) value = value.replace(secrets, HIDDEN);
  if (value.includes('eyJ')) value = value.replace(WEB_TOKEN, HIDDEN);
  if (value.includes('@')) {
    value = value.replace(CREDENTIALS, `://$1:${HIDDEN}@`).replace(EMAIL, `$1${HIDDEN}@$2`);
  }
  if (value.includes(':')) value = value.replace(BOT_TOKEN, `$1${HIDDEN}`);
  if (value.includes(':') || value.includes('=')) value = value.replace(PAIR, `$1${HIDDEN}`);
  if (value.includes('earer') || value.includes('asic')) value = value.replace(BEARER, `$1 ${HIDDEN}`);
  return value;
}

/** A value from JSON, masked at every depth; its shape stays. */
export function document(value, name = '') {
  if (SENSITIVE_NAME.test(name)) return HIDDEN;
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item) => document(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, document(item, key)]));
}
