const express = require("express");
const mongoose = require("mongoose");

const app = express();
app.get("/", (request, response) => response.json({ ok: true }));
mongoose.connect(process.env.MONGODB_URL);
app.listen(process.env.PORT || 3000);
