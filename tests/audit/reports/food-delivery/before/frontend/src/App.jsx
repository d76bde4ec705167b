import { useEffect, useState } from "react";

const API = import.meta.env.VITE_API_URL ?? "/api";
const MAPS_KEY = "AIzaSyB0xT1ff1nNotARealKeyForMaps7Qw4Zk";

export function App() {
  const [kitchens, setKitchens] = useState([]);

  useEffect(() => {
    fetch(`${API}/kitchens`)
      .then((answer) => answer.json())
      .then(setKitchens)
      .catch((error) => console.error("The kitchens did not come", error));
  }, []);

  return (
    <main>
      <h1>Tiffin</h1>
      {kitchens.map(({ name, street }) => (
        <section key={name}>
          <h2>{name}</h2>
          <img
            alt={`Map of ${street}`}
            src={`https://maps.googleapis.com/maps/api/staticmap?center=${encodeURIComponent(street)}&size=320x160&key=${MAPS_KEY}`}
          />
        </section>
      ))}
    </main>
  );
}
