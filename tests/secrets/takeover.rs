//! `.env` before shipready: what `init` says of it, and what `secrets generate` takes over.

use super::support::{Repo, contains, lacks, samples};
use super::{VALUES, shop, value};

const KEY: &str = "q7Zk2mXv9RtB4cWn8LsP1yHd6GfJ3aEu";

#[test]
fn what_env_holds_moves_into_files_and_is_named() {
    let env = format!("SECRET_KEY={KEY}\nSTRIPE_API_KEY='sk_live_#1 $x'\nDB_PASSWORD=\"tX9vQ2mLr8Bz\"\nREGION=north\n");
    let ran = shop(&env).run("secrets generate --dry-run").code(0).wrote_nothing();
    let ran = ran.stderr(contains("Would take over 3 from .env into"));
    let ran = ran.run("secrets generate").code(0).stderr(contains(
        "Took over 3 from .env into deploy/secrets/values/: POSTGRES_PASSWORD (there DB_PASSWORD), SECRET_KEY, STRIPE_API_KEY\n\
         You may delete them from .env now",
    ));
    let repo = ran.stderr(lacks("Made ")).then();
    assert_eq!(repo.read(&value("SECRET_KEY")), KEY);
    assert_eq!(repo.read(&value("STRIPE_API_KEY")), "sk_live_#1 $x");
    assert_eq!(repo.read(&value("POSTGRES_PASSWORD")), "tX9vQ2mLr8Bz");
    assert!(repo.read(".env").starts_with(&env), "what a person wrote stays theirs");
    let repo = repo.file(".env", "REGION=north\n").run("secrets generate").code(0).then();
    assert_eq!(repo.read(&value("SECRET_KEY")), KEY, "the line in .env is no longer needed");
}

#[test]
fn a_placeholder_is_not_taken_over() {
    for placeholder in ["changeme", "", "your-secret-here", "xxx", "<key>", "shown-in-the-example"] {
        let env = format!("SECRET_KEY={placeholder}\nDB_PASSWORD=changethis\nSTRIPE_API_KEY=xxx\n");
        let repo = samples::stated("", &["SECRET_KEY", "STRIPE_API_KEY"]).file(".env", env);
        let repo = repo.file(".env.example", "SECRET_KEY=shown-in-the-example\n");
        let ran = repo.run("init --yes --with nginx").code(0).stderr(lacks("will take over"));
        let ran = ran.stderr(contains("in deploy/secrets/values/: STRIPE_API_KEY"));
        let ran = ran.run("secrets generate").code(1).stderr(contains("Made 1 in")).stderr(lacks("Took over"));
        let ran = ran.stderr(contains("STRIPE_API_KEY is for you to set")).lacks(&value("STRIPE_API_KEY"));
        assert_eq!(ran.repo().read(&value("SECRET_KEY")).len(), 64, "{placeholder}");
    }
}

#[test]
fn a_file_that_is_there_is_the_last_word() {
    let repo = shop("SECRET_KEY=from-env-and-newer\nSTRIPE_API_KEY=sk_live_1\nREGION=x\n");
    let repo = repo.file(&value("SECRET_KEY"), "as it was").file(&value("POSTGRES_PASSWORD"), "");
    let ran = repo.run("secrets generate").code(1).stderr(contains("Took over 1 from .env"));
    let ran = ran.stderr(contains("POSTGRES_PASSWORD is for you to set"));
    assert_eq!(ran.repo().read(&value("SECRET_KEY")), "as it was");
    assert_eq!(ran.repo().read(&value("POSTGRES_PASSWORD")), "");
}

#[test]
fn what_is_not_certain_is_neither_taken_nor_made_anew() {
    let ran = shop("REGION=x\nSTRIPE_API_KEY=a\nSECRET_KEY=pa$word\n").run("secrets generate").code(1);
    let ran = ran.stderr(contains(".env:3: SECRET_KEY: programs read this line in different ways"));
    let ran = ran.stderr(contains("put the value into deploy/secrets/values/SECRET_KEY")).lacks(&value("SECRET_KEY"));
    ran.run("secrets check")
        .code(4)
        .stdout(contains("SECRET_KEY: is missing\n  put its value there: programs read .env:3"));
}

#[test]
fn an_env_that_cannot_be_read_stops_before_anything_is_made() {
    let repo = shop("").file("elsewhere", format!("SECRET_KEY={KEY}\n")).link(".env", "elsewhere");
    let ran = repo.run("secrets generate").code(1).wrote_nothing();
    let repo = ran.error(&["cannot read `.env`: it is not a regular file", "replace it by a file"]).then();
    let repo = repo.without(".env").file(".env", b"SECRET_KEY=\xff\xfe\n");
    repo.run("secrets generate").code(1).wrote_nothing().error(&["cannot read `.env`"]);
}

