"use client";

import { useState } from "react";

/** Asks the server, and shows what it answers. */
export function Greeting() {
  const [said, setSaid] = useState("");

  async function ask() {
    const answer = await fetch("/api/hello").catch(() => undefined);
    setSaid(answer?.ok ? await answer.text() : "The server does not answer.");
  }

  return (
    <p>
      <button type="button" onClick={() => void ask()}>
        Ask the server
      </button>{" "}
      <output>{said}</output>
    </p>
  );
}
