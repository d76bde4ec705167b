// Reads what a line of text is: a JSON object, an error's stack, or words that name their level.

import { stripVTControlCharacters } from 'node:util';

const FRAME = /\n\s+at .+/;

const LEVELS = new Map(
  Object.entries({
    debug: 'debug trace verbose silly',
    info: 'info success notice http log',
    warning: 'warning warn',
    error: 'error',
    critical: 'critical fatal emerg alert crit',
  }).flatMap(([level, names]) => names.split(' ').map((name) => [name, level])),
);

/** The text without colours, and without what a progress bar wrote over. */
export function visible(text) {
  const plain = stripVTControlCharacters(text).replaceAll('\r\n', '\n');
  if (!plain.includes('\r')) return plain.trimEnd();
  return plain
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').replace(/^.*\r/, ''))
    .join('\n')
    .trimEnd();
}

/** The JSON object that the line is, or null. */
export function objectOf(line) {
  if (!line.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** True when the text holds the stack of an error. */
export function isTrace(text) {
  return FRAME.test(text);
}

/**
 * The level that a line plainly names: behind times, numbers and at most one name.
 *
 * `ERROR:root:…`, `2026-01-31 09:00:00 | INFO | …`, `[info ] …` and `level=warn …` do;
 * `The ERROR count is 0` does not.
 */
export function levelOf(text) {
  const begin = text.split('\n', 1)[0].slice(0, 160).replaceAll('|', ' ');
  let numbered = false;
  let named = false;
  for (const field of begin.trim().split(/\s+/).slice(0, 8)) {
    const [, word, colon] = /^([^:]*)(:?)/.exec(field.replace(/^[[\](){}<>,;*-]+|[[\](){}<>,;*-]+$/g, ''));
    if (word.toLowerCase().startsWith('level='))
      return LEVELS.get(word.slice(6).replace(/["']/g, '').toLowerCase());
    const level = LEVELS.get(word.toLowerCase());
    if (level && (colon || word === word.toUpperCase() || field.startsWith('['))) return level;
    if (/\d/.test(word)) {
      numbered = true;
    } else if (word) {
      const logger = colon || word.includes('.') || field.startsWith('[');
      if (named || !(logger || numbered)) return undefined;
      named = true;
    }
  }
  return undefined;
}