#[test]
fn the_env_of_an_app_counts_and_two_must_agree() {
    let repo = samples::below("api/", Repo::new(), "", &["SECRET_KEY"]).file("api/.env", format!("secret_key={KEY}\n"));
    let repo = repo.run("init --yes --with nginx").code(0).then();
    let repo =
        repo.file(".env", "SECRET_KEY=another-one\n").run("secrets generate").code(1).lacks(&value("SECRET_KEY"));
    let repo = repo.then().file(".env", "");
    let ran = repo.run("secrets generate").code(0).stderr(contains("Took over 1 from api/.env"));
    assert_eq!(ran.repo().read(&value("SECRET_KEY")), KEY);
}

#[test]
fn init_knows_what_env_holds() {
    let variables = ["SECRET_KEY", "STRIPE_API_KEY", "REGION", "FRONTEND_HOST"];
    let env = "STRIPE_API_KEY=sk_live_1\nREGION=north\nFRONTEND_HOST=http://localhost:5173\n";
    let ran = samples::stated("", &variables).file(".env", env).run("init --yes --with nginx").code(0);
    let ran = ran.stderr(contains("`shipready secrets generate` will take over from `.env`: STRIPE_API_KEY\n"));
    let ran = ran.stderr(contains("see that they suit production: REGION\n"));
    let ran = ran.stderr(contains("production would run with it: FRONTEND_HOST\n"));
    let ran = ran.stderr(lacks("you must set")).stderr(lacks("localhost:5173")).stderr(lacks("sk_live_1"));
    // Said once; and nobody is there to accept.
    let ran = ran.run("init --set shop.memory_mb=700").code(4).wrote_nothing().stderr(lacks("suit production"));
    ran.run("secrets generate").code(0).run("init --set shop.memory_mb=700 --yes").code(0).stderr(lacks("take over"));
}

#[test]
fn init_writes_beside_an_env_that_it_cannot_read() {
    let repo = samples::stated("", &["STRIPE_API_KEY"]).file("elsewhere", "").link(".env", "elsewhere");
    let ran = repo.run("init --yes --with nginx").code(0).has("compose.yaml");
    ran.stderr(contains("warning: cannot read `.env`")).stderr(contains(&format!("in {VALUES}/: STRIPE_API_KEY")));
    let folder = samples::stated("", &["STRIPE_API_KEY"]).file(".env/pyvenv.cfg", "");
    folder.run("init --yes --with nginx").code(0).stderr(lacks("cannot read"));
}

#[test]
fn an_empty_file_that_is_there_is_not_filled_and_the_way_is_named() {
    let repo = shop("SECRET_KEY=x7Kq\nSTRIPE_API_KEY=sk_live_1\nREGION=x\n").file(&value("STRIPE_API_KEY"), "");
    let ran = repo.run("secrets generate").code(1).stderr(lacks("sk_live_1")).stderr(contains(
        "STRIPE_API_KEY is there and empty, so what .env holds was not taken over\nremove the file and run this again",
    ));
    let ran = ran.run("secrets check").code(4).stdout(contains("STRIPE_API_KEY: is empty\n  remove it and run"));
    let repo = ran.then().without(&value("STRIPE_API_KEY")).run("secrets generate").code(0).then();
    assert_eq!(repo.read(&value("STRIPE_API_KEY")), "sk_live_1");
}

#[test]
fn an_env_where_the_code_looks_for_it_is_read_too() {
    let config = "import os\n\nfrom starlette.config import Config\n\nhere = os.path.dirname(os.path.realpath(__file__))\n\
                  config = Config(os.path.join(here, \"..\", \".env\"))\nSECRET_KEY = config(\"SECRET_KEY\")\n\
                  TITLE = config(\"TITLE\", default=\"Shop\")\n";
    let main = "from fastapi import FastAPI\n\nfrom shop.config import TITLE\n\napp = FastAPI(title=TITLE)\n";
    let repo = Repo::new().file("requirements.txt", "fastapi==0.115.0\nuvicorn==0.30.0\nstarlette==0.38.0\n");
    let repo = repo.file("src/shop/__init__.py", "").file("src/shop/config.py", config).file("src/shop/main.py", main);
    let repo = repo.file("src/.env", format!("SECRET_KEY={KEY}\nTITLE=Mine\n"));
    let ran = repo.run("init --yes --with nginx --domain x.org").code(0);
    let ran = ran.stderr(contains("`src/.env` sets what the stack does not read there: TITLE"));
    let ran = ran.run("secrets generate").code(0).stderr(contains("Took over 1 from src/.env into"));
    assert_eq!(ran.repo().read(&value("SECRET_KEY")), KEY);
}
