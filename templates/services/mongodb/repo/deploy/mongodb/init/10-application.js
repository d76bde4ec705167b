// Runs once, when the data volume is new: the application's own user.
// It may read and write one database, indexes included. It is no administrator, so a hole in the application opens
// neither other databases nor the server's settings.

const password = require("fs").readFileSync("/run/secrets/MONGODB_PASSWORD", "utf8").trim();
const roles = [{ role: "readWrite", db: "{= options.database =}" }];

// A client proves itself to the database that it names, and to `admin` where it names none: the user stands in both.
for (const place of ["{= options.database =}", "admin"]) {
  db.getSiblingDB(place).createUser({ user: "{= options.database =}", pwd: password, roles });
}
{% if "prometheus" in selected %}

// Who counts for Prometheus sees figures of the server and of its databases, and no document.
db.getSiblingDB("admin").createUser({
  user: "monitor",
  pwd: require("fs").readFileSync("/run/secrets/MONGODB_MONITOR_PASSWORD", "utf8").trim(),
  roles: [{ role: "clusterMonitor", db: "admin" }],
});
{% endif %}
