import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import tailwindcss from "@tailwindcss/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Run theme-before-paint.js ahead of the first paint: a hashed file of its own, since the CSP allows no inline script. */
function themeBeforePaint(): Plugin {
  const path = source("./src/app/theme-before-paint.js");
  let served = "/src/app/theme-before-paint.js";
  return {
    name: "theme-before-paint",
    generateBundle() {
      const code = readFileSync(path, "utf8");
      served = `/${this.getFileName(this.emitFile({ type: "asset", name: "theme-before-paint.js", source: code }))}`;
    },
    transformIndexHtml: {
      order: "post",
      handler: () => [{ tag: "script", attrs: { src: served }, injectTo: "head" }],
    },
  };
}

const api = process.env["VITRINE_API"] ?? "http://127.0.0.1:8000";
const live = { target: api, changeOrigin: true, ws: true };

export default defineConfig({
  plugins: [react(), tailwindcss(), themeBeforePaint()],
  resolve: { alias: { "@": source("./src") } },
  server: { proxy: { "/graphql": live, "/session": api, "/media": api } },
  build: {
    target: "es2022",
    // The CSP has no data: source for fonts, and a small picture is better cached than repeated.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: { index: source("./index.html"), graphiql: source("./graphiql.html") },
      // GraphiQL's dependencies carry directives for a compiler that is not used here.
      checks: { moduleLevelDirective: false },
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
