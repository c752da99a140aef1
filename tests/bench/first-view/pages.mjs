// The three pages that are compared, written below `folder` with what they load, each file also as brotli-11.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import esbuild from "esbuild";
import { DIST } from "../../../js/tools/common.mjs";

const HERE = import.meta.dirname;
const PETITION = "reconnaissance-faciale";
const TITLE = "Pas de reconnaissance faciale dans l’espace public";

const page = (head, body) => `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${TITLE}</title>
<link rel="icon" href="data:,">
${head}
<body>
${body}
`;

/** As the README's snippet, with the hints and the room that it recommends. */
const ours = page(
  `<link rel="modulepreload" href="/widget/wesign.js">
<link rel="preload" as="fetch" href="/widget/wesign.wasm" crossorigin="anonymous">
<link rel="preload" as="fetch" href="/widget/locales/fr.json" crossorigin="anonymous">
<link rel="preload" as="fetch" href="/api/petitions/${PETITION}?lang=fr" crossorigin="anonymous">
<script type="module" src="/widget/wesign.js"></script>`,
  `<wesign-petition petition="${PETITION}" api="/" lang="fr"><a href="/petitions/${PETITION}">${TITLE}</a></wesign-petition>`,
);

const input = (name, label, complete, type = "text") =>
  `<p><label>${label}<br><input name="${name}" type="${type}" autocomplete="${complete}" required></label></p>`;

/** Nothing can be faster than a page that is its own form. */
const floor = page(
  "<style>body{font:1rem/1.4 system-ui;max-width:440px}input:not([type=checkbox]){width:100%;font:inherit}</style>",
  `<form method="post" action="/api/petitions/${PETITION}/signatures">
<h2>${TITLE}</h2>
<p id="count"></p>
<progress id="progress" max="15000" value="0" aria-label="Signatures"></progress>
${input("given_name", "Prénom", "given-name")}
${input("family_name", "Nom", "family-name")}
${input("email", "Adresse e-mail", "email", "email")}
${input("postcode", "Code postal", "postal-code")}
<p><label><input type="checkbox" name="updates"> Je veux recevoir des nouvelles.</label></p>
<p><label><input type="checkbox" name="newsletter"> Je veux recevoir la lettre d’information.</label></p>
<button>Signer la pétition</button>
</form>
<script>
  fetch("/api/petitions/${PETITION}/count")
    .then((response) => response.json())
    .then(({ count }) => {
      document.getElementById("count").textContent = count.toLocaleString("fr") + " signatures";
      document.getElementById("progress").value = count;
    });
</script>`,
);

const mui = page('<script type="module" src="/mui/mui.js"></script>', '<div id="root"></div>');

export async function write(folder) {
  rmSync(folder, { recursive: true, force: true });
  const put = (path, content) => {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, content);
    writeFileSync(`${to}.br`, brotliCompressSync(content));
  };
  put("ours.html", ours);
  put("floor.html", floor);
  put("mui.html", mui);
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(HERE, "mui.jsx")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
  });
  put("mui/mui.js", outputFiles[0].contents);
  for (const name of readdirSync(DIST, { recursive: true })) {
    if (!/\.(js|wasm|json|css|txt)(\.br)?$/.test(name) || name.startsWith("types")) continue;
    const to = join(folder, "widget", name);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(DIST, name), to);
  }
  return { mui: readFileSync(join(folder, "mui/mui.js.br")).length };
}
