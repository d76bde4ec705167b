const express = require('express');

const app = require('./shop.cjs')(express);
if (require.main === module) app.listen(process.env.PORT);
