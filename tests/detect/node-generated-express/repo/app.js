var express = require('express');
var models = require('./models');

var app = express();
app.get('/', function (request, answer) {
  models.Post.findAll().then(function (posts) {
    answer.json(posts);
  });
});

module.exports = app;
