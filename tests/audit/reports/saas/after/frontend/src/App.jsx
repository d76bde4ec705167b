import { useEffect, useState } from "react";

import { words } from "./words.js";

const API = import.meta.env.VITE_API_URL ?? "/api";

export function App() {
  const [house, setHouse] = useState(null);

  useEffect(() => {
    fetch(`${API}/house`, { credentials: "include" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then(setHouse);
  }, []);

  return (
    <main>
      <h1>Kettle</h1>
      <p>{words(house)}</p>
    </main>
  );
}
