-- Runs once, when the data volume is new: the application's own user.
-- It owns its database, so migrations may do everything there. It is no superuser, so a hole in the
-- application does not open the files and the programs of this container.

-- Neither a slow statement nor a failing one may write the password to the log.
SET log_min_duration_statement = -1;
SET log_min_error_statement = PANIC;

\set password `cat /run/secrets/POSTGRES_PASSWORD`
CREATE ROLE "app" LOGIN PASSWORD :'password';
\unset password
ALTER DATABASE "app" OWNER TO "app";

-- Monitoring reads statistics as this user; that shows no table's contents. The view of all statements stands in the
-- superuser's database: in this one, a backup would hold it, and its owner could not restore it.
GRANT pg_monitor TO "app";
\connect postgres
CREATE EXTENSION pg_stat_statements;
