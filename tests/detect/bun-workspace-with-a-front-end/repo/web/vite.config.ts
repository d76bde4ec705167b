import path from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  build: { outDir: path.resolve(__dirname, "pages") },
});
