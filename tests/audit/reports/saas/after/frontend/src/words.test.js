import assert from "node:assert/strict";
import { test } from "node:test";

import { words } from "./words.js";

test("whoever is not signed in is asked to", () => {
  assert.equal(words(null), "Please sign in.");
  assert.equal(words({ name: "Oolong & Sons", months: 3 }), "Oolong & Sons, paid for 3 months");
});
