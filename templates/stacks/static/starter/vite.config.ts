import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  server: {
    // In production the proxy leads /api to the service; here Vite does.
    proxy: { "/api": "http://localhost:8000" },
  },
  test: { environment: "jsdom" },
});
