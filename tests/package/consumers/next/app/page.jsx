// Rendered on the server, with the petition's own words: the SDK runs there, too.
import { Client, load } from "@wesign/widget/sdk";
import { Petition } from "./petition.jsx";

export default async function Page({ searchParams }) {
  const { api } = await searchParams;
  const petition = await new Client(api).petition("reconnaissance-faciale");
  const { count, remaining } = (await load()).tally(petition.count, petition.goals);
  return (
    <main>
      <h1>{petition.title}</h1>
      <p id="tally">{`${count} + ${remaining}`}</p>
      <Petition api={api} />
    </main>
  );
}
