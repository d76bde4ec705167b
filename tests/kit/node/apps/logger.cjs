// Loggers of the usual kind.
const winston = require('winston');
const pino = require('pino');

const text = winston.createLogger({
  format: winston.format.simple(),
  transports: [new winston.transports.Console()],
});
const json = winston.createLogger({
  format: winston.format.json(),
  transports: [new winston.transports.Console()],
});
text.warn('winston in words', { password: 'hunter2' });
json.info('winston in JSON', { user: 'ann@example.com' });
pino().info({ n: 1 }, 'pino');
process.emitWarning('an old way', 'DeprecationWarning', 'DEP9999');
process.stdout.write('without an end');
