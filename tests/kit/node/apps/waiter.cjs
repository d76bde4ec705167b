// A command that runs until it is told to stop.
process.on('SIGTERM', () => process.exit(7));
setTimeout(() => {}, 30_000);
console.log(`waiting with ${process.env.API_TOKEN}`);
