module.exports = { outputDir: "www" };
