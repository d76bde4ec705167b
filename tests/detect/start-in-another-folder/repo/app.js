console.log('made by a generator, and never started');
