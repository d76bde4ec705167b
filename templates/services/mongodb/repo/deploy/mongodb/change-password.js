// Gives a user the password on standard input, behind which the one before stands. deploy/scripts/rotate calls it inside
// the container.
const [fresh, former] = require("fs").readFileSync(0, "utf8").split("\n");

if (globalThis.administrator) {
  const admin = db.getSiblingDB("admin");
  admin.auth("root", former);
  admin.changeUserPassword("root", fresh);
{% if "prometheus" in selected %}
} else if (globalThis.monitor) {
  load("/etc/mongodb/login.js");
  const admin = db.getSiblingDB("admin");
  // Data that is older than Prometheus has no such user yet.
  if (admin.getUser("monitor")) admin.changeUserPassword("monitor", fresh);
  else admin.createUser({ user: "monitor", pwd: fresh, roles: [{ role: "clusterMonitor", db: "admin" }] });
{% endif %}
} else {
  load("/etc/mongodb/login.js");
  for (const place of ["{= options.database =}", "admin"]) {
    db.getSiblingDB(place).changeUserPassword("{= options.database =}", fresh);
  }
}
