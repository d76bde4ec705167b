// Security headers, each only where the application did not set it itself.
//
// Change the values here when the application needs others. None of them forbids anything
// that a browser allows the page itself: the content policy only reports.

import { off, on } from './settings.mjs';

const CONTENT_POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(self)',
  'Content-Security-Policy-Report-Only': CONTENT_POLICY,
};

// A browser that has seen this refuses plain HTTP for a year, subdomains included.
const BEHIND_TLS = { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' };

/** The headers of this deployment, as pairs: none, the usual ones, or also HSTS. */
export function chosen() {
  if (off('headers')) return [];
  return Object.entries({ ...ALWAYS, ...(on('KIT_BEHIND_TLS') ? BEHIND_TLS : {}) });
}

/**
 * Calls `add` with those of the wanted headers that an answer lacks; `present` gives a header's
 * value by its name, or undefined.
 *
 * An application that has a content policy of its own decides about frames in it.
 */
export function complete(wanted, present, add) {
  if (!wanted.length) return;
  const policy = present('Content-Security-Policy');
  for (const [name, value] of wanted) {
    if (present(name) !== undefined) continue;
    if (policy !== undefined) {
      if (name === 'Content-Security-Policy-Report-Only') continue;
      if (name === 'X-Frame-Options' && String(policy).includes('frame-ancestors')) continue;
    }
    add(name, value);
  }
}
