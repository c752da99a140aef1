// A real page has the address in its markup; a test's server has a new one each time.
const petition = document.querySelector("wesign-petition");
petition.setAttribute("api", new URLSearchParams(location.search).get("api"));
petition.addEventListener("wesign:signed", () => {
  document.title = "signed";
});
