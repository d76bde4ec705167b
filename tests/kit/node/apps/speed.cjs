// What the overhead is measured with: as little application as can be.
const express = require('express');

const app = express();
app.get('/items/:id', (request, response) => response.json({ id: request.params.id }));
app.listen(process.env.PORT);
