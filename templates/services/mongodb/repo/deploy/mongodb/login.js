// Signs the administrator in:
//   docker compose exec mongodb mongosh --shell /etc/mongodb/login.js
const secret = require("fs").readFileSync("/run/secrets/MONGODB_ROOT_PASSWORD", "utf8").trim();
db.getSiblingDB("admin").auth("root", secret);
