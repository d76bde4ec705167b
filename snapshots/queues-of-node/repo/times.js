import { Agenda } from "agenda";

const agenda = new Agenda({ db: { address: process.env.MONGODB_URL } });
agenda.define("tidy", async () => console.log("tidied"));
await agenda.start();
await agenda.every("1 day", "tidy");
