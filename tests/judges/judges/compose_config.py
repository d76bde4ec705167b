"""docker compose config: the stack resolves, alone and with the development overlay, without a warning."""

from harness import compose

FILES = (*compose.STACKS, *compose.OVERLAYS, *compose.UNASKED)


def judge(tree, files, tools):
    main, overlay = compose.stack(tree), compose.overlay(tree)
    if main is None:
        return [f"{overlay}: lies over a stack that is not there"]
    findings = [f"{name}: Compose adds it to {main} unasked" for name in compose.UNASKED if (tree / name).is_file()]
    with compose.prepared(tree, tools) as folder:
        for chosen in [(main,), (main, overlay)] if overlay else [(main,)]:
            try:
                if not compose.config(folder, tools, chosen, "--services").split():
                    findings.append(f"{chosen[-1]}: no service in it")
            except compose.Unreadable as refusal:
                findings.append(str(refusal))
    return findings
