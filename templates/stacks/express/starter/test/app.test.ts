// The application without servers.

import assert from "node:assert/strict";
import { suite, test } from "node:test";

import request from "supertest";

{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}
import { createApp, type Stores } from "../src/app.ts";
{% else %}
import { createApp } from "../src/app.ts";
{% endif %}
import { readEnvironment } from "../src/environment.ts";
{% if "mongodb" in selected %}
import type { Event } from "../src/events.ts";
{% endif %}
{% if "postgres" in selected %}
import type { Note } from "../src/notes.ts";
{% endif %}
{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}

// As much of the servers as the application uses.
function memory(): Stores {
{% if "mongodb" in selected %}
  const events: Event[] = [];
{% endif %}
{% if "redis" in selected %}
  let hits = 0;
{% endif %}
{% if "postgres" in selected %}
  const notes: Note[] = [];
{% endif %}
  return {
{% if "mongodb" in selected %}
    events: {
      list: (kind, limit) =>
        Promise.resolve(events.filter((event) => event.kind === kind).reverse().slice(0, limit)),
      add: (kind, data) => {
        const event = { kind, at: new Date(), data };
        events.push(event);
        return Promise.resolve(event);
      },
    },
{% endif %}
{% if "redis" in selected %}
    hits: { count: () => Promise.resolve((hits += 1)) },
{% endif %}
{% if "postgres" in selected %}
    notes: {
      list: (limit) => Promise.resolve(notes.toReversed().slice(0, limit)),
      add: (text) => {
        const note = { id: notes.length + 1, text, created_at: new Date() };
        notes.push(note);
        return Promise.resolve(note);
      },
      find: (id) => Promise.resolve(notes[id - 1]),
    },
{% endif %}
  };
}

const client = () => request(createApp(memory()));
{% else %}

const client = () => request(createApp());
{% endif %}

suite("the application", () => {
  test("says who answers", async () => {
    await client().get("{= app.prefix =}/").expect(200, { name: {= project.name | quoted =} });
  });

  test("answers an unknown address as JSON", async () => {
    await client().get("/nowhere").expect(404, { error: "There is nothing at this address." });
  });

  test("refuses a body that is no JSON", async () => {
    await client().post("/").set("Content-Type", "application/json").send("{").expect(400);
  });
{% if "redis" in selected %}

  test("says nothing of the cause of a failure", async (context) => {
    const logged = context.mock.method(console, "error", () => {});
    const hits = { count: () => Promise.reject(new Error("the password is hunter2")) };
    const app = createApp({ ...memory(), hits });
    await request(app).get("{= app.prefix =}/hits").expect(500, { error: "Something went wrong." });
    assert.equal(logged.mock.callCount(), 1);
  });
{% endif %}
});

suite("the environment", () => {
  test("is asked for all that is missing at once", () => {
    const expected = [
      "PORT",
{% if "postgres" in selected %}
      "DATABASE_URL",
{% endif %}
{% if "mongodb" in selected %}
      "MONGODB_URL",
{% endif %}
{% if "redis" in selected %}
      "REDIS_URL",
{% endif %}
    ];
    assert.throws(
      () => readEnvironment({ PORT: "hunter2" }),
      (error: Error) =>
        expected.every((name) => error.message.includes(name)) &&
        !error.message.includes("hunter2"),
    );
  });
});
{% if "redis" in selected %}

test("hits are counted", async () => {
  const app = createApp(memory());
  await request(app).get("{= app.prefix =}/hits").expect(200, { hits: 1 });
  await request(app).get("{= app.prefix =}/hits").expect(200, { hits: 2 });
});
{% endif %}
{% if "postgres" in selected %}

suite("notes", () => {
  test("that were written can be read", async () => {
    const app = createApp(memory());
    const written = await request(app).post("{= app.prefix =}/notes").send({ text: "Buy milk" }).expect(201);
    const { id, text } = written.body as Note;
    assert.equal(text, "Buy milk");
    await request(app).get(`{= app.prefix =}/notes/${id}`).expect(200, written.body as object);
  });

  test("come newest first", async () => {
    const app = createApp(memory());
    for (const text of ["first", "second"]) {
      await request(app).post("{= app.prefix =}/notes").send({ text }).expect(201);
    }
    const page = await request(app).get("{= app.prefix =}/notes?limit=1").expect(200);
    assert.deepEqual((page.body as Note[]).map((note) => note.text), ["second"]);
  });

  for (const text of ["", "x".repeat(1001), "nul \0", 5, undefined]) {
    test(`with a text such as ${JSON.stringify(text)?.slice(0, 9)} are refused`, async () => {
      await client().post("{= app.prefix =}/notes").send({ text }).expect(422);
    });
  }

  test("that are not there are not found", async () => {
    await client().get("{= app.prefix =}/notes/1").expect(404);
    await client().get(`{= app.prefix =}/notes/${2 ** 31}`).expect(422);
  });
});
{% endif %}
{% if "mongodb" in selected %}

suite("events", () => {
  test("come by their kind, newest first", async () => {
    const app = createApp(memory());
    for (const [kind, number] of [["paid", 1], ["left", 2], ["paid", 3]]) {
      await request(app).post("{= app.prefix =}/events").send({ kind, data: { number } }).expect(201);
    }
    const page = await request(app).get("{= app.prefix =}/events?kind=paid").expect(200);
    assert.deepEqual((page.body as Event[]).map((event) => event.data), [{ number: 3 }, { number: 1 }]);
  });

  for (const kind of ["", "$where", { $ne: "paid" }, 5]) {
    test(`of the kind ${JSON.stringify(kind)} are refused`, async () => {
      await client().post("{= app.prefix =}/events").send({ kind }).expect(422);
    });
  }
});
{% endif %}
