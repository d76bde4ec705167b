"""docker compose config: the stack resolves, alone and with the development override, without a warning."""

from harness import compose

FILES = (*compose.STACKS, *compose.OVERRIDES)


def judge(tree, files, tools):
    main, override = compose.stack(tree), compose.override(tree)
    if main is None:
        return [f"{override}: overrides a stack that is not there"]
    findings = []
    with compose.prepared(tree, tools) as folder:
        for chosen in [(main,), (main, override)] if override else [(main,)]:
            try:
                if not compose.config(folder, tools, chosen, "--services").split():
                    findings.append(f"{chosen[-1]}: no service in it")
            except compose.Unreadable as refusal:
                findings.append(str(refusal))
    return findings
