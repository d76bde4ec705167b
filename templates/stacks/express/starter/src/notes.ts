{% if "postgres" in selected %}
// Notes: write one, read one, read the newest.

import { Router } from "express";
import type { Knex } from "knex";
import { z } from "zod";

import { checked, Refusal } from "./errors.ts";

export interface Note {
  id: number;
  text: string;
  created_at: Date;
}

export interface Notes {
  // The newest first.
  list(limit: number): Promise<Note[]>;
  add(text: string): Promise<Note>;
  find(id: number): Promise<Note | undefined>;
}

// PostgreSQL stores every character but NUL.
const NewNote = z.object({ text: z.string().min(1).max(1000).regex(/^[^\0]*$/) });
const Page = z.object({ limit: z.coerce.number().int().min(1).max(100).default(50) });
const Id = z.coerce.number().int().min(1).max(2 ** 31 - 1);

export function noteRoutes(notes: Notes): Router {
  const router = Router();
  router.get("/", async (request, response) => {
    const { limit } = checked(Page, request.query);
    response.json(await notes.list(limit));
  });
  router.post("/", async (request, response) => {
    const { text } = checked(NewNote, request.body);
    response.status(201).json(await notes.add(text));
  });
  router.get("/:id", async (request, response) => {
    const note = await notes.find(checked(Id, request.params.id));
    if (note === undefined) {
      throw new Refusal(404, "There is no such note.");
    }
    response.json(note);
  });
  return router;
}

export function notesInPostgres(database: Knex): Notes {
  const table = () => database<Note>("note");
  return {
    list: async (limit) => await table().orderBy("id", "desc").limit(limit),
    add: async (text) => {
      const [note] = await table().insert({ text }).returning("*");
      if (note === undefined) {
        throw new Error("the database returned no row for the note that it stored");
      }
      return note;
    },
    find: async (id) => await table().where({ id }).first(),
  };
}
{% endif %}
