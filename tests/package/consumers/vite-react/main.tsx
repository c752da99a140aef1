import type { GivenOptions } from "@wesign/widget";
import { StrictMode, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { Petition } from "./Petition.tsx";

const api = new URLSearchParams(location.search).get("api") ?? "";

function App() {
  const [signed, setSigned] = useState(0);
  const [scheme, setScheme] = useState<"light" | "dark">("light");
  const options = useMemo<GivenOptions>(
    () => ({
      petition: "reconnaissance-faciale",
      api,
      lang: "fr",
      assets: "./wesign/",
      scheme,
      texts: { submit: "Je signe avec React" },
    }),
    [scheme],
  );
  return (
    <main>
      <h1>React</h1>
      <output>{signed ? `${signed} signature de cette page` : ""}</output>
      <button type="button" onClick={() => setScheme("dark")}>
        Sombre
      </button>
      <Petition options={options} onSigned={() => setSigned((before) => before + 1)}>
        <a href="https://petition.example">Signer ailleurs</a>
      </Petition>
    </main>
  );
}

const root = document.querySelector("#root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
