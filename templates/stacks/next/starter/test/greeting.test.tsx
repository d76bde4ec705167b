import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { GET } from "../app/api/hello/route";
import { Greeting } from "../app/greeting";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("the page shows what the server answers", async () => {
  const fetch = vi.fn(() => Promise.resolve(GET()));
  vi.stubGlobal("fetch", fetch);
  render(<Greeting />);
  fireEvent.click(screen.getByRole("button"));
  expect(await screen.findByText(/^Hello at /)).toBeDefined();
  expect(fetch).toHaveBeenCalledExactlyOnceWith("/api/hello");
});

test("the page says that the server does not answer", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  render(<Greeting />);
  fireEvent.click(screen.getByRole("button"));
  expect(await screen.findByText(/does not answer/)).toBeDefined();
});
