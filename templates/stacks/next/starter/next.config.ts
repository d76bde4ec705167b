import type { NextConfig } from "next";

const config: NextConfig = {
  // The build makes a server with the packages that it needs, and no others.
  output: "standalone",
  // Nobody needs to know what runs here.
  poweredByHeader: false,
  reactStrictMode: true,
};

export default config;
