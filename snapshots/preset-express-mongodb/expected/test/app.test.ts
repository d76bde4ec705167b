// The application without servers.

import assert from "node:assert/strict";
import { suite, test } from "node:test";

import request from "supertest";

import { createApp, type Stores } from "../src/app.ts";
import { readEnvironment } from "../src/environment.ts";
import type { Event } from "../src/events.ts";

// As much of the servers as the application uses.
function memory(): Stores {
  const events: Event[] = [];
  let hits = 0;
  return {
    events: {
      list: (kind, limit) =>
        Promise.resolve(events.filter((event) => event.kind === kind).reverse().slice(0, limit)),
      add: (kind, data) => {
        const event = { kind, at: new Date(), data };
        events.push(event);
        return Promise.resolve(event);
      },
    },
    hits: { count: () => Promise.resolve((hits += 1)) },
  };
}

const client = () => request(createApp(memory()));

suite("the application", () => {
  test("says who answers", async () => {
    await client().get("/").expect(200, { name: "shop" });
  });

  test("answers an unknown address as JSON", async () => {
    await client().get("/nowhere").expect(404, { error: "There is nothing at this address." });
  });

  test("refuses a body that is no JSON", async () => {
    await client().post("/").set("Content-Type", "application/json").send("{").expect(400);
  });

  test("says nothing of the cause of a failure", async (context) => {
    const logged = context.mock.method(console, "error", () => {});
    const hits = { count: () => Promise.reject(new Error("the password is hunter2")) };
    const app = createApp({ ...memory(), hits });
    await request(app).get("/hits").expect(500, { error: "Something went wrong." });
    assert.equal(logged.mock.callCount(), 1);
  });
});

suite("the environment", () => {
  test("is asked for all that is missing at once", () => {
    const expected = [
      "PORT",
      "MONGODB_URL",
      "REDIS_URL",
    ];
    assert.throws(
      () => readEnvironment({ PORT: "hunter2" }),
      (error: Error) =>
        expected.every((name) => error.message.includes(name)) &&
        !error.message.includes("hunter2"),
    );
  });
});

test("hits are counted", async () => {
  const app = createApp(memory());
  await request(app).get("/hits").expect(200, { hits: 1 });
  await request(app).get("/hits").expect(200, { hits: 2 });
});

suite("events", () => {
  test("come by their kind, newest first", async () => {
    const app = createApp(memory());
    for (const [kind, number] of [["paid", 1], ["left", 2], ["paid", 3]]) {
      await request(app).post("/events").send({ kind, data: { number } }).expect(201);
    }
    const page = await request(app).get("/events?kind=paid").expect(200);
    assert.deepEqual((page.body as Event[]).map((event) => event.data), [{ number: 3 }, { number: 1 }]);
  });

  for (const kind of ["", "$where", { $ne: "paid" }, 5]) {
    test(`of the kind ${JSON.stringify(kind)} are refused`, async () => {
      await client().post("/events").send({ kind }).expect(422);
    });
  }
});
