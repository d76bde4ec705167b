//! Components and templates of the user's own that are wrong.

use super::support::{Repo, samples};

const QUEUE: &str = ".shipready/templates/services/queue";
const COMPONENT: &str = "kind: service\ntitle: Queue\nsummary: A queue.\n";

fn with(path: &str, text: &str) -> Repo {
    let repo = samples::app("", &[]).file(&format!("{QUEUE}/component.yaml"), COMPONENT);
    repo.file(&format!("{QUEUE}/{path}"), text)
}

/// `text` at `path` of the component is refused at `place`.
fn refused(path: &str, text: &str, place: &str, what: &str) {
    let ran = with(path, text).run("init --yes --with queue").code(1).wrote_nothing();
    ran.error(&[&format!("{QUEUE}/{path}{place}"), what]);
}

#[test]
fn a_component_that_is_wrong_names_file_line_and_column() {
    refused("component.yaml", "kind: service\ntitle: Q\nsummary: q\nfoo: 1\n", ":4:1: ", "unknown field `foo`");
    refused("component.yaml", "kind: service\ntitle: Q\nsummary: [\n", ":3:10: ", "expected string");
    refused("component.yaml", "kind: service\ntitle: Q\n", ":", "missing field `summary`");
    refused("component.yaml", "kind: sevice\ntitle: Q\nsummary: q\n", ":1:7: ", "sevice");
    refused("component.yaml", &COMPONENT.replace("service", "stack"), ": ", "a stack belongs into the folder stacks/");
    let bad = format!("{COMPONENT}options:\n  size: {{type: integer, default: x, help: h}}\n");
    refused("component.yaml", &bad, ": option `size`", "expected a whole number, found `x`");
}

#[test]
fn a_blueprint_that_is_wrong_names_file_line_and_column() {
    refused(
        "blueprint.yaml",
        "containers:\n  - id: queue\n    imag: x\n",
        " (as rendered):3:5: ",
        "unknown field `imag`",
    );
    refused("blueprint.yaml", "containers: {\n", " (as rendered):", "");
}

#[test]
fn an_undefined_name_is_an_error_at_its_place() {
    refused("blueprint.yaml", "containers:\n  - id: {= optons.x =}\n", ":2:12: ", "`optons` is not defined");
    refused("repo/deploy/queue.conf", "a\nb {= nme =}\n", ":2:6: ", "`nme` is not defined");
    refused("repo/deploy/queue.conf", "a {= options.size =}\n", ":1:", "`size` is not defined");
}

#[test]
fn an_undefined_name_inside_a_condition_is_no_silent_no() {
    refused("blueprint.yaml", "# a\n{% if optons %}\nx: 1\n{% endif %}\n", ":2:7: ", "`optons` is not defined");
    let inline = "a\nb {% if project and options.nope %}x{% endif %}\n";
    refused("repo/deploy/queue.conf", inline, ":2:29: ", "`nope` is not defined");
    refused("repo/deploy/queue.conf", "{% if project %}\nx\n{% elif nme %}\ny\n{% endif %}\n", ":", "`nme` is not");
}

#[test]
fn a_tag_that_does_not_end_is_an_error_at_its_place() {
    refused("repo/deploy/queue.conf", "a\n{= project.name\n", ":2: ", "not closed with `=}`");
    refused("repo/deploy/queue.conf", "a\n{% if project %}\nb\n", ":", "end of input");
    refused("repo/deploy/queue.conf", "a {/* b /}\n", ":1: ", "swallowed as a note");
}

#[test]
fn a_fragment_for_a_slot_that_nobody_has_is_an_error() {
    refused("slots/.env.example/setings", "x\n", ": ", "no template `.env.example` has a slot `setings`");
    refused("slots/nowhere", "x\n", " ", "must be slots/<file>/<slot>");
}

#[test]
fn two_components_cannot_write_the_same_file() {
    let ran = with("repo/compose.yaml", "services: {}\n").run("init --yes --with queue").code(1).wrote_nothing();
    ran.error(&["queue and compose both write compose.yaml"]);
}

#[test]
fn a_path_of_a_template_cannot_leave_the_repository() {
    let component = format!("{COMPONENT}files:\n  - {{from: repo/x, to: ../../x}}\n");
    let repo = with("repo/x", "x\n").file(&format!("{QUEUE}/component.yaml"), component);
    repo.run("init --yes --with queue").code(1).error(&["would leave the repository", "repo/x"]).wrote_nothing();
}

#[test]
fn a_broken_preset_names_its_place() {
    let repo = samples::app("", &[]).file(".shipready/templates/presets/own.yaml", "title: Own\nstak: fastapi\n");
    let ran = repo.run("init --yes --preset own").code(1).wrote_nothing();
    ran.error(&[".shipready/templates/presets/own.yaml:2:1: ", "unknown field `stak`"]);
}

#[test]
fn an_overridden_template_is_named_where_it_stands() {
    let own = ".shipready/templates/services/nginx/repo/deploy/nginx/nginx.conf";
    let ran = samples::app("", &[]).file(own, "user x;\n{= nme =}\n").run("init --yes --with nginx").code(1);
    ran.wrote_nothing().error(&[&format!("{own}:2:4: "), "`nme` is not defined"]);
}
