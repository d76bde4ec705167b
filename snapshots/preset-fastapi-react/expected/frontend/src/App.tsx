import { useEffect, useState } from "react";

import { readService, type Service } from "./api";

export function App() {
  const [service, setService] = useState<Service>();
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const leaving = new AbortController();
    readService(leaving.signal)
      .then(setService)
      .catch(() => {
        // Whoever has left the page asks for nothing.
        if (!leaving.signal.aborted) {
          setFailed(true);
        }
      });
    return () => {
      leaving.abort();
    };
  }, []);

  return (
    <main>
      <h1>{"shop"}</h1>
      {failed && <p role="alert">The service does not answer. Please try again in a moment.</p>}
      {!failed && <p>{service ? `The service ${service.name} answers.` : "Asking the service…"}</p>}
    </main>
  );
}
