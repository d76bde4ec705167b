// The parts of an address by names that every database could have, and the package of MySQL's older passwords.
const express = require('express');
const mysql = require('mysql');

const pool = mysql.createPool({
  host: process.env.DB_HOST,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  database: process.env.DB_NAME,
});
const app = express();
app.get('/', (request, response) => pool.query('select 1', (error, rows) => response.json(rows)));
app.listen(process.env.PORT);
