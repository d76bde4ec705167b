from flask import Flask

from shop.environment import env_flag, env_int, get_env, greet

app = Flask(__name__)
app.config["SECRET_KEY"] = get_env("APP_SECRET")
app.config["DEBUG"] = env_flag("DEBUG", "True")
app.config["PAGE"] = env_int("PAGE_SIZE", 20)
greet("WORLD")
