// Asks a dependency whether it answers, in its own protocol's first message; no driver.
//
// Every probe opens one connection, says hello without credentials, and hangs up. A server
// that refuses us because we are a stranger is alive; one that is still loading is not.

import net from 'node:net';

const TIMEOUT_MS = 1000;
const SHORTEST = 7; // bytes; no protocol here answers with less, apart from PostgreSQL about TLS
const PORTS = {
  postgresql: 5432,
  redis: 6379,
  rediss: 6379,
  mongodb: 27017,
  mysql: 3306,
  mariadb: 3306,
  amqp: 5672,
  amqps: 5671,
  memcached: 11211,
  http: 80,
  https: 443,
  nats: 4222,
  kafka: 9092,
};
const ALIASES = { postgres: 'postgresql', pg: 'postgresql', valkey: 'redis', mariadb: 'mysql' };
// PostgreSQL: "the database system is starting up", and "too many connections".
const NOT_NOW = ['C57P03\0', 'C53300\0'];
const TOO_MANY_CONNECTIONS = 1040; // MySQL
const URL_PARTS = /^([^:/]+):\/\/(?:([^@/]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/;

/** An address to probe, taken from a URL such as `redis+socket://host:6379/0`. */
export class Target {
  constructor(url) {
    const [, whole, login = '', hosts, path = '', query = ''] = URL_PARTS.exec(url) ?? [];
    if (whole === undefined) throw new Error('no URL such as redis://host:6379');
    const scheme = whole.split('+')[0].toLowerCase();
    this.scheme = ALIASES[scheme] ?? scheme;
    // The hosts of mongodb+srv stand in DNS records that only a driver reads.
    this.hosts =
      whole.toLowerCase() === 'mongodb+srv' ? [] : [...hostsOf(hosts, PORTS[scheme] ?? PORTS[this.scheme])];
    this.user = decodeURIComponent(login.split(':')[0]) || 'shipready';
    this.database = decodeURIComponent(path) || this.user;
    const mode = new URLSearchParams(query).get('sslmode');
    this.tls = ['require', 'verify-ca', 'verify-full'].includes(mode);
  }

  /** Returns when one of the hosts answers; throws. No host at all: nothing to ask. */
  async check() {
    let reason;
    for (const [host, port] of this.hosts) {
      try {
        await talk(host, port, TALKS[this.scheme], this);
        return;
      } catch (error) {
        reason = new Error(`${host}:${port}: ${error.message}`);
      }
    }
    if (reason) throw reason;
  }
}

function* hostsOf(text, usualPort) {
  for (const item of text.split(',').filter(Boolean)) {
    const [, host, port] = /^(.+?)(?::(\d+))?$/.exec(item.endsWith(']') ? `${item}:` : item) ?? [];
    const chosen = port === undefined ? usualPort : Number(port);
    if (chosen !== undefined) yield [host.replace(/^\[|\]:?$/g, ''), chosen];
  }
}

/** One conversation: connect, say something, judge the first answer. */
function talk(host, port, speak, target) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    const limit = setTimeout(() => finish(new Error('no answer in time')), TIMEOUT_MS);
    const finish = (error) => {
      clearTimeout(limit);
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.once('error', finish);
    socket.once('close', () => finish(new Error('the connection was closed')));
    socket.once('connect', () => {
      if (!speak) return finish(); // an unknown protocol: an open port is all that can be asked for
      const { say, judge } = speak(target);
      if (say) socket.write(say);
      socket.once('data', (answer) => {
        const complaint =
          answer.length < SHORTEST && !target.tls ? 'an answer that is too short' : judge(answer);
        finish(complaint ? new Error(complaint) : undefined);
      });
    });
  });
}

function postgresql({ user, database, tls }) {
  if (tls) {
    const judge = (answer) =>
      'SN'.includes(String.fromCharCode(answer[0])) ? '' : 'no PostgreSQL answer to the TLS request';
    return { say: Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]), judge };
  }
  const body = Buffer.from(`${['user', user, 'database', database].join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8);
  head.writeInt32BE(196608, 4);
  return {
    say: Buffer.concat([head, body]),
    judge(answer) {
      const kind = String.fromCharCode(answer[0]);
      if (kind !== 'R' && kind !== 'E') return 'no PostgreSQL answer to the start-up message';
      const refused = kind === 'E' && NOT_NOW.some((code) => answer.includes(code));
      return refused ? 'PostgreSQL does not accept connections now' : '';
    },
  };
}

function redis() {
  const alive = ['+PONG', '-NOAUTH', '-NOPERM', '-ERR operation not permitted'];
  return {
    say: '*1\r\n$4\r\nPING\r\n',
    judge(answer) {
      const [line] = answer.toString('latin1').split('\r\n');
      return alive.some((word) => line.startsWith(word)) ? '' : `Redis says '${line}'`;
    },
  };
}

function mongodb() {
  // A BSON document {hello: 1, $db: "admin"} inside an OP_MSG (operation 2013).
  const document = Buffer.from('\0\0\0\0\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0', 'latin1');
  document.writeInt32LE(document.length);
  const head = Buffer.alloc(21);
  [document.length + 21, 1, 0, 2013].forEach((number, at) => head.writeInt32LE(number, at * 4));
  return {
    say: Buffer.concat([head, document]),
    judge(answer) {
      if (answer.length < 21 || answer.readInt32LE(12) !== 2013) return 'no MongoDB answer to hello';
      const found = ['\x08isWritablePrimary\0\x01', '\x08secondary\0\x01'].some((field) =>
        answer.includes(field),
      );
      return found ? '' : 'MongoDB is neither primary nor secondary now';
    },
  };
}

function mysql() {
  // The server speaks first: three bytes of length, a number, then its version or an error.
  return {
    judge(answer) {
      if (answer[4] === 0xff && answer.readUInt16LE(5) === TOO_MANY_CONNECTIONS)
        return 'MySQL has too many connections';
      return answer[4] === 10 || answer[4] === 0xff ? '' : 'no MySQL greeting';
    },
  };
}

function amqp() {
  // The broker answers with its first frame, or with the version that it would rather speak.
  const alive = (answer) => answer[0] === 1 || answer.subarray(0, 4).equals(Buffer.from('AMQP'));
  return {
    say: Buffer.from('AMQP\0\0\x09\x01', 'latin1'),
    judge: (answer) => (alive(answer) ? '' : 'no AMQP answer'),
  };
}

function memcached() {
  const judge = (answer) => (answer.toString('latin1').startsWith('VERSION') ? '' : 'no answer of Memcached');
  return { say: 'version\r\n', judge };
}

const TALKS = { postgresql, redis, mongodb, mysql, amqp, memcached };
