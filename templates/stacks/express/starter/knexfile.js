{% if "postgres" in selected %}
// How `npm run migrate` reaches the database.

export default {
  client: "pg",
  connection: process.env.DATABASE_URL,
  migrations: { directory: "migrations" },
  pool: {
    min: 0,
    max: 1,
    // While a change waits for its lock on a table, everybody else waits behind it: it gives up soon.
    afterCreate: (connection, done) => connection.query("SET lock_timeout = '5s'", done),
  },
};
{% endif %}
