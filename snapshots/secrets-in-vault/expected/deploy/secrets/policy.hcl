# What the stack may do: read these, and nothing else.
#   vault policy write shop deploy/secrets/policy.hcl

path "secret/data/shop/production/REDIS_PASSWORD" {
  capabilities = ["read"]
}
