{% if "postgres" in selected %}
// Who has started the bot, by Telegram's number for them.

import type { Knex } from "knex";

export interface Visitors {
  // Whether they came for the first time.
  add(id: number): Promise<boolean>;
}

export function visitorsInPostgres(database: Knex): Visitors {
  return {
    add: async (id) => {
      const added = await database("visitor").insert({ id }).onConflict("id").ignore().returning("id");
      return added.length > 0;
    },
  };
}
{% endif %}
