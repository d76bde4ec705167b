// Which peers may say who the client is: the addresses in KIT_TRUSTED_PROXIES.
//
// Express asks this where the application did not say itself whom it trusts (`trust proxy`):
// `req.ip`, `req.protocol`, secure cookies and limits per client are right behind the proxy then.

import { BlockList, isIP } from 'node:net';

import { SettingError } from './settings.mjs';

// Private ranges: the proxy stands in the same network, the internet does not.
const PRIVATE =
  '127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 ' +
  '::1/128 fc00::/7 fe80::/10';
// How Express marks that the application did not choose.
const UNCHOSEN = '@@symbol:trust_proxy_default';

/** A function that says of an address whether it is a proxy of ours. Throws SettingError. */
export function trusted() {
  const given = (process.env.KIT_TRUSTED_PROXIES || PRIVATE).split(/[\s,]+/).filter(Boolean);
  if (given.includes('*')) return () => true;
  const list = new BlockList();
  for (const word of given) {
    const [address, bits] = word.split('/');
    const family = isIP(address);
    try {
      list.addSubnet(address, Number(bits ?? (family === 6 ? 128 : 32)), `ipv${family}`);
    } catch {
      throw new SettingError(`KIT_TRUSTED_PROXIES: '${word}' is no network`);
    }
  }
  return (given) => {
    const address = String(given).replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIP(address);
    return family !== 0 && list.check(address, `ipv${family}`);
  };
}

/** Tell an Express application whom to trust, unless it said so itself. */
export function introduce(application, trust) {
  if (application?.settings?.[UNCHOSEN] !== true) return;
  application.set('trust proxy', trust);
}
