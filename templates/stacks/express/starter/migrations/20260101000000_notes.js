{% if "postgres" in selected %}
// Notes.

export async function up(knex) {
  await knex.schema.createTable("note", (table) => {
    table.increments("id");
    table.string("text", 1000).notNullable();
    table.timestamp("created_at").notNullable().defaultTo(knex.fn.now());
  });
}

export async function down(knex) {
  await knex.schema.dropTable("note");
}
{% endif %}
