const express = require('express');
const winston = require('winston');

const app = express();
winston.createLogger({ transports: [new winston.transports.File({ filename: 'logs/shop.log' })] });

module.exports = app;
