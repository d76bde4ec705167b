import assert from "node:assert/strict";
import { test } from "node:test";

import { map } from "./map.js";

test("a street with spaces and signs is one parameter", () => {
  const address = new URL(map("Gandhi Road & 4th", "key"));
  assert.equal(address.searchParams.get("center"), "Gandhi Road & 4th");
});
