// The real nginx on loopback: HTTP/1.1 on one port, HTTP/2 with TLS on another, files brotli-compressed
// beforehand, the API passed on to the reference server.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Failure, probe } from "../../../js/tools/common.mjs";
import { debian, install } from "../../../js/tools/debian.mjs";

const MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts it over `www`, with `api` behind it. Gives the two addresses and how to stop it. */
export async function serve(folder, www, api) {
  const nginx = () => probe("/bin/sh", ["-c", "command -v nginx || ls /usr/sbin/nginx"]);
  if ((!nginx() || !existsSync(MODULE)) && debian()) {
    await install("nginx", "libnginx-mod-http-brotli-static");
  }
  const program = nginx();
  if (!program || !existsSync(MODULE)) {
    throw new Failure("no nginx: apt-get install -y nginx libnginx-mod-http-brotli-static");
  }
  mkdirSync(folder, { recursive: true });
  const key = join(folder, "key.pem");
  const certificate = join(folder, "certificate.pem");
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
    ...["-keyout", key, "-out", certificate],
  ]);
  if (made.status !== 0) throw new Failure(`openssl: ${made.stderr ?? made.error}`);
  const [plain, tls] = [await freePort(), await freePort()];
  const site = `
    root ${www};
    brotli_static on;
    location /api/ { proxy_pass ${api}; proxy_http_version 1.1; }
    location / { add_header Cache-Control no-cache; }`;
  const config = join(folder, "nginx.conf");
  writeFileSync(
    config,
    `load_module ${MODULE};
daemon off;
worker_processes 1;
pid ${join(folder, "nginx.pid")};
error_log ${join(folder, "error.log")};
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path ${join(folder, "body")};
  proxy_temp_path ${join(folder, "proxy")};
  fastcgi_temp_path ${join(folder, "fastcgi")};
  uwsgi_temp_path ${join(folder, "uwsgi")};
  scgi_temp_path ${join(folder, "scgi")};
  include /etc/nginx/mime.types;
  server { listen 127.0.0.1:${plain}; ${site}
  }
  server { listen 127.0.0.1:${tls} ssl http2; ssl_certificate ${certificate}; ssl_certificate_key ${key}; ${site}
  }
}
`,
  );
  const child = spawn(program, ["-p", folder, "-c", config], { stdio: "inherit" });
  const address = `http://127.0.0.1:${plain}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Failure(`nginx ended: ${child.exitCode}`);
    const answered = await fetch(address).then(
      () => true,
      () => false,
    );
    if (answered) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { http1: address, http2: `https://127.0.0.1:${tls}`, stop: () => child.kill() };
}
