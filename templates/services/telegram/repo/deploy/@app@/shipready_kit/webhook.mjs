// Tells Telegram where to bring a bot's updates, for code that does not do so itself.
//
// KIT_WEBHOOK is the address. KIT_WEBHOOK_BY and KIT_WEBHOOK_SHOWS name the variables that
// hold the bot's token and what Telegram shows with every update. Exit codes: 1 Telegram refuses,
// or cannot be reached · 78 a variable is missing.

import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 5;
const { KIT_WEBHOOK: address, KIT_WEBHOOK_BY: holder, KIT_WEBHOOK_SHOWS: guard } = process.env;

/** What went wrong, and whether it may go right later; without the address asked, which holds the token. */
async function tell(token, secret) {
  const body = JSON.stringify({ url: address, secret_token: secret });
  const headers = { 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(10_000);
  try {
    const url = `https://api.telegram.org/bot${token}/setWebhook`;
    const answer = await fetch(url, { method: 'POST', headers, body, signal });
    if (answer.ok) return {};
    const problem = `Telegram refuses: ${answer.status} ${await answer.text()}`;
    return { problem, later: answer.status >= 500 || answer.status === 429 };
  } catch (error) {
    return { problem: `Telegram cannot be reached: ${error.cause?.code ?? error.name}`, later: true };
  }
}

async function main() {
  const token = process.env[holder];
  if (!token) {
    console.error(`webhook: ${holder} is not set`);
    return 78;
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { problem, later } = await tell(token, process.env[guard] || undefined);
    if (!problem) {
      console.log(`webhook: Telegram brings updates to ${address}`);
      return 0;
    }
    console.error(`webhook: ${problem}`);
    if (!later) break;
    await sleep(1000 * 2 ** attempt);
  }
  return 1;
}

process.exitCode = await main();
