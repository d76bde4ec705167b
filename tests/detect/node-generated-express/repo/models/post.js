module.exports = (sequelize, DataTypes) => sequelize.define('Post', { bucket: process.env.BUCKET || 'posts' });
