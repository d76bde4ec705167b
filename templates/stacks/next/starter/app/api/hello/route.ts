// Answered anew each time, not once by the build.
export const dynamic = "force-dynamic";

export function GET(): Response {
  return new Response(`Hello at ${new Date().toISOString()}`);
}
