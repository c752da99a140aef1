import { define, WesignPetition } from "@wesign/widget";

// Under a name of one's own.
class OwnPetition extends WesignPetition {}
define("own-petition", customElements, OwnPetition);

const petition = document.createElement("own-petition");
petition.options = {
  petition: "reconnaissance-faciale",
  api: new URLSearchParams(location.search).get("api"),
  lang: "fr",
  assets: "wesign/",
};
petition.addEventListener("wesign:signed", () => {
  document.title = "signed";
});
const place = document.querySelector("#petition");
petition.append(...place.childNodes);
place.append(petition);
