//! `remove`: exactly what a component gave goes, what the user changed stays, and they are warned.

use crate::support::{Repo, contains, lacks, samples};

fn set_up() -> Repo {
    let repo = samples::stated("redis==5.2.0", &["REDIS_URL"]);
    repo.run("init --yes --with nginx --domain x.org").code(0).then()
}

#[test]
fn remove_undoes_add_to_the_last_byte() {
    let repo = set_up();
    let before = repo.snapshot();
    let ran = repo.run("add redis --yes").code(0).has("deploy/redis/redis.conf");
    let ran = ran.run("remove redis").code(4).wrote_nothing().stderr(contains("delete"));
    let ran = ran.run("remove redis --yes").code(0);
    let after = ran.repo().snapshot();
    let differs: Vec<&String> =
        before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path)).collect();
    let differs: Vec<&&String> = differs.iter().filter(|path| !path.starts_with(".shipready/undo")).collect();
    assert!(differs.is_empty(), "{differs:?}");
}

#[test]
fn what_the_user_changed_stays() {
    let repo = set_up().run("add redis --yes").code(0).then();
    let repo = repo.edited("deploy/redis/redis.conf", "\n", "\n# mine\n");
    let anchor = "  # Your own services go below this line.\n";
    let compose = repo.read("compose.yaml").replace(anchor, &format!("{anchor}  mine:\n    image: mine\n"));
    let env = repo.read(".env.example") + "\nMINE=1\n";
    let repo = repo.file("compose.yaml", compose).file(".env.example", env);
    let ran = repo.run("remove redis --yes").code(0).stderr(contains("no longer ours, but you changed it"));
    let ran = ran.holds("deploy/redis/redis.conf", contains("# mine\n")).lacks("deploy/redis/start.sh");
    let ran = ran.holds("compose.yaml", contains("  mine:\n    image: mine\n")).holds("compose.yaml", lacks("redis:"));
    ran.holds(".env.example", contains("MINE=1\n")).holds(".env.example", lacks("# REDIS_PASSWORD"));
}

#[test]
fn data_and_code_that_still_use_it_are_named() {
    let ran = set_up().run("add redis --yes").code(0).run("remove redis --yes").code(0);
    let ran = ran.stderr(contains("docker volume rm shop_redis-data"));
    ran.stderr(contains("the code of shop still uses redis\n")).stderr(contains("main.py:"));
}

#[test]
fn removed_while_another_needs_it() {
    let repo = samples::stated("asyncpg==0.30.0\nalembic==1.16.1", &["DATABASE_URL"]);
    let ran = repo.run("init --yes --with postgres,alembic,nginx --domain x.org").code(0);
    let ran = ran.run("remove postgres --yes").code(2).wrote_nothing();
    let ran =
        ran.error(&["alembic needs database.sql, which only postgres provides", "`shipready remove postgres alembic`"]);
    ran.run("remove postgres alembic --yes").code(0).holds("compose.yaml", lacks("postgres"));
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    let ran = set_up().run("remove redis --yes").code(2).wrote_nothing().error(&["shipready.toml", "redis"]);
    ran.run("remove ngnix --yes").code(2).error(&["did you mean `nginx`?"]).wrote_nothing();
    samples::stated("", &[]).run("remove redis").code(1).error(&["shipready init"]);
}

#[test]
fn a_service_whose_folder_is_gone_can_still_be_removed() {
    let folder = ".shipready/templates/services/own";
    let component = "kind: service\ntitle: Own\nsummary: Files of our own.\n";
    let repo = samples::stated("", &[]).file(&format!("{folder}/component.yaml"), component);
    let repo = repo.file(&format!("{folder}/repo/deploy/own/x"), "x\n").run("init --yes --with own").code(0).then();
    let ran = repo.without(folder).run("status").code(1).error(&["own"]);
    ran.run("remove own --yes").code(0).lacks("deploy/own/x").holds("shipready.toml", lacks("services.own"));
}

#[test]
fn options_and_comments_of_others_stay_in_the_manifest() {
    let repo = set_up();
    let text = repo.read("shipready.toml") + "\n# The cache of the shop.\n[services.redis]\nmemory_mb = 64\n";
    let ran = repo.file("shipready.toml", &text).run("init --yes").code(0).run("remove redis --yes").code(0);
    ran.holds("shipready.toml", lacks("cache of the shop")).holds("shipready.toml", contains("[services.nginx]"));
}

#[test]
fn comments_of_others_in_the_manifest_stay() {
    let ran = samples::stated("redis==5.2.0", &["REDIS_URL"]).run("init --yes --with redis").code(0);
    let text = ran.repo().read("shipready.toml");
    let note = text.replace("\n[services.redis]", "\n# call Bob before\n\n[services.redis]");
    assert!(note.contains("call Bob") && note.contains("# A command that runs at fixed times"), "{note}");
    let ran =
        ran.then().file("shipready.toml", &note).run("add nginx --yes").code(0).run("remove redis redis --yes").code(0);
    let ran = ran.holds("shipready.toml", contains("# call Bob before\n"));
    ran.holds("shipready.toml", contains("# A command that runs at fixed times"))
        .holds("shipready.toml", lacks("redis]"));
}
