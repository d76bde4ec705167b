import { Greeting } from "./greeting";

export default function Page() {
  return (
    <main>
      <h1>{"{= project.name =}"}</h1>
      <Greeting />
    </main>
  );
}
