from dynaconf import Dynaconf, Validator

settings = Dynaconf(
    envvar_prefix="SHOP",
    settings_files=["settings.toml"],
    validators=[Validator("DATABASE_URL", must_exist=True), Validator("WORKERS", default=2)],
)
