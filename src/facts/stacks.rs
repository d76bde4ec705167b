//! Facts that only some stacks have: how a Node application is built, what Django is told, which bots there are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{AppFacts, Evidence};
use crate::tree::RelPath;

/// How an application on Node is built and started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// Its files are ES modules where their names do not say otherwise (`"type": "module"`).
    pub esm: bool,
    /// The script of package.json that compiles it: `build`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<String>,
    /// The folder that this writes, relative to the app's root: `dist`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<RelPath>,
    /// What lets Node run its source as it is: `tsx`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loader: Option<String>,
    /// Options of Node that it is started with and needs: `--require`, `module-alias/register`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The version of the package manager that the repository asks for: exact (`10.14.0`), or the major (`8`) where
    /// only its lock file says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager_version: Option<String>,
    /// Packages whose own install scripts production needs: `bcrypt`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rebuild: Vec<String>,
    /// Commands that write code before it is built: `prisma generate`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub generate: Vec<Vec<String>>,
    /// Its name in the workspace that its lock file is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// It has lifecycle scripts that an install for production must not run (`prepare`: husky).
    pub hooks: bool,
    /// patch-package changes packages once they are installed, so every install has to be followed by it.
    #[serde(default)]
    pub patches: bool,
    /// It is an application with Next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// The script of package.json that runs its tests once, and the one that checks its code without changing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lint: Option<String>,
}

/// What the build of an application with Next makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Next {
    /// A server with the packages that it needs, and no others (`output: "standalone"`).
    pub standalone: bool,
    /// There is a folder `public`, whose files it serves as they are.
    pub public: bool,
    /// The folder that the build writes, relative to the app's root: `.next`.
    pub output: RelPath,
}

/// Files that are built once and then served as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// The folder that the build writes, relative to the app's root: `dist`.
    pub output: RelPath,
    /// The script of package.json that builds them.
    pub build: String,
    /// What the script must be told so that it writes there, where its own settings lead out of the folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// Unknown paths are answered with the first page, whose code knows them (a single-page application).
    pub fallback: bool,
}

impl AppFacts {
    /// Whether it is what people look at, rather than what programs ask.
    pub fn has_pages(&self) -> bool {
        self.site.is_some() || self.node.as_ref().is_some_and(|node| node.next.is_some())
    }

    /// Whether the variable `name` is built into what browsers are sent; of a site every one is that is read at all.
    pub fn is_built_in(&self, name: &str) -> bool {
        self.site.is_some() || self.has_pages() && name.starts_with("NEXT_PUBLIC_")
    }
}

/// What Django is told, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Django {
    /// The settings module of production: `shop.settings.production`.
    pub settings: String,
    /// The one that manage.py falls back to, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_settings: Option<String>,
    pub manage: RelPath,
    /// `shop.wsgi:application`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wsgi: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asgi: Option<String>,
    /// Channels answers WebSockets, so only ASGI serves all of it.
    pub channels: bool,
    /// Static files are collected into this folder, relative to the import root; None where STATIC_ROOT is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub static_root: Option<RelPath>,
    /// `/static/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub static_url: Option<String>,
    /// `django.contrib.staticfiles` is installed.
    #[serde(rename = "staticfiles")]
    pub has_static: bool,
    /// WhiteNoise serves them.
    pub whitenoise: bool,
    /// Uploads are kept in this folder, relative to the import root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_root: Option<RelPath>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_url: Option<String>,
    /// django-compressor makes its files beforehand, and none while pages are asked for.
    #[serde(default)]
    pub compress: bool,
    /// Apps of the project whose models no migration makes tables for, as `makemigrations` calls them.
    #[serde(default)]
    pub unmigrated: Vec<String>,
    /// SECRET_KEY stands in the settings, and so in the repository.
    #[serde(default)]
    pub key_in_code: bool,
    /// The settings leave nothing but a database in a file.
    #[serde(default)]
    pub sqlite: bool,
    /// Where a variable that names the database is not set, one in a file takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sqlite_otherwise: Option<Evidence>,
}

/// A program that talks to people through a chat service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bot {
    /// The library, normalised: `aiogram`, `grammy`.
    pub library: String,
    /// What is started: a dotted module (Python), or a file relative to `import_root` (Node).
    pub target: String,
    /// The web application does the bot's work, so it has no program of its own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inside: bool,
    /// The folder that it is started in and imports from.
    pub import_root: RelPath,
    /// What it must be given to run the bot: `runbot`, a command of Django.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    pub mode: Mode,
    /// The variable that holds its token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The path that updates are posted to, and the port that it listens on, in webhook mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The variable that chooses between both modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<Switch>,
    /// What a webhook needs to know.
    #[serde(default, skip_serializing_if = "Hook::is_empty")]
    pub hook: Hook,
}

/// How a webhook is told of and guarded. All but `announced` are variables that the code reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hook {
    /// What Telegram shows with every update, so that the bot knows who brings it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The whole address that Telegram is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The address and the port that the server of the bot binds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// The code tells Telegram the address itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub announced: bool,
}

impl Hook {
    fn is_empty(&self) -> bool {
        *self == Hook::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// How a bot gets its updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// It asks for them: no port, no proxy, exactly one replica.
    Polling,
    /// They are posted to it.
    Webhook,
    /// Either, as it is told.
    Both,
}

/// A variable and its values for the two modes of a bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Switch {
    pub variable: String,
    pub polling: String,
    pub webhook: String,
}
