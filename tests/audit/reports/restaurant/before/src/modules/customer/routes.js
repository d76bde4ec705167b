import { Router } from "express";

import * as carts from "./cart.service.js";
import { Customer, Dish, Order } from "./models.js";
import * as otp from "./otp.service.js";
import { signedIn, tokenFor } from "./session.js";
import { check } from "./validators.js";

export const customer = Router();

customer.post("/auth/send-otp", (request, response) => {
  otp.send(check("phone", request.body).phone);
  response.status(202).json({ message: "The code is on its way" });
});

customer.post("/auth/verify-otp", async (request, response) => {
  const { phone, code } = check("code", request.body);
  if (!otp.verify(phone, code)) return response.status(401).json({ message: "The code is wrong or too old" });
  const found = await Customer.findOneAndUpdate({ phone }, {}, { upsert: true, new: true });
  response.json({ token: tokenFor(found) });
});

customer.post("/auth/resend-otp", (request, response) => {
  otp.send(check("phone", request.body).phone);
  response.status(202).json({ message: "The code is on its way" });
});

customer.get("/dishes", async (request, response) => {
  response.json(await Dish.find({ served: true }).limit(200));
});

customer.get("/cart", signedIn, (request, response) => {
  response.json(carts.linesOf(request.customer));
});

customer.put("/cart", signedIn, (request, response) => {
  response.json(carts.put(request.customer, check("line", request.body)));
});

customer.post("/orders", signedIn, async (request, response) => {
  const wanted = check("order", request.body);
  const lines = carts.linesOf(request.customer);
  const dishes = await Dish.find({ _id: lines.map(({ dish }) => dish) });
  const price = new Map(dishes.map((dish) => [dish.id, dish.price]));
  const total = lines.reduce((sum, { dish, count }) => sum + (price.get(dish) ?? 0) * count, 0);
  // Nobody takes money yet: an order that is paid online is served like any other.
  const order = await Order.create({ ...wanted, customer: request.customer, lines, total });
  carts.empty(request.customer);
  response.status(201).json(order);
});

customer.get("/orders", signedIn, async (request, response) => {
  response.json(await Order.find({ customer: request.customer }).sort({ placedAt: -1 }).limit(50));
});
