console.log(process.env.SEED_FILE);
