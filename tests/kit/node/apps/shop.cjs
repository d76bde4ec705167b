// The application of most tests, for whatever Express is given to it.
const { AsyncLocalStorage } = require('node:async_hooks');

const PAGE = 'ok';

module.exports = function build(express) {
  const app = express();

  app.get('/', (request, response) => response.send(PAGE));
  app.get('/who', (request, response) => {
    response.json({ ip: request.ip, protocol: request.protocol, id: request.headers['x-request-id'] });
  });
  app.get('/environment', (request, response) => response.json(process.env));
  app.get('/own-headers', (request, response) => {
    response.set({ 'X-Frame-Options': 'DENY', 'X-Request-ID': 'of-the-application' });
    response.set('Content-Security-Policy', "default-src 'self'; frame-ancestors 'none'");
    response.send(PAGE);
  });
  app.get('/raw', (request, response) => {
    response.writeHead(200, {
      'x-frame-options': 'DENY',
      Connection: 'keep-alive',
      'Content-Type': 'text/plain',
    });
    response.end(PAGE);
  });
  app.get('/slow', (request, response) => {
    setTimeout(() => response.json('done'), 1000 * Number(request.query.seconds));
  });
  app.get('/events', (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', Connection: 'keep-alive' });
    const timer = setInterval(() => response.write('data: tick\n\n'), 50);
    response.on('close', () => clearInterval(timer));
  });
  app.get('/print', async (request, response) => {
    console.log('two words', { and: 'more' });
    await null;
    setTimeout(() => {
      console.error('password=hunter2 for ann@example.com');
      console.warn(JSON.stringify({ event: 'hidden', deep: [{ password: 'x' }], n: null }));
      process.stdout.write('{"event":  "kept as it is", "n": 1}\n2026-01-31 09:00:00 | WARN | begun ');
      process.stdout.write(Buffer.from('and ended é\n'));
      console.log('several\nlines');
      console.error(new RangeError('caught'));
      response.send(PAGE);
    }, 5);
  });
  app.get('/boom', () => {
    throw new TypeError(`the card number is 4111, the token ${process.env.API_TOKEN}`);
  });
  app.get('/refused', (request, response) => response.status(500).json({ error: 'own' }));
  app.get('/bad', (request, response, next) => next(Object.assign(new Error('the card'), { status: 400 })));
  app.get('/cut', (request, response) => {
    response.write('begun');
    setTimeout(() => response.destroy(), 20);
  });
  app.get('/fall', (request, response) => {
    if (request.query.how === 'rejection') Promise.reject(new Error('the card number is 4111'));
    else
      setTimeout(() => {
        throw new Error('the card number is 4111');
      }, 1);
  });
  app.get(['/one', '/two'], (request, response) => response.send(PAGE));
  app.get(/^\/expr\/\d+$/, (request, response) => response.send(PAGE));

  const lines = express.Router({ mergeParams: true });
  lines.get('/:line', (request, response) => response.json(request.params));
  const orders = express.Router();
  orders.get('/', (request, response) => response.send(PAGE));
  orders.route('/:order').get((request, response) => response.json(request.params));
  orders.use('/:order/lines', lines);
  const version = express.Router();
  version.use('/orders', orders);
  app.use('/api/:version', (request, response, next) => next(), version);

  const admin = express();
  admin.get('/users/:user', (request, response) => response.send(PAGE));
  app.use('/admin', admin);
  app.use('/static', express.static(__dirname, { index: false }));
  app.use('/closed', (request, response) => response.status(401).end());
  // A context of the application's own is none of ours.
  app.set('context', new AsyncLocalStorage());
  return app;
};
