const mongoose = require('mongoose');
const app = require('./app');
const config = require('./config');

let server;
mongoose.connect(config.mongoose.url).then(() => {
  server = app.listen(config.port, () => {});
});
