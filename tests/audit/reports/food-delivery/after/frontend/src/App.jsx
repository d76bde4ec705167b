import { useEffect, useState } from "react";

import { map } from "./map.js";

const API = import.meta.env.VITE_API_URL ?? "/api";
const MAPS_KEY = import.meta.env.VITE_MAPS_KEY ?? "";

export function App() {
  const [kitchens, setKitchens] = useState([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    fetch(`${API}/kitchens`)
      .then((answer) => answer.json())
      .then(setKitchens, () => setFailed(true));
  }, []);

  return (
    <main>
      <h1>Tiffin</h1>
      {failed && <p role="alert">The kitchens did not come. Please try again in a minute.</p>}
      {kitchens.map(({ name, street }) => (
        <section key={name}>
          <h2>{name}</h2>
          <img alt={`Map of ${street}`} src={map(street, MAPS_KEY)} />
        </section>
      ))}
    </main>
  );
}
