"use client";

import "@wesign/widget/define";
import { useEffect, useRef } from "react";

export function Petition({ api }) {
  const element = useRef(null);
  // By a ref: hydration adds no listener to an element that came from the server.
  useEffect(() => {
    const { current } = element;
    const signed = () => {
      document.title = "signed";
    };
    current.addEventListener("wesign:signed", signed);
    return () => current.removeEventListener("wesign:signed", signed);
  }, []);
  return (
    <wesign-petition
      ref={element}
      petition="reconnaissance-faciale"
      api={api}
      lang="fr"
      assets="/wesign/"
    >
      <a href="https://petition.example">Signer ailleurs</a>
    </wesign-petition>
  );
}
