// The application without servers.

import assert from "node:assert/strict";
import { suite, test } from "node:test";

import request from "supertest";

import { createApp } from "../src/app.ts";
import { readEnvironment } from "../src/environment.ts";

const client = () => request(createApp());

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
});

suite("the environment", () => {
  test("is asked for all that is missing at once", () => {
    const expected = [
      "PORT",
    ];
    assert.throws(
      () => readEnvironment({ PORT: "hunter2" }),
      (error: Error) =>
        expected.every((name) => error.message.includes(name)) &&
        !error.message.includes("hunter2"),
    );
  });
});
