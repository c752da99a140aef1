import { mount } from "@wesign/widget";

const api = new URLSearchParams(location.search).get("api");
const options = { petition: "reconnaissance-faciale", api, lang: "fr", assets: "wesign/" };
mount("#petition", options).addEventListener("wesign:signed", () => {
  document.title = "signed";
});

// The rules without the widget, in a chunk of their own, which webpack carries along with its wasm.
window.suggest = async (email) => {
  const { load } = await import("@wesign/widget/sdk");
  return (await load()).suggestEmail(email);
};
