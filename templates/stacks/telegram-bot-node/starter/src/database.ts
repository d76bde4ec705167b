{% if "postgres" in selected %}
// PostgreSQL: the connection pool of this process.

import knex, { type Knex } from "knex";

// Opens its first connection with the first query.
export function connect(url: string): Knex {
  return knex({
    client: "pg",
    connection: { connectionString: url, connectionTimeoutMillis: 5000 },
    // Per process: processes × max must fit into max_connections.
    pool: { min: 0, max: 10 },
    // When all are busy, an early error is kinder than a request that hangs.
    acquireConnectionTimeout: 5000,
  });
}
{% endif %}
