// What is refused, and how: as JSON, like everything else.

import type { ErrorRequestHandler, RequestHandler } from "express";
{% if "postgres" in selected or "mongodb" in selected %}
import type { z } from "zod";
{% endif %}

// An answer that says what is wrong with the request.
export class Refusal extends Error {
  readonly status: number;
  readonly faults: unknown;

  constructor(status: number, message: string, faults?: unknown) {
    super(message);
    this.status = status;
    this.faults = faults;
  }
}
{% if "postgres" in selected or "mongodb" in selected %}

// What a client sent, as the schema has it; if it does not fit, the answer says where.
export function checked<Schema extends z.ZodType>(schema: Schema, sent: unknown): z.infer<Schema> {
  const read = schema.safeParse(sent);
  if (!read.success) {
    throw new Refusal(422, "This does not fit.", read.error.issues);
  }
  return read.data;
}
{% endif %}

export const notFound: RequestHandler = () => {
  throw new Refusal(404, "There is nothing at this address.");
};

// Express knows it by its four parameters.
export const handleError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  if (error instanceof Refusal) {
    response.status(error.status).json({ error: error.message, faults: error.faults });
    return;
  }
  // Express itself refuses bodies that are too large or are no JSON.
  if (error instanceof Error && "status" in error && "expose" in error && error.expose) {
    response.status(Number(error.status)).json({ error: error.message });
    return;
  }
  // The cause goes to the log, never to a client.
  console.error(error);
  response.status(500).json({ error: "Something went wrong." });
};
