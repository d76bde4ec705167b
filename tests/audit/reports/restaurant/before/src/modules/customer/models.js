import mongoose from "mongoose";

const { Schema, model } = mongoose;

export const Customer = model("Customer", new Schema({ phone: { type: String, required: true, unique: true } }));

export const Dish = model("Dish", new Schema({ name: String, price: Number, served: { type: Boolean, index: true } }));

const order = new Schema({
  customer: { type: Schema.Types.ObjectId, ref: "Customer", required: true },
  lines: [{ dish: { type: Schema.Types.ObjectId, ref: "Dish" }, count: Number }],
  total: Number,
  kind: { type: String, enum: ["delivery", "pickup"] },
  address: String,
  payment: { type: String, enum: ["cash", "online"] },
  status: { type: String, default: "placed" },
  placedAt: { type: Date, default: Date.now },
});
order.index({ customer: 1, placedAt: -1 });

export const Order = model("Order", order);
