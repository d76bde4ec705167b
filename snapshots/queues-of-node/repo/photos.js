import Queue from "bee-queue";

const photos = new Queue("photos", { redis: process.env.REDIS_URL });
photos.process(async () => console.log("shrunk"));
