import assert from "node:assert/strict";
import { test } from "node:test";

import { check } from "../src/modules/customer/validators.js";

test("a telephone number says its country", () => {
  assert.deepEqual(check("phone", { phone: "+911234567890" }), { phone: "+911234567890" });
  assert.throws(() => check("phone", { phone: "1234567890" }), { status: 400 });
});

test("a delivery goes to an address", () => {
  assert.throws(() => check("order", { kind: "delivery", payment: "cash" }), { status: 400 });
  assert.equal(check("order", { kind: "pickup", payment: "cash" }).kind, "pickup");
});
