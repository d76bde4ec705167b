import { Greeting } from "./greeting";

export default function Page() {
  return (
    <main>
      <h1>{"shop"}</h1>
      <Greeting />
    </main>
  );
}
