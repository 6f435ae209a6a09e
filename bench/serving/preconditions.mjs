// What has to be there before anything else is loaded; imported first.
import { existsSync } from "node:fs";

if (Number.parseInt(process.versions.node, 10) < 24) {
  stop("This bench needs Node 24 or newer (npm run bench uses the pinned one).");
}
if (!existsSync(new URL("../node_modules/undici", import.meta.url))) {
  stop("The peers are not installed: npm run bench does that, or npm ci --ignore-scripts in bench/.");
}
if (!existsSync(new URL("../../dist/serve.js", import.meta.url))) {
  stop("This bench runs what was built: npm run bench builds by itself, or npm run build does.");
}

function stop(why) {
  console.error(why);
  process.exit(1);
}
