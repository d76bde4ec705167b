'use strict';
const fs = require('fs');
const path = require('path');
const Sequelize = require('sequelize');
const config = require(__dirname + '/../config/config.json')[process.env.NODE_ENV || 'development'];

const db = {};
const sequelize = new Sequelize(process.env[config.use_env_variable], config);
fs.readdirSync(__dirname).forEach((file) => {
  const model = require(path.join(__dirname, file))(sequelize, Sequelize.DataTypes);
  db[model.name] = model;
});
module.exports = db;
