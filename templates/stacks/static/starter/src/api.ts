// The service behind /api, on the host that the page came from: no other address, and no CORS.

export interface Service {
  name: string;
}

export async function readService(signal?: AbortSignal): Promise<Service> {
  const response = await fetch("/api/", { headers: { Accept: "application/json" }, signal });
  if (!response.ok) {
    throw new Error(`The service answered with ${response.status}.`);
  }
  return (await response.json()) as Service;
}
