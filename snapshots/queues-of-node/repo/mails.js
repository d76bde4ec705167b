import Queue from "bull";

const mails = new Queue("mails", process.env.REDIS_URL);
mails.process(async () => console.log("sent"));
