import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { App } from "../src/App";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function answers(body: unknown, status = 200) {
  const fetch = vi.fn(() => Promise.resolve(Response.json(body, { status })));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

test("the page names the service that answers", async () => {
  const fetch = answers({ name: "shop" });
  render(<App />);
  expect(screen.getByText("Asking the service…")).toBeDefined();
  expect(await screen.findByText("The service shop answers.")).toBeDefined();
  expect(fetch).toHaveBeenCalledExactlyOnceWith("/api/", expect.anything());
});

test("the page says that the service does not answer", async () => {
  answers({}, 502);
  render(<App />);
  expect((await screen.findByRole("alert")).textContent).toContain("does not answer");
});
