# What the stack may do: read these, and nothing else.
#   vault policy write {= project.name =} deploy/secrets/policy.hcl
{% set path = options.path %}
{% if not path %}
{% set_global path = project.name ~ "/production" %}
{% endif %}
{% for name in keeper.names %}

path "{= options.mount =}/data/{= path =}/{= name =}" {
  capabilities = ["read"]
}
{% endfor %}
