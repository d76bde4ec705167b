//! What keeps data: the services, images and packages by which a database, a cache or a queue is known.

/// What a store is for, which says how it is looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Tables: their schema is migrated.
    Tables,
    /// Documents, without a schema.
    Documents,
    /// What is kept in memory: a cache, sessions, a queue.
    Memory,
    /// Messages on their way.
    Messages,
    /// Files, searches and the like.
    Other,
}

impl Store {
    /// Whether what it keeps cannot be made again.
    pub fn is_database(self) -> bool {
        matches!(self, Store::Tables | Store::Documents)
    }
}

/// What the service component called `id` keeps.
pub fn of_service(id: &str) -> Option<Store> {
    Some(match id {
        "postgres" | "mysql" | "mariadb" => Store::Tables,
        "mongodb" => Store::Documents,
        "redis" | "valkey" | "memcached" => Store::Memory,
        "rabbitmq" => Store::Messages,
        _ => return None,
    })
}

/// What a container made from `image` keeps: `postgres:18`, `docker.io/bitnami/redis:7`.
pub fn of_image(image: &str) -> Option<Store> {
    let plain = image.split('@').next().unwrap_or(image);
    let last = plain.rsplit('/').next().unwrap_or(plain);
    Some(match last.split(':').next().unwrap_or(last) {
        "postgres" | "postgresql" | "postgis" | "timescaledb" | "pgvector" | "mysql" | "mysql-server" | "mariadb"
        | "cockroach" | "cockroachdb" | "mssql" | "clickhouse" | "clickhouse-server" => Store::Tables,
        "mongo" | "mongodb" | "couchdb" | "mongodb-community-server" => Store::Documents,
        "redis" | "valkey" | "redis-stack" | "redis-stack-server" | "keydb" | "dragonfly" | "memcached" => {
            Store::Memory
        }
        "rabbitmq" | "kafka" | "nats" => Store::Messages,
        "elasticsearch" | "opensearch" | "minio" | "meilisearch" => Store::Other,
        _ => return None,
    })
}

/// Whether this is the table store that makes no index for a foreign key by itself.
pub fn leaves_keys_bare(service: &str) -> bool {
    service == "postgres"
}

/// Whether `image` is of a proxy that stands in front of others.
pub fn is_proxy(image: &str) -> bool {
    let plain = image.split(['@', ':']).next().unwrap_or(image);
    let last = plain.rsplit('/').next().unwrap_or(plain);
    ["nginx", "traefik", "caddy", "haproxy", "envoy", "swag"].iter().any(|name| last.contains(name))
}

/// Whether `image` is of a proxy, or of a program beside one, that speaks TLS by itself.
pub fn gets_certificates(image: &str) -> bool {
    let plain = image.split(['@', ':']).next().unwrap_or(image);
    let last = plain.rsplit('/').next().unwrap_or(plain);
    is_proxy(image) && !last.starts_with("nginx") || last.contains("nginx-proxy") || last.contains("certbot")
}

/// Words of files of JavaScript that talk to a store.
pub const WORDS: &[&str] =
    &["pg", "mysql", "equelize", "typeorm", "TypeOrm", "knex", "mongo", "redis", "drizzle", "prisma", "postgres"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_known_by_its_last_name() {
        assert_eq!(of_image("docker.io/bitnami/redis:7"), Some(Store::Memory));
        assert_eq!(of_image("postgres:18@sha256:abc"), Some(Store::Tables));
        assert_eq!(of_image("registry:5000/mongo"), Some(Store::Documents));
        assert_eq!(of_image("prom/postgres-exporter:1"), None);
        assert!(is_proxy("nginxproxy/nginx-proxy:1.6") && !is_proxy("postgres"));
    }
}
