{% if "postgres" in selected %}
// Visitors.

export async function up(knex) {
  await knex.schema.createTable("visitor", (table) => {
    // Telegram's numbers are larger than 32 bits.
    table.bigInteger("id").primary();
    table.timestamp("came_at").notNullable().defaultTo(knex.fn.now());
  });
}

export async function down(knex) {
  await knex.schema.dropTable("visitor");
}
{% endif %}
