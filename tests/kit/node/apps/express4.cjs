const express = require('express4');

require('./shop.cjs')(express).listen(process.env.PORT);
