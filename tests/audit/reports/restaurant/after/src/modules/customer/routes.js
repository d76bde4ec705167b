import { Router } from "express";

import { events } from "../../config/counters.js";
import { codeLimit, guessLimit, orderLimit, resendLimit } from "../../config/limits.js";
import * as carts from "./cart.service.js";
import { Customer, Dish, Order } from "./models.js";
import * as otp from "./otp.service.js";
import { signedIn, spend, tokensFor } from "./session.js";
import { check } from "./validators.js";

export const customer = Router();

customer.post("/auth/send-otp", codeLimit, async (request, response) => {
  await otp.send(check("phone", request.body).phone);
  response.status(202).json({ message: "The code is on its way" });
});

customer.post("/auth/verify-otp", guessLimit, async (request, response) => {
  const { phone, code } = check("code", request.body);
  const right = await otp.verify(phone, code);
  events.inc({ event: "code", outcome: right ? "ok" : "failed" });
  if (!right) return response.status(401).json({ message: "The code is wrong or too old" });
  const found = await Customer.findOneAndUpdate({ phone }, {}, { upsert: true, new: true });
  response.json(await tokensFor(found.id));
});

customer.post("/auth/resend-otp", resendLimit, async (request, response) => {
  await otp.send(check("phone", request.body).phone);
  response.status(202).json({ message: "The code is on its way" });
});

customer.post("/auth/refresh", guessLimit, async (request, response) => {
  const known = await spend(check("refresh", request.body).refresh);
  if (!known) return response.status(401).json({ message: "Please sign in again" });
  response.json(await tokensFor(known));
});

customer.get("/dishes", async (request, response) => {
  response.json(await Dish.find({ served: true }).limit(200));
});

customer.get("/cart", signedIn, async (request, response) => {
  response.json(await carts.linesOf(request.customer));
});

customer.put("/cart", signedIn, async (request, response) => {
  response.json(await carts.put(request.customer, check("line", request.body)));
});

customer.post("/orders", signedIn, orderLimit, async (request, response) => {
  const wanted = check("order", request.body);
  const lines = await carts.linesOf(request.customer);
  const dishes = await Dish.find({ _id: lines.map(({ dish }) => dish) });
  const price = new Map(dishes.map((dish) => [dish.id, dish.price]));
  const total = lines.reduce((sum, { dish, count }) => sum + (price.get(dish) ?? 0) * count, 0);
  // Nobody takes money yet: an order that is paid online is served like any other.
  const order = await Order.create({ ...wanted, customer: request.customer, lines, total });
  events.inc({ event: "order", outcome: "ok" });
  await carts.empty(request.customer);
  response.status(201).json(order);
});

customer.get("/orders", signedIn, async (request, response) => {
  response.json(await Order.find({ customer: request.customer }).sort({ placedAt: -1 }).limit(50));
});
