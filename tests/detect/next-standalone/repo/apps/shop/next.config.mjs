/** @type {import("next").NextConfig} */
const nextConfig = {
  output: "standalone",
  distDir: "built",
};

export default nextConfig;
