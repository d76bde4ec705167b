{% if "mongodb" in selected %}
// Events: what happened, in whatever shape it came.

import { Router } from "express";
import { model, Schema } from "mongoose";
import { z } from "zod";

import { checked } from "./errors.ts";

export interface Event {
  kind: string;
  at: Date;
  data?: unknown;
}

export interface Events {
  // The newest first.
  list(kind: string, limit: number): Promise<Event[]>;
  add(kind: string, data: unknown): Promise<Event>;
}

const Kind = z.string().regex(/^[a-z][a-z0-9_.]{0,49}$/);
const NewEvent = z.object({ kind: Kind, data: z.record(z.string(), z.json()).optional() });
const Page = z.object({ kind: Kind, limit: z.coerce.number().int().min(1).max(100).default(50) });

export function eventRoutes(events: Events): Router {
  const router = Router();
  router.get("/", async (request, response) => {
    const { kind, limit } = checked(Page, request.query);
    response.json(await events.list(kind, limit));
  });
  router.post("/", async (request, response) => {
    const { kind, data } = checked(NewEvent, request.body);
    response.status(201).json(await events.add(kind, data));
  });
  return router;
}

const schema = new Schema<Event>(
  {
    kind: { type: String, required: true },
    at: { type: Date, required: true, default: () => new Date() },
    data: Schema.Types.Mixed,
  },
  { versionKey: false },
);
// For the one question that is asked.
schema.index({ kind: 1, at: -1 });

export const EventModel = model<Event>("Event", schema);

export const eventsInMongo: Events = {
  list: async (kind, limit) =>
    await EventModel.find({ kind }, { _id: false }).sort({ at: -1 }).limit(limit).lean(),
  add: async (kind, data) => {
    const { at } = await EventModel.create({ kind, data });
    return { kind, at, data };
  },
};
{% endif %}
