// Gives a user the password on standard input, behind which the one before stands. deploy/scripts/rotate calls it inside
// the container.
const [fresh, former] = require("fs").readFileSync(0, "utf8").split("\n");

if (globalThis.administrator) {
  const admin = db.getSiblingDB("admin");
  admin.auth("root", former);
  admin.changeUserPassword("root", fresh);
} else {
  load("/etc/mongodb/login.js");
  for (const place of ["{= options.database =}", "admin"]) {
    db.getSiblingDB(place).changeUserPassword("{= options.database =}", fresh);
  }
}
